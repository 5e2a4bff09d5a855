"""The page of one region: its part, or why there is none to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.exporters.models import Firm
from nasij.exporters.queries import firms_serving
from nasij.potential import charts, queries, tables, words
from nasij.potential.pages.national import empty_page
from nasij.potential.pages.run import figures_of, run_facts
from nasij.potential.records import Regional, Untold
from nasij.reference.models import Territory
from nasij.ui.charts import Chart
from nasij.ui.parts import Fact, Figure, Table

LISTED = 15
FIRMS = 20


@dataclass(frozen=True, slots=True)
class RegionPage:
    region: Territory
    reading: str
    figures: Sequence[Figure]
    caution: str
    evidence_label: str
    evidence: str
    rest: str  # what belongs to no region
    no_cells: str  # why nothing below the total is shown; "" where it is
    sector_chart: Chart | None
    pairs: Table
    products: Table
    markets: Table
    firms: Sequence[Firm] | None  # None for who reads no firm of the region
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class UntoldPage:
    """A region of a split whose own part is not shown."""

    region: Territory
    reading: str
    caution: str
    evidence_label: str
    evidence: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class RegionEmptyPage:
    region: Territory
    why: str
    reading: str = ""


def region_page(region: Territory, user: Person) -> RegionPage | UntoldPage | RegionEmptyPage:
    found = queries.region_potential(region.code, limit=LISTED)
    if found is None:
        return RegionEmptyPage(
            region, _split_to_none() if queries.current_run() else empty_page().text
        )
    if isinstance(found, Untold):
        return _untold(found, user)
    return _told(found, user)


def _split_to_none() -> str:
    return _(
        "The national potential is computed, but nothing loaded says which region exports what."
    )


def _untold(found: Untold, user: Person) -> UntoldPage:
    return UntoldPage(
        region=found.region,
        reading=words.untold(found),
        caution=words.caution(found.run),
        evidence_label=words.evidence_label(found.run),
        evidence=words.evidence(found.run),
        facts=run_facts(found.run, user),
    )


def _told(found: Regional, user: Person) -> RegionPage:
    run, sectors = found.run, found.sectors
    sees_firms = may(user, Permission.FIRM_VIEW, region=found.region.code)
    note = words.evidence_label(run)  # beside each list, since lists are read and copied alone
    empty = "" if found.has_cells else words.cells_withheld()
    rank = Fact(_("Rank among regions"), words.rank(found))
    reading = words.read_parts(sectors, found.total.unrealised_usd)
    return RegionPage(
        region=found.region,
        reading=words.read_region(found),
        figures=figures_of(run, found.total, note),
        caution=words.caution(run),
        evidence_label=note,
        evidence=words.evidence(run),
        rest=words.read_rest(found),
        no_cells=empty,
        sector_chart=charts.sectors(run, sectors, reading),
        pairs=tables.pairs_table(found.pairs, _("Largest gaps: products and markets"), note, empty),
        products=tables.parts_table(
            _("Products"), _("Product"), found.products, codes=True, note=note, empty=empty
        ),
        markets=tables.parts_table(
            _("Markets"), _("Market"), found.markets, note=note, empty=empty
        ),
        firms=_firms(found) if sees_firms else None,
        facts=[rank, *run_facts(run, user)],
    )


def _firms(found: Regional) -> list[Firm]:
    """Firms of the region that could serve its largest gaps."""
    codes = sorted({pair.product for pair in found.pairs})
    return firms_serving(found.region.code, codes, FIRMS) if codes else []
