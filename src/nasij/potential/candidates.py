"""Who could start: registered firms that do not export yet, those nearest to it first.

Young firms come first: most exporters begin right after they are founded, and old firms are
unlikely to switch even when incentives change (Fafchamps, El Hamine and Zeufack, World Bank
WPS 2827, on the firms of one country). The limits of five and ten years are ours, and so are the
points: an order for a list of visits, not a probability. Readiness is told beside the points and is
no part of them: what the record does not show may only not have been asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nasij.exporters.enums import FirmStatus, LegalForm, MarketStanding
from nasij.exporters.models import Firm, MarketEvidence
from nasij.exporters.queries import (
    FirmFilter,
    Regions,
    counted_firms,
    firms_matching,
    in_regions,
)
from nasij.exporters.queries.weighing import weighed
from nasij.potential.enums import Age

_ABLE_SIZE = 10  # people: below it an export service of one's own is rare
_YOUNG, _STILL_YOUNG = 5, 10  # years


class Ground(StrEnum):
    """Why a firm stands where it stands."""

    INTERESTED = "interested"
    YOUNG = "young"
    STILL_YOUNG = "still_young"
    WANTED_PRODUCT = "wanted_product"
    PRODUCT = "product"
    SIZE = "size"
    REACHABLE = "reachable"


POINTS: dict[Ground, int] = {
    Ground.INTERESTED: 3,
    Ground.YOUNG: 3,
    Ground.WANTED_PRODUCT: 3,
    Ground.STILL_YOUNG: 2,
    Ground.PRODUCT: 1,
    Ground.SIZE: 1,
    Ground.REACHABLE: 1,
}


class Sign(StrEnum):
    """What the record shows of a firm that is ready to be accompanied."""

    IDENTIFIER = "identifier"
    EXPORT_CODE = "export_code"
    PRODUCT = "product"
    REACHABLE = "reachable"
    LEGAL_FORM = "legal_form"
    SIZE = "size"
    INTERESTED = "interested"


@dataclass(frozen=True, slots=True)
class Starter:
    firm: Firm
    points: int
    grounds: tuple[Ground, ...]
    missing: tuple[Sign, ...]

    @property
    def ready(self) -> int:
        """Signs of readiness that the record shows, of `len(Sign)`."""
        return len(Sign) - len(self.missing)


@dataclass(frozen=True, slots=True)
class StarterFilter:
    """What a list of starters is asked for. An empty field asks for nothing."""

    region: str = ""
    sector: str = ""
    product: str = ""  # code, or words in any language
    age: str = ""


def likely_starters(
    allowed: Regions,
    asked: StarterFilter | None = None,
    wanted_goods: Mapping[str, Collection[str]] | None = None,
) -> QuerySet[Firm]:
    """Firms that could start, best first, as `explained` reads them. `wanted_goods` are the
    products of each region's potential by its code, as the `pool` says them."""
    asked = asked or StarterFilter()
    found = firms_matching(
        FirmFilter("", asked.region, "", "", asked.sector, asked.product), allowed
    )
    found = found.filter(status__in=(FirmStatus.POTENTIAL, FirmStatus.UNKNOWN))
    if asked.age:
        found = found.filter(_of_age(Age(asked.age)))
    weighed_firms = weighed(found, _conditions(wanted_goods or {}), POINTS)
    return weighed_firms.filter(points__gt=0).order_by("-points", "name", "id")


def _of_age(age: Age) -> Q:
    young, still_young = _years_before(_YOUNG), _years_before(_STILL_YOUNG)
    return {
        Age.YOUNG: Q(founded_on__gte=young),
        Age.STILL_YOUNG: Q(founded_on__lt=young, founded_on__gte=still_young),
        Age.OLD: Q(founded_on__lt=still_young),
        Age.UNKNOWN: Q(founded_on__isnull=True),
    }[age]


def _conditions(wanted_goods: Mapping[str, Collection[str]]) -> dict[Ground, Q | Exists]:
    links = Firm.products.through.objects.filter(firm=OuterRef("pk"))
    says_so = MarketEvidence.objects.filter(
        firm=OuterRef("pk"), standing=MarketStanding.INTERESTED, is_removed=False
    )
    return {
        Ground.INTERESTED: Exists(says_so),
        Ground.YOUNG: _of_age(Age.YOUNG),
        Ground.STILL_YOUNG: _of_age(Age.STILL_YOUNG),
        Ground.WANTED_PRODUCT: Exists(links.filter(_wanted(wanted_goods))),
        Ground.PRODUCT: Exists(links),
        Ground.SIZE: Q(employees__gte=_ABLE_SIZE),
        Ground.REACHABLE: ~Q(email="") | ~Q(phone=""),
    }


def _wanted(goods: Mapping[str, Collection[str]]) -> Q:
    """A link to a product its firm's region could sell more of, or to the heading of one."""
    condition = Q(pk__in=[])
    for region, codes in goods.items():
        named = sorted({*codes, *(code[:4] for code in codes)})
        condition |= Q(firm__region__code=region, product_id__in=named)
    return condition


def _years_before(years: int) -> date:
    return date(timezone.localdate().year - years, 1, 1)  # often only the year is known


def explained(firm: Firm) -> Starter:
    """One firm of `likely_starters` with its grounds, and what its record does not show."""
    marks: Any = firm  # annotated by the query
    grounds = tuple(ground for ground in Ground if getattr(marks, f"has_{ground}"))
    shown = {
        Sign.IDENTIFIER: bool(firm.identifier) and not firm.identifier_doubtful,
        Sign.EXPORT_CODE: bool(firm.export_code),
        Sign.PRODUCT: Ground.PRODUCT in grounds,
        Sign.REACHABLE: Ground.REACHABLE in grounds,
        Sign.LEGAL_FORM: firm.legal_form != LegalForm.UNKNOWN,
        Sign.SIZE: firm.employees is not None,
        Sign.INTERESTED: Ground.INTERESTED in grounds,
    }
    return Starter(firm, marks.points, grounds, tuple(sign for sign in Sign if not shown[sign]))


@dataclass(frozen=True, slots=True)
class SizeCount:
    """Registered firms of a region with so many employees (None: not known) and a status."""

    region: str
    employees: int | None
    status: str
    firms: int


def firms_by_size(allowed: Regions) -> list[SizeCount]:
    rows = in_regions(counted_firms(), allowed).values_list("region__code", "employees", "status")
    counted = rows.annotate(number=Count("id")).order_by("region__code", "employees", "status")
    return [SizeCount(*row) for row in counted]
