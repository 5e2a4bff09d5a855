"""The page of potential exporters: the pool, who is missing, and who could start."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _

from nasij.exporters.models import Firm
from nasij.potential.candidates import (
    StarterFilter,
    likely_starters,
)
from nasij.potential.downloads import Extract
from nasij.potential.pool import Pool, pool_of, wanted_goods
from nasij.potential.starters.firms import starters_extract, starters_table
from nasij.potential.starters.pool_shown import (
    coverage_chart,
    reading,
    regions_table,
    sectors_table,
    sizes_table,
    source_of,
)
from nasij.reference.models import Territory
from nasij.ui.asked import page_of
from nasij.ui.charts import Chart
from nasij.ui.parts import Table


@dataclass(frozen=True, slots=True)
class PoolPart:
    """The establishments of the census beside the registry."""

    source: str
    chart: Chart
    regions: Table | None  # where there are several
    sizes: Table
    sectors: Table


@dataclass(frozen=True, slots=True)
class StartersPage:
    place: str
    reading: str  # who is missing; "" without a census
    pool: PoolPart | None
    listed: Page[Firm]
    starters: Table


def starters_page(
    regions: list[Territory], asked: StarterFilter, number: str | None
) -> StartersPage:
    """Figures of the region asked for, or of all the person may see; one page of firms."""
    shown = [place for place in regions if asked.region in ("", place.code)]
    codes = {place.code for place in shown}
    goods = wanted_goods(codes)
    listed = page_of(likely_starters(codes, asked, goods), number)
    place = shown[0].name if len(shown) == 1 else _("All regions")
    pool = pool_of(codes)
    return StartersPage(
        place=place,
        reading=reading(pool, place) if pool else "",
        pool=_pool_part(pool, with_regions=len(codes) > 1) if pool else None,
        listed=listed,
        starters=starters_table(listed, with_region=len(shown) > 1, goods=goods),
    )


def _pool_part(pool: Pool, *, with_regions: bool) -> PoolPart:
    return PoolPart(
        source=source_of(pool),
        chart=coverage_chart(pool),
        regions=regions_table(pool) if with_regions else None,
        sizes=sizes_table(pool),
        sectors=sectors_table(pool),
    )


def starters_to_take_away(regions: list[Territory], asked: StarterFilter) -> Extract:
    shown = {place.code for place in regions if asked.region in ("", place.code)}
    goods = wanted_goods(shown)
    return starters_extract(likely_starters(shown, asked, goods), goods)
