"""Published counts as stock and flow. Nothing is joined across definitions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import F

from nasij.reference.enums import Family, Role
from nasij.reference.models import Definition, Figure, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import country
from nasij.targets import analysis
from nasij.targets.models import Target


@dataclass(frozen=True, slots=True)
class Count:
    """One definition with its published national counts, oldest first."""

    definition: Definition
    figures: list[Figure]

    @property
    def latest(self) -> Figure:
        return self.figures[-1]

    @property
    def latest_values(self) -> list[float]:
        """One value, or the ends of a published range."""
        return [float(figure.value) for figure in self.figures if figure.year == self.latest.year]

    @property
    def dated(self) -> list[Figure]:
        """The figures a series can be made of: one a year, no range, no reading."""
        return [
            figure for figure in self.figures if figure.year is not None and not figure.breakdown
        ]

    @property
    def is_series(self) -> bool:
        """Whether growth may be printed: the same definition in at least two years, and said."""
        return self.definition.params.get("specified", True) and len(self.dated) >= 2

    @property
    def growth(self) -> float | None:
        if not self.is_series:
            return None
        first, last = self.dated[0], self.dated[-1]
        return analysis.yearly_growth(float(first.value), float(last.value), years_between(self))


def years_between(count: Count) -> int:
    first, last = count.dated[0].year, count.dated[-1].year
    assert first is not None
    assert last is not None
    return last - first


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """Two counts that follow each other in time and do not count the same thing."""

    before: Figure
    after: Figure
    before_values: list[float]  # two when a range is published
    after_values: list[float]


@dataclass(frozen=True, slots=True)
class RegionFlow:
    region: Territory
    figure: Figure
    entries: float
    per_year: float
    share: float  # of national entries


@dataclass(frozen=True, slots=True)
class StockAndFlow:
    """Two published stocks, published entries, and what follows from them by arithmetic."""

    definition: Definition
    first: Figure
    last: Figure
    entries: float
    regions: list[RegionFlow]
    flows: analysis.PublishedFlows
    figures: list[Figure] = field(default_factory=list)

    @property
    def net(self) -> float:
        return float(self.last.value - self.first.value)

    @property
    def exits(self) -> float:
        return self.entries - self.net

    @property
    def cancelled(self) -> float:
        """Share of the entries that exits took away."""
        return self.exits / self.entries


def headline() -> Target | None:
    """The target the council measures itself by."""
    found = Target.objects.filter(is_headline=True).select_related("definition", "source")
    return found.order_by("key").first()


def other_targets() -> list[Target]:
    found = Target.objects.filter(is_headline=False).select_related("definition", "source")
    return list(found.order_by("year", "key"))


def yearly_entries_target() -> Target | None:
    """The gross entries a year the state aims at, to stand beside what the stock needs."""
    found = Target.objects.filter(kind="flow", definition__unit="firms_per_year")
    return found.select_related("definition", "source").order_by("key").first()


def counts() -> list[Count]:
    """National counts under each definition, those with a known rule first."""
    found = (
        Figure.objects.filter(
            definition__family=Family.EXPORTERS, territory=country(), unit="firms"
        )
        .exclude(definition_id__in=current_pack().published.not_exporters)
        .exclude(breakdown__contains="group=")
        .select_related("definition", "source", "territory")
        .prefetch_related("cautions")
        .order_by(F("year").asc(nulls_first=True), "breakdown", "id")
    )
    by_definition: dict[str, list[Figure]] = {}
    for figure in found:
        by_definition.setdefault(figure.definition_id, []).append(figure)
    every = [Count(figures[0].definition, figures) for figures in by_definition.values()]
    return sorted(every, key=lambda count: (not count.is_series, -float(count.latest.value)))


def breaks(known: list[Count]) -> list[DefinitionBreak]:
    """Where the number that is quoted changes its meaning: growth is never printed across."""
    dated = [count for count in known if count.latest.year is not None]
    in_time = sorted(dated, key=lambda count: (count.latest.year or 0, count.definition.pk))
    return [
        DefinitionBreak(before.latest, after.latest, before.latest_values, after.latest_values)
        for before, after in pairwise(in_time)
    ]


def stock_and_flow(known: list[Count] | None = None) -> StockAndFlow | None:
    """Stock and flow of active exporters; None where the figures are not all there."""
    key = current_pack().published.stock
    stock = next((count for count in known or counts() if count.definition.pk == key), None)
    regions = entries_by_region()
    if stock is None or not stock.is_series or not regions:
        return None
    first, last = stock.dated[0], stock.dated[-1]
    entries = sum(float(figure.value) for figure in regions)
    years = years_between(stock)
    flows = analysis.derive_flows(float(first.value), float(last.value), entries, years)
    rows = [_region_flow(figure, entries, years) for figure in regions]
    return StockAndFlow(stock.definition, first, last, entries, rows, flows, regions)


def entries_by_region() -> list[Figure]:
    """Who came in, in each region, over the published period; the most first."""
    found = Figure.objects.filter(
        definition_id=current_pack().published.entries, territory__role=Role.REGION, breakdown=""
    ).select_related("definition", "source", "territory")
    return list(found.prefetch_related("cautions").order_by("-value", "territory__code", "id"))


def _region_flow(figure: Figure, total: float, years: int) -> RegionFlow:
    assert figure.territory is not None
    value = float(figure.value)
    return RegionFlow(figure.territory, figure, value, value / years, value / total)


def entry_rates() -> list[Figure]:
    """Published yearly entry rates, those with two readings left out."""
    found = Figure.objects.filter(
        definition_id=current_pack().published.entry_rate, territory=country(), breakdown=""
    )
    return list(found.select_related("definition", "source").order_by("year", "id"))


def tiers() -> list[Figure]:
    """How the exporters divide by size, and what part of value they make."""
    published = current_pack().published
    keys = (*published.tier_shares, *published.tier_shares_of_stock)
    found = (
        Figure.objects.filter(definition_id__in=keys, territory=country(), year__isnull=False)
        .select_related("definition", "source", "territory")
        .prefetch_related("cautions")
        .order_by("-year", "definition_id", "id")
    )
    of_stock = set(published.tier_shares_of_stock)
    return [figure for figure in found if _is_tier(figure, of_stock)]


def tier_names() -> dict[str, str]:
    """Size tiers are definitions of the register: their names are the pack's."""
    found = Definition.objects.filter(family=Family.TIER).order_by("key")
    return {definition.pk: definition.name for definition in found}


def _is_tier(figure: Figure, of_stock: Collection[str]) -> bool:
    if figure.definition_id in of_stock:
        return figure.status != "derived" or figure.year_end is None
    return "size=" in figure.breakdown or "percent_of_firms" in figure.breakdown
