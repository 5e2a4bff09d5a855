"""Sharing: firms shown to people of elsewhere, and handed on."""

from __future__ import annotations

from typing import Any

from nasij.sharing import acts
from nasij.sharing.models import Referral, Share
from tests.factories import make_firm, region
from tests.people import Cast


def share_firm(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "region": region("01"), "by": cast.delegate}


def withdraw_share(cast: Cast) -> dict[str, Any]:
    share = Share.objects.create(firm=make_firm(), region=region("01"))
    return {"share": share, "by": cast.delegate}


def stop_showing(cast: Cast) -> dict[str, Any]:
    firm = make_firm()
    Share.objects.create(firm=firm, region=region("01"))
    return {"firm": firm, "by": None}


def refer_firm(cast: Cast) -> dict[str, Any]:
    cast.adviser.name = "A"  # and not that of a role, which would stand in the record as its key
    return {"firm": make_firm(), "recipient": cast.adviser, "reason": "R", "by": cast.delegate}


def _referral(cast: Cast) -> Referral:
    return acts.refer_firm(**refer_firm(cast))


def accept_referral(cast: Cast) -> dict[str, Any]:
    return {"referral": _referral(cast), "by": cast.adviser}


def decline_referral(cast: Cast) -> dict[str, Any]:
    return {"referral": _referral(cast), "reason": "R", "by": cast.adviser}


def answer_referral(cast: Cast) -> dict[str, Any]:
    return {"referral": _referral(cast), "answer": "A", "by": cast.adviser}


def withdraw_referral(cast: Cast) -> dict[str, Any]:
    return {"referral": _referral(cast), "by": cast.delegate}
