"""The page of the whole country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from nasij.accounts.permissions import Person
from nasij.datasets.queries import current_snapshots
from nasij.potential import charts, queries, tables, words
from nasij.potential.models import PotentialRun
from nasij.potential.pages.run import figures_of, run_facts
from nasij.potential.records import Pair
from nasij.potential.results import PairsAsked, Sums
from nasij.reference.words import official_exports
from nasij.ui.asked import page_of
from nasij.ui.charts import Chart
from nasij.ui.parts import Fact, Figure, Table

MARKETS = 15


@dataclass(frozen=True, slots=True)
class EmptyPage:
    title: str
    text: str
    has_trade: bool  # from which it can be computed


def empty_page() -> EmptyPage:
    """Why nothing is shown."""
    has_trade = "trade" in current_snapshots()
    if queries.is_damaged():
        title = _("The computed tables are damaged")
        text = _(
            "They are no longer as they were written, so nothing is shown from them: the "
            "secretariat computes the potential again, or puts the last backup back."
        )
    elif has_trade:
        title = _("Not computed yet")
        text = _("Trade flows are loaded; the potential has not been computed from them.")
    else:
        title = _("No trade flows are loaded")
        text = _(
            "The potential is not computable without world trade flows: nothing is shown in their "
            "place."
        )
    return EmptyPage(title, text, has_trade)


@dataclass(frozen=True, slots=True)
class NationalPage:
    figures: Sequence[Figure]
    caution: str
    is_stale: bool
    listed: Page[Pair]
    sums: Sums
    pairs: Table
    pairs_reading: str  # "" beyond the first page
    sector_chart: Chart | None
    market_chart: Chart | None
    regions: Table | None
    evidence: str
    choices: Table | None
    others: Table | None
    facts: Sequence[Fact]
    notes: Sequence[str]


def national_page(
    run: PotentialRun, asked: PairsAsked, user: Person, number: str | None
) -> NationalPage:
    pairs = _Pairs(run, asked)
    listed = page_of(pairs, number)
    shown = list(listed.object_list)
    sectors, markets = queries.sectors_of(run), queries.largest_markets(run, MARKETS)
    whole = run.found.unrealised_usd
    return NationalPage(
        figures=_headline(run),
        caution=words.caution(run),
        is_stale=queries.is_stale(run),
        listed=listed,
        sums=pairs.sums,
        pairs=tables.pairs_table(shown),
        pairs_reading=words.read_pairs(shown) if listed.number == 1 else "",
        sector_chart=charts.sectors(run, sectors, words.read_parts(sectors, whole)),
        market_chart=charts.markets(run, markets, words.read_parts(markets, whole)),
        regions=tables.regions_table(run),
        evidence=words.evidence(run),
        choices=tables.choices_table(run),
        others=tables.others_table(queries.what_others_found()),
        facts=run_facts(run, user),
        notes=words.remarks(run, user),
    )


class _Pairs(Sequence[Pair]):
    """The pairs of a question as a list that reads one page at a time."""

    def __init__(self, run: PotentialRun, asked: PairsAsked) -> None:
        self.run, self.asked = run, asked
        self.sums = queries.sums_of(run, asked)

    def __len__(self) -> int:
        return self.sums.count

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop = place.start or 0, place.stop or 0
        return queries.pairs_on_page(self.run, self.asked, offset=start, limit=stop - start)


def _headline(run: PotentialRun) -> list[Figure]:
    potential, actual, unrealised = figures_of(run, queries.national_total(run))
    at = _("A year, at the horizon %(year)s") % {"year": run.asked.horizon}
    span = words.range_sentence(*queries.range_of(run))
    cards = [replace(potential, note=at), actual, replace(unrealised, interval=span)]
    return [*cards, *official_exports(run.asked.years[-1])]
