"""The page of potential exporters: the pool, who is missing, and who could start."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.potential.candidates import (
    StarterFilter,
    likely_starters,
)
from nasij.potential.downloads import Extract
from nasij.potential.pool import pool_of, wanted_goods
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


def starters_page(
    regions: list[Territory], asked: StarterFilter, number: str | None
) -> dict[str, Any]:
    """Figures of the region asked for, or of all the person may see; one page of firms."""
    shown = [place for place in regions if asked.region in ("", place.code)]
    goods = wanted_goods(place.code for place in shown)
    found = likely_starters({place.code for place in shown}, asked, goods)
    page = page_of(found, number)
    place = shown[0].name if len(shown) == 1 else _("All regions")
    return {
        "place": place,
        "page": page,
        "starters": starters_table(page, with_region=len(shown) > 1, goods=goods),
        "crumbs": [
            (_("Exporters"), reverse("exporters:list")),
            _("Potential exporters"),
        ],
        **_pool_context({place.code for place in shown}, place),
    }


def _pool_context(codes: set[str], place: str) -> dict[str, Any]:
    pool = pool_of(codes)
    if pool is None:
        return {"pool": None, "reading": ""}
    sentence = reading(pool, place)
    return {
        "pool": pool,
        "reading": sentence,
        "source": source_of(pool),
        "chart": coverage_chart(pool),
        "regions": regions_table(pool) if len(codes) > 1 else None,
        "sizes": sizes_table(pool),
        "sectors": sectors_table(pool),
    }


def starters_to_take_away(regions: list[Territory], asked: StarterFilter) -> Extract:
    shown = {place.code for place in regions if asked.region in ("", place.code)}
    goods = wanted_goods(shown)
    return starters_extract(likely_starters(shown, asked, goods), goods)
