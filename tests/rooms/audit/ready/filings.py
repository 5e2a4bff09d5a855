"""Filings: firms of customs files, and which firm of the registry each is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from nasij.datasets.acts import load_customs
from nasij.exporters.identity.likeness import set_keys
from nasij.exporters.models import Firm
from nasij.filings import acts
from nasij.filings.models import FiledFirm
from tests.factories import make_firm, region
from tests.people import Cast
from tests.rooms.datasets.firm_lines import ice, write


def _registered(name: str, **fields: Any) -> Firm:
    firm = make_firm(name=name, **fields)
    set_keys(firm)
    firm.save()
    return firm


def _filed(name: str) -> FiledFirm:
    load_customs(write(Path(settings.NASIJ_DATA) / "customs.csv"), by=None)
    return FiledFirm.objects.get(name=name)


def follow_file(cast: Cast) -> dict[str, Any]:
    filed = _filed("Souss Primeurs SARL")
    _registered("Primeurs du Souss", identifier=ice(1))  # known since the file was loaded
    return {"snapshot": filed.filings.first().snapshot, "by": cast.secretariat}


def look_again(cast: Cast) -> dict[str, Any]:
    return {"source": follow_file(cast)["snapshot"], "by": cast.secretariat}


def match_filing(cast: Cast) -> dict[str, Any]:
    return {"filed": _filed("Argan Taliouine"), "firm": make_firm(), "by": cast.delegate}


def create_from_filing(cast: Cast) -> dict[str, Any]:
    return {"filed": _filed("Argan Taliouine"), "region": region(), "by": cast.delegate}


def refuse_filing(cast: Cast) -> dict[str, Any]:
    _registered("Arganes Taliouine SARL")
    return {"filed": _filed("Argan Taliouine"), "by": cast.delegate}


def unmatch_filing(cast: Cast) -> dict[str, Any]:
    matched = match_filing(cast)
    acts.match_filing(**matched)
    return {"filed": matched["filed"], "by": cast.delegate}


def leave_filing(cast: Cast) -> dict[str, Any]:
    return {"filed": _filed("Argan Taliouine"), "by": cast.delegate}


def return_filing(cast: Cast) -> dict[str, Any]:
    left = leave_filing(cast)
    acts.leave_filing(**left)
    return left
