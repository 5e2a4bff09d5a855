"""The page of potential exporters: the pool, who is missing, and who could start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.queries import (
    POINTS,
    Ground,
    Sign,
    Starter,
    StarterFilter,
    explained,
    likely_starters,
)
from nasij.potential.downloads import Sheet
from nasij.potential.enums import RegionalEvidence
from nasij.potential.pool import Pool, Slice, pool_of, wanted_goods
from nasij.potential.queries import current_run
from nasij.reference.identifiers import name_of
from nasij.reference.models import Territory
from nasij.reference.names import PLACE_NAME
from nasij.ui import formats
from nasij.ui.charts.bars import Bar, bars
from nasij.ui.charts.chart import Chart, Words
from nasij.ui.parts import Cell, Column, Table
from nasij.ui.spreadsheets import harmless

PER_PAGE = 25
GROUNDS: dict[Ground, Promise] = {
    Ground.INTERESTED: gettext_lazy("says it would like to"),
    Ground.YOUNG: gettext_lazy("five years old at most"),
    Ground.STILL_YOUNG: gettext_lazy("ten years old at most"),
    Ground.WANTED_PRODUCT: gettext_lazy("makes a product of the region’s potential"),
    Ground.PRODUCT: gettext_lazy("its products are known"),
    Ground.SIZE: gettext_lazy("ten people or more"),
    Ground.REACHABLE: gettext_lazy("can be reached"),
}
SIGNS: dict[Sign, Promise] = {
    Sign.IDENTIFIER: gettext_lazy("valid identifier"),
    Sign.EXPORT_CODE: gettext_lazy("export code"),
    Sign.PRODUCT: gettext_lazy("products"),
    Sign.REACHABLE: gettext_lazy("e-mail or phone"),
    Sign.LEGAL_FORM: gettext_lazy("legal form"),
    Sign.SIZE: gettext_lazy("number of employees"),
    Sign.INTERESTED: gettext_lazy("declared interest"),
}
SECTORS: dict[str, Promise] = {
    "industry": gettext_lazy("Industry"),
    "construction": gettext_lazy("Construction"),
    "commerce": gettext_lazy("Commerce"),
    "services": gettext_lazy("Services"),
}


# --- The pool -------------------------------------------------------------------------------------
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
            "%(place)s: the census counts %(establishments)s establishments of ten jobs or more; "
            "the registry knows %(registered)s firms of that size (%(share)s), of which "
            "%(exporting)s export. Some %(missing)s establishments are not in it yet."
        )
        % words
    )


def _number(value: int | None) -> str:
    return formats.number(value, formats.language())


def source_of(pool: Pool) -> str:
    if pool.source is None:
        return pool.year
    name = pool.source.publisher or pool.source.title
    return formats.dated(name, pool.year, formats.language())


def size_label(key: str) -> str:
    if key.endswith("+"):
        return _("%(jobs)s jobs or more") % {"jobs": key[:-1]}
    return _("1 job") if key == "1" else _("%(jobs)s jobs") % {"jobs": key.replace("-", "–")}


def sizes_table(pool: Pool) -> Table:
    unknown = _("Size not noted in the registry")
    return Table(
        caption=_("Establishments and firms by size"),
        columns=_pool_columns(_("Size")),
        rows=[
            *([size_label(one.key), *_pool_cells(one)] for one in pool.sizes),
            [unknown, None, pool.size_unknown, None, None],
        ],
        foot=[_("Total"), *_pool_cells(pool.whole)],
    )


def sectors_table(pool: Pool) -> Table:
    return Table(
        caption=_("Establishments by sector"),
        columns=[Column(_("Sector")), Column(_("Establishments"), "number"),
                 Column(_("Share"), "number")],
        rows=[
            [
                SECTORS.get(one.key, one.key),
                one.establishments,
                formats.percent(
                    (one.establishments or 0) / (pool.whole.establishments or 1), formats.language()
                ),
            ]
            for one in pool.sectors
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


def _pool_cells(one: Slice) -> list[object]:
    coverage = (
        formats.percent(one.coverage, formats.language(), 2) if one.coverage is not None else None
    )
    return [one.establishments, one.registered, one.exporting, coverage]


def coverage_chart(pool: Pool) -> Chart:
    """By region where there are several, else by size."""
    if len(pool.by_region) > 1:
        title, heading = _("Coverage of establishments of ten jobs or more"), _("Region")
        items = [Bar(region.name, _percent(large)) for region, _all, large in pool.by_region]
    else:
        title, heading = _("Coverage by size"), _("Size")
        items = [Bar(size_label(one.key), _percent(one)) for one in pool.sizes]
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
    known = sorted((one for one in items if one.value is not None), key=lambda one: one.value or 0)
    if not known:
        return _("No coverage is computable.")
    return _("Most covered: %(most)s (%(most_share)s); least: %(least)s (%(least_share)s).") % {
        "most": known[-1].label,
        "most_share": formats.percent((known[-1].value or 0) / 100, formats.language(), 2),
        "least": known[0].label,
        "least_share": formats.percent((known[0].value or 0) / 100, formats.language(), 2),
    }


def _percent(one: Slice) -> float | None:
    return None if one.coverage is None else 100 * one.coverage


# --- Who could start ------------------------------------------------------------------------------
def starters_table(page: Page[Any], *, with_region: bool, goods: Mapping[str, Any]) -> Table:
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms that could start"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            *region,
            Column(_("Activity")),
            Column(_("Points"), kind="number"),
            Column(_("Why")),
            Column(_("Readiness")),
        ],
        rows=[_starter_row(explained(firm), with_region=with_region) for firm in page.object_list],
        note=points_note(goods),
    )


def _starter_row(one: Starter, *, with_region: bool) -> list[object]:
    return [
        Cell(one.firm.shown_name, reverse("exporters:detail", args=[one.firm.pk])),
        *([one.firm.region.name] if with_region else []),
        one.firm.activity or None,
        one.points,
        why(one),
        Cell(readiness(one), hint=missing(one)),
    ]


def why(one: Starter) -> str:
    """Each ground with its points: “five years old at most (3) and can be reached (1)”."""
    grounds = [f"{GROUNDS[ground]} ({POINTS[ground]})" for ground in one.grounds]
    return formats.listing(grounds, formats.language())


def readiness(one: Starter) -> str:
    return _("%(shown)s of %(all)s") % {"shown": one.ready, "all": len(Sign)}


def missing(one: Starter) -> str:
    if not one.missing:
        return ""
    names = formats.listing([SIGNS[sign] for sign in one.missing], formats.language())
    return _("missing: %(names)s") % {"names": names}


def points_note(goods: Mapping[str, Any]) -> str:
    note = _(
        "Points are an order for visits, not a probability: would like to export 3, "
        "young 3 or 2, product of the region’s potential 3, products known 1, "
        "ten people 1, reachable 1. Readiness is what the record shows, and gives no points: "
        "what is missing may only not have been asked."
    )
    if goods:
        return note
    return f"{note} {_no_goods()}"


def _no_goods() -> str:
    """Why the products that the regions could sell more of are not known here."""
    run = current_run()
    if run is None:
        return _(
            "No potential has been computed: the fit with the region’s products does not count."
        )
    if run.evidence == RegionalEvidence.EXACT:
        return _(
            "The products of a region are not shown, for statistical secrecy: the fit with them "
            "does not count."
        )
    return _("The potential is not split to regions: the fit with their products does not count.")


def starters_sheet(found: Iterable[Any], goods: Mapping[str, Any]) -> Sheet:
    """The whole list to take away; no address of a person is in it."""
    rows = [_sheet_row(explained(firm)) for firm in found]
    columns = [
        (str(name_of("identifier")), _("As registered; a doubtful one is left out"), _("text")),
        (_("Name"), _("The name as the firm writes it"), _("text")),
        (_("Name in Arabic"), _("The Arabic name, if the firm has one."), _("text")),
        (_("Region"), _("Where the firm is registered"), _("text")),
        (str(PLACE_NAME), _("Where the firm is registered"), _("text")),
        (_("Activity"), _("What the firm does, in its own words."), _("text")),
        (_("Points"), _("An order for visits, not a probability"), _("points")),
        (_("Why"), _("The grounds, each with its points"), _("text")),
        (_("Readiness"), _("Signs that the record shows, of seven"), _("signs")),
        (_("Missing"), _("Signs that the record does not show"), _("text")),
    ]
    about = [(_("Rows"), str(len(rows))), (_("Caution"), points_note(goods))]
    return Sheet(f"starters-{len(rows)}-rows", columns, rows, about)


def _sheet_row(one: Starter) -> list[object]:
    firm = one.firm
    names = formats.listing([SIGNS[sign] for sign in one.missing], formats.language())
    texts = (
        "" if firm.identifier_doubtful else firm.identifier, firm.name, firm.name_ar,
        firm.region.name, firm.commune.name if firm.commune else "", firm.activity,
    )  # fmt: skip
    return [*map(harmless, texts), one.points, why(one), one.ready, names]


# --- The page -------------------------------------------------------------------------------------
def starters_page(
    regions: list[Territory], asked: StarterFilter, number: str | None
) -> dict[str, Any]:
    """Figures of the region asked for, or of all the person may see; one page of firms."""
    shown = [one for one in regions if asked.region in ("", one.code)]
    goods = wanted_goods(one.code for one in shown)
    found = likely_starters({one.code for one in shown}, asked, goods)
    page = Paginator(found, PER_PAGE).get_page(number)
    place = shown[0].name if len(shown) == 1 else _("All regions")
    return {
        "place": place,
        "page": page,
        "starters": starters_table(page, with_region=len(shown) > 1, goods=goods),
        "crumbs": [
            (_("Exporters"), reverse("exporters:list")),
            _("Potential exporters"),
        ],
        **_pool_context({one.code for one in shown}, place),
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


def starters_to_take_away(regions: list[Territory], asked: StarterFilter) -> Sheet:
    shown = {one.code for one in regions if asked.region in ("", one.code)}
    goods = wanted_goods(shown)
    return starters_sheet(likely_starters(shown, asked, goods), goods)
