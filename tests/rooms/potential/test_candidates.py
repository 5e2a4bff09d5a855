"""Which firms could start, in what order, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from nasij.exporters.acts import create_firm, note_market
from nasij.exporters.enums import EvidenceSource, MarketStanding
from nasij.exporters.models import Firm
from nasij.potential import candidates
from nasij.reference.models import Country
from tests.factories import region
from tests.rooms.intake.files import make_ice

pytestmark = pytest.mark.django_db


def firm(name: str, code: str = "09", **values: Any) -> Firm:
    return create_firm(values={"name": name, "region": region(code), **values}, by=None)


def test_young_firms_that_make_something_are_the_first_who_could_start() -> None:
    this_year = timezone.localdate().year
    old = firm("old", status="potential", founded_on=date(1980, 1, 1), products=["151590"])
    young = firm("young", founded_on=date(this_year - 2, 1, 1), products=["0804"])
    willing = firm("willing", status="potential", founded_on=date(this_year - 8, 1, 1))
    note_market(
        firm=willing, country=Country.objects.get(pk="FRA"), standing=MarketStanding.INTERESTED,
        source=EvidenceSource.DECLARED, evidence_on=date(2026, 1, 1), by=None,
    )  # fmt: skip
    firm("exporting", status="existing", founded_on=date(this_year, 1, 1))
    firm("elsewhere", "01", founded_on=date(this_year, 1, 1))
    firm("nothing known")
    found = starters({"09"})
    assert [one.firm.name for one in found] == ["willing", "young", "old"]
    assert [one.points for one in found] == [5, 4, 1]
    assert set(found[0].grounds) == {"interested", "still_young"}
    goods = {"09": {"151590"}, "01": {"080410"}}
    assert {one.firm: one.points for one in starters({"09"}, None, goods)} == {
        willing: 5, young: 4, old: 4,
    }  # fmt: skip


def starters(*asked: Any) -> list[candidates.Starter]:
    return [candidates.explained(one) for one in candidates.likely_starters(*asked)]


def test_a_heading_counts_as_the_product_of_the_potential_in_its_region_only() -> None:
    firm("heading", products=["1515"])
    firm("elsewhere", "01", products=["1515"])
    found = starters(None, None, {"09": {"151590"}})
    assert [(one.firm.name, one.points) for one in found] == [("heading", 4), ("elsewhere", 1)]


def test_readiness_tells_what_the_record_does_not_show() -> None:
    bare = firm("bare", phone="0528000000", identifier="12345")
    full = firm(
        "full", identifier=make_ice(5), export_code="E 12", products=["151590"],
        email="a@example.org", legal_form="cooperative", employees=3,
    )  # fmt: skip
    found = {one.firm: one for one in starters({"09"})}
    assert (found[bare].ready, set(found[bare].missing)) == (
        1, {"identifier", "export_code", "product", "legal_form", "size", "interested"},
    )  # fmt: skip
    assert (found[full].ready, found[full].missing) == (6, ("interested",))


def test_starters_are_asked_by_region_sector_product_and_age() -> None:
    this_year = timezone.localdate().year
    firm("oil", products=["151590"], founded_on=date(this_year - 7, 1, 1))
    firm("dates", "08", products=["080410"], founded_on=date(this_year - 30, 1, 1))
    firm("ageless", products=["570110"], status="potential")

    def names(**asked: str) -> set[str]:
        return {one.firm.name for one in starters(None, candidates.StarterFilter(**asked))}

    assert names() == {"oil", "dates", "ageless"}
    assert names(region="08") == {"dates"}
    assert names(product="huile d'argan") == {"oil"}
    assert names(age="still_young") == {"oil"}
    assert names(age="old") == {"dates"}
    assert names(age="unknown") == {"ageless"}
    assert names(age="young") == set()
    assert names(sector="agrofood") == {"oil", "dates"}


def test_firms_are_counted_by_size() -> None:
    firm("two", employees=2, status="existing")
    firm("two again", employees=2, status="existing")
    firm("unknown")
    firm("elsewhere", "01", employees=2)
    counted = {
        (one.region, one.employees, one.status): one.firms
        for one in candidates.firms_by_size({"09"})
    }
    assert counted == {("09", 2, "existing"): 2, ("09", None, "unknown"): 1}
