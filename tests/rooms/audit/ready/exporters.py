"""Exporters: firms, what is said of them, where they work, who sees them."""

from __future__ import annotations

from datetime import date
from typing import Any

from nasij.exporters import acts
from nasij.exporters.enums import EvidenceSource, FirmStatus, MarketStanding, SiteKind
from nasij.exporters.models import Contact, FirmList, ListedFirm, Merge, Site
from nasij.reference.models import Country, Definition
from tests.factories import make_firm, region
from tests.people import Cast

_MARKET = {"standing": MarketStanding.EXPORTS, "source": EvidenceSource.DECLARED}


def create_firm(cast: Cast) -> dict[str, Any]:
    return {"values": {"name": "Atlas Cuir", "region": region()}, "by": cast.delegate}


def change_firm(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "values": {"region": region("01")}, "by": cast.delegate}


def merge_firms(cast: Cast) -> dict[str, Any]:
    loser = make_firm(phone="+212600000000")
    Site.objects.create(firm=loser, territory=region())
    return {"winner": make_firm(), "loser": loser, "by": cast.delegate}


def undo_merge(cast: Cast) -> dict[str, Any]:
    merge = acts.merge_firms(**merge_firms(cast))
    return {"merge": Merge.objects.get(pk=merge.pk), "by": cast.delegate}


def say_distinct(cast: Cast) -> dict[str, Any]:
    return {"one": make_firm(), "other": make_firm(), "by": cast.delegate}


def note_market(cast: Cast) -> dict[str, Any]:
    return {
        "firm": make_firm(),
        "country": Country.objects.get(pk="FRA"),
        **_MARKET,
        "evidence_on": date(2026, 1, 1),
        "by": cast.delegate,
    }


def remove_market(cast: Cast) -> dict[str, Any]:
    noted = note_market(cast)
    acts.note_market(**noted)
    return {key: noted[key] for key in ("firm", "country", "by")}


def declare_standing(cast: Cast) -> dict[str, Any]:
    return {
        "firm": make_firm(),
        "definition": Definition.objects.get(key="exporter_any"),
        "status": FirmStatus.EXISTING,
        "year": 2025,
        "by": cast.delegate,
    }


def save_contact(cast: Cast) -> dict[str, Any]:
    values = {
        "name": "N",
        "email": "n@example.org",
        "purpose": "replies",
        "consent": "given",
        "consent_on": date(2026, 1, 1),
    }
    return {"firm": make_firm(), "values": values, "by": cast.delegate}


def remove_contact(cast: Cast) -> dict[str, Any]:
    return {"contact": Contact.objects.create(firm=make_firm(), name="N"), "by": cast.delegate}


def follow_firm(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "by": cast.delegate}


def unfollow_firm(cast: Cast) -> dict[str, Any]:
    followed = follow_firm(cast)
    acts.follow_firm(**followed)
    return followed


def mark_followed_seen(cast: Cast) -> dict[str, Any]:
    acts.follow_firm(**follow_firm(cast))
    return {"by": cast.delegate}


def create_list(cast: Cast) -> dict[str, Any]:
    return {"name": "L", "by": cast.delegate}


def _list(cast: Cast) -> FirmList:
    return FirmList.objects.create(name="L", kind="picked", owner=cast.delegate)


def _listed(cast: Cast) -> ListedFirm:
    return ListedFirm.objects.create(list=_list(cast), firm=make_firm())


def change_list(cast: Cast) -> dict[str, Any]:
    return {"found": _list(cast), "name": "M", "region": region(), "by": cast.delegate}


def delete_list(cast: Cast) -> dict[str, Any]:
    return {"found": _listed(cast).list, "by": cast.delegate}


def add_firms(cast: Cast) -> dict[str, Any]:
    return {"to": _list(cast), "firms": [make_firm(), make_firm()], "by": cast.delegate}


def remove_firm(cast: Cast) -> dict[str, Any]:
    return {"listed": _listed(cast), "by": cast.delegate}


def note_listed_firm(cast: Cast) -> dict[str, Any]:
    return {"listed": _listed(cast), "note": "N", "by": cast.delegate}


def move_firm(cast: Cast) -> dict[str, Any]:
    return {
        "firm": make_firm(),
        "region": region("01"),
        "commune": None,
        "keeps_old_place": True,
        "by": cast.delegate,
    }


def add_site(cast: Cast) -> dict[str, Any]:
    given = {"territory": region("01"), "kind": SiteKind.PLANT}
    return {"firm": make_firm(), **given, "by": cast.delegate}


def close_site(cast: Cast) -> dict[str, Any]:
    return {"site": acts.add_site(**add_site(cast)), "by": cast.delegate}


def set_group(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "group": make_firm(), "by": cast.delegate}
