"""Rights: the link of a firm, what it asks of its record, what is let go."""

from __future__ import annotations

from datetime import date
from typing import Any

from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.exporters.models import Contact, Firm
from nasij.rights import acts
from nasij.rights.enums import LinkChannel
from nasij.rights.law.policy import policy
from nasij.rights.law.retention import LINKS, Due
from nasij.sharing.models import Share
from nasij.work.keeping import Old
from tests.factories import make_firm, make_need, region
from tests.people import Cast

_SHOWN = {"channel": LinkChannel.SHOWN}
_CORRECTED = {"name": "Atlas Cuir", "phone": "+212600000000"}


def _reachable() -> Firm:
    return make_firm(email="firm@example.org")


def give_link(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), **_SHOWN, "by": cast.delegate}


def ask_link(cast: Cast) -> dict[str, Any]:
    return {"firm": _reachable(), "language": "fr", "by": None}


def open_record(cast: Cast) -> dict[str, Any]:
    _link, code = acts.give_link(**give_link(cast))
    return {"code": code, "by": None}


def revoke_link(cast: Cast) -> dict[str, Any]:
    link, _code = acts.give_link(**give_link(cast))
    return {"link": link, "by": cast.delegate}


def note_consent(cast: Cast) -> dict[str, Any]:
    return {
        "contact": Contact.objects.create(firm=make_firm(), name="N", purpose="replies"),
        "purpose": ContactPurpose.REPLIES,
        "step": ConsentStep.GIVEN,
        "how": Said.PHONE,
        "happened_on": date(2026, 1, 1),
        "by": cast.delegate,
    }


def ask_correction(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "values": _CORRECTED, "by": None}


def answer_correction(cast: Cast) -> dict[str, Any]:
    request = acts.ask_correction(**ask_correction(cast))
    first, second = request.changes.order_by("id")
    verdicts = {first.pk: (True, ""), second.pk: (False, "R")}
    return {"request": request, "verdicts": verdicts, "by": cast.delegate}


def raise_objection(cast: Cast) -> dict[str, Any]:
    firm = make_firm()
    Share.objects.create(firm=firm, region=region("01"))
    return {"firm": firm, "scope": ObjectionScope.ALL, "by": None}


def answer_request(cast: Cast) -> dict[str, Any]:
    request = acts.raise_objection(**raise_objection(cast))
    return {"request": request, "granted": True, "answer": "A", "by": cast.delegate}


def ask_erasure(cast: Cast) -> dict[str, Any]:
    return {"firm": _reachable(), "by": None}


def withdraw_request(cast: Cast) -> dict[str, Any]:
    return {"request": acts.ask_erasure(**ask_erasure(cast)), "by": None}


def erase_firm(cast: Cast) -> dict[str, Any]:
    request = acts.ask_erasure(**ask_erasure(cast))
    make_need(firm=request.firm)
    return {"request": request, "reason": "R", "by": cast.secretariat}


def confirm_erasure(cast: Cast) -> dict[str, Any]:
    return erase_firm(cast)


def lift_erasure(cast: Cast) -> dict[str, Any]:
    erasure = acts.erase_firm(**erase_firm(cast))
    return {"erasure": erasure, "reason": "R", "by": cast.secretariat}


def let_go(cast: Cast) -> dict[str, Any]:
    link, _code = acts.give_link(**give_link(cast))
    rule = next(rule for rule in policy().retention if rule.of == "links")
    firm = link.firm
    old = Old(link, firm.name, date(2020, 1, 1), firm, firm.region.code)
    return {"due": Due(rule, LINKS, old), "by": cast.secretariat}


def keep_firm(cast: Cast) -> dict[str, Any]:
    until = date(2030, 1, 1)
    return {"firm": make_firm(), "reason": "R", "keep_until": until, "by": cast.delegate}
