"""Who could start: registered firms that do not export yet, those nearest to it first.

Young firms come first: most exporters begin right after they are founded, and old firms are
unlikely to switch even when incentives change (Fafchamps, El Hamine and Zeufack, World Bank
WPS 2827, on Moroccan firms). The limits of five and ten years are ours, and so are the points: an
order for a list of visits, not a probability.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from nasij.exporters.enums import FirmStatus, MarketStanding
from nasij.exporters.models import Firm, MarketEvidence
from nasij.exporters.queries.firms import firms, in_regions
from nasij.exporters.reach import Regions

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


@dataclass(frozen=True, slots=True)
class Starter:
    firm: Firm
    points: int
    grounds: tuple[Ground, ...]


def likely_starters(
    allowed: Regions, wanted_products: Iterable[str] = (), limit: int = 50
) -> list[Starter]:
    """Firms that could start, with their points and why; `wanted_products` are those of a region's
    potential, as a room above computes them."""
    conditions = _conditions(wanted_products)
    found = _not_exporting(allowed)
    total: Combinable = Value(0)
    for ground, condition in conditions.items():
        found = found.annotate(**{f"has_{ground}": _flag(condition)})
        total = total + Case(
            When(**{f"has_{ground}": 1}, then=Value(POINTS[ground])), default=Value(0)
        )
    ranked = found.annotate(points=total).filter(points__gt=0).order_by("-points", "name", "id")
    return [_starter(firm) for firm in ranked[:limit]]


def _not_exporting(allowed: Regions) -> QuerySet[Firm]:
    waiting = (FirmStatus.POTENTIAL, FirmStatus.UNKNOWN)
    return (
        in_regions(firms(), allowed).filter(status__in=waiting).select_related("region", "commune")
    )


def _flag(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _conditions(wanted_products: Iterable[str]) -> dict[Ground, Q | Exists]:
    today = date.today()
    links = Firm.products.through.objects.filter(firm=OuterRef("pk"))
    wanted = Q(pk__in=[])
    for code in wanted_products:
        wanted |= Q(product__code__startswith=code)
    says_so = MarketEvidence.objects.filter(
        firm=OuterRef("pk"), standing=MarketStanding.INTERESTED, is_removed=False
    )
    young, still_young = _years_before(today, _YOUNG), _years_before(today, _STILL_YOUNG)
    return {
        Ground.INTERESTED: Exists(says_so),
        Ground.YOUNG: Q(founded_on__gte=young),
        Ground.STILL_YOUNG: Q(founded_on__lt=young, founded_on__gte=still_young),
        Ground.WANTED_PRODUCT: Exists(links.filter(wanted)),
        Ground.PRODUCT: Exists(links),
        Ground.SIZE: Q(employees__gte=_ABLE_SIZE),
        Ground.REACHABLE: ~Q(email="") | ~Q(phone=""),
    }


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, 1, 1)  # often only the year is known


def _starter(firm: Firm) -> Starter:
    grounds = tuple(ground for ground in Ground if getattr(firm, f"has_{ground}"))
    return Starter(firm, sum(POINTS[ground] for ground in grounds), grounds)
