"""The pool of establishments beside the registry: a sentence, tables and a chart."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.potential.pool import Pool, Slice
from nasij.ui import formats
from nasij.ui.charts.bars import Bar, bars
from nasij.ui.charts.chart import Chart, Words
from nasij.ui.parts import Cell, Column, Table

SECTORS: dict[str, Promise] = {
    "industry": gettext_lazy("Industry"),
    "construction": gettext_lazy("Construction"),
    "commerce": gettext_lazy("Commerce"),
    "services": gettext_lazy("Services"),
}


def reading(pool: Pool, place: str) -> str:
    """Who is missing, in one sentence."""
    words = {
        "place": place,
        "establishments": _number(pool.large.establishments),
        "registered": _number(pool.large.registered),
        "share": formats.percent(pool.large.coverage, formats.language()),
        "exporting": _number(pool.large.exporting),
        "missing": _number(pool.large.not_registered),
    }
    return (
        _(
            "%(place)s. Establishments of ten jobs or more in the census: "
            "%(establishments)s; firms of that size in the registry: %(registered)s "
            "(%(share)s), of which exporters: %(exporting)s. Establishments not in it "
            "yet: some %(missing)s."
        )
        % words
    )


def _number(value: int | None) -> str:
    return formats.number(value, formats.language())


def source_of(pool: Pool) -> str:
    if pool.source is None:
        return pool.year
    return formats.dated(pool.source.said_by, pool.year, formats.language())


def size_label(key: str) -> str:
    if key.endswith("+"):
        return _("%(jobs)s jobs or more") % {"jobs": key[:-1]}
    return _("1 job") if key == "1" else _("%(jobs)s jobs") % {"jobs": key.replace("-", "–")}


def sizes_table(pool: Pool) -> Table:
    unsized = _("Size not noted, or no employees")
    return Table(
        caption=_("Establishments and firms by size"),
        columns=_pool_columns(_("Size")),
        rows=[
            *([size_label(part.key), *_pool_cells(part)] for part in pool.sizes),
            [unsized, None, pool.unsized.registered, pool.unsized.exporting, None],
        ],
        foot=[_("Total"), *_pool_cells(pool.whole)],
    )


def sectors_table(pool: Pool) -> Table:
    whole = pool.whole.establishments or 1
    return Table(
        caption=_("Establishments by sector"),
        columns=[Column(_("Sector")), Column(_("Establishments"), "number"),
                 Column(_("Share"), "number")],
        rows=[
            [
                SECTORS.get(part.key, part.key),
                part.establishments,
                formats.percent(part.establishments / whole, formats.language()),
            ]
            for part in pool.sectors
        ],
        note=_(
            "The registry knows firms by what they make, the census by sector: how many of a "
            "sector are registered is not computable. The census publishes sectors and sizes "
            "apart, not crossed."
        ),
    )  # fmt: skip


def regions_table(pool: Pool) -> Table:
    address = reverse("potential:starters")
    return Table(
        caption=_("Establishments of ten jobs or more, by region"),
        columns=_pool_columns(_("Region")),
        rows=[
            [Cell(region.name, f"{address}?region={region.code}"), *_pool_cells(large)]
            for region, _whole, large in pool.by_region
        ],
        foot=[_("Total"), *_pool_cells(pool.large)],
    )


def _pool_columns(first: str) -> list[Column]:
    return [
        Column(first),
        Column(_("Establishments"), "number", hint=_("of the census")),
        Column(_("Registered firms"), "number"),
        Column(_("of which exporting"), "number"),
        Column(_("Coverage"), "number", hint=_("registered firms over establishments")),
    ]


def _pool_cells(part: Slice) -> list[object]:
    coverage = (
        formats.percent(part.coverage, formats.language(), 2) if part.coverage is not None else None
    )
    return [part.establishments, part.registered, part.exporting, coverage]


def coverage_chart(pool: Pool) -> Chart:
    """By region where there are several, else by size."""
    if len(pool.by_region) > 1:
        title, heading = _("Coverage of establishments of ten jobs or more"), _("Region")
        items = [Bar(region.name, _percent(large)) for region, _all, large in pool.by_region]
    else:
        title, heading = _("Coverage by size"), _("Size")
        items = [Bar(size_label(part.key), _percent(part)) for part in pool.sizes]
    words = Words(title, _extremes(items), source_of(pool))
    return bars(
        items,
        words,
        unit="%",
        heading=heading,
        decimals=2,
        sort=len(pool.by_region) > 1,
        language=formats.language(),
    )


def _extremes(items: list[Bar]) -> str:
    known = sorted(
        (item for item in items if item.value is not None), key=lambda item: item.value or 0
    )
    if not known:
        return _("No coverage is computable.")
    return _("Most covered: %(most)s (%(most_share)s); least: %(least)s (%(least_share)s).") % {
        "most": known[-1].label,
        "most_share": formats.percent((known[-1].value or 0) / 100, formats.language(), 2),
        "least": known[0].label,
        "least_share": formats.percent((known[0].value or 0) / 100, formats.language(), 2),
    }


def _percent(part: Slice) -> float | None:
    return None if part.coverage is None else 100 * part.coverage
