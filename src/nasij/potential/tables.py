"""The tables of the potential pages: numbers in millions of dollars, with unit and note."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.potential import queries, words
from nasij.potential.models import PotentialRun
from nasij.potential.records import ExplainedPair, Pair, Part, RegionPart
from nasij.reference.models import Figure as PublishedFigure
from nasij.reference.words import said_value
from nasij.ui.parts import Cell, Column, Table


def pairs_table(pairs: Iterable[Pair], caption: str = "", note: str = "", empty: str = "") -> Table:
    return Table(
        caption=caption or _("Products and markets"),
        columns=[
            Column(_("Product")),
            Column(_("Market")),
            *money_columns(),
            Column(_("Realised"), "number"),
        ],
        rows=[
            [
                Cell(pair.product_name, url=product_url(pair), hint=pair.product),
                pair.market_name,
                *money_cells(pair),
                words.share(pair.realised_share),
            ]
            for pair in pairs
        ],
        empty=empty or _("No product and market fits this filter."),
        note=note
        or _("US dollars a year. Cells under 1,000 dollars count in totals and are not listed."),
        caption_hidden=True,
    )


def product_url(pair: Pair) -> str:
    return reverse("potential:product", args=[pair.product]) + f"?market={pair.market}"


def money_columns() -> list[Column]:
    unit = _("million USD")
    return [
        Column(_("Unrealised"), "number", hint=unit),
        Column(_("Potential"), "number", hint=unit),
        Column(_("Actual"), "number", hint=unit),
    ]


def money_cells(part: Pair | Part) -> list[str]:
    """All in one unit: between lines of millions a smaller value in dollars looked the largest."""
    values = (part.unrealised_usd, part.potential_usd, part.actual_usd)
    return [words.millions(value) for value in values]


def parts_table(
    caption: str,
    head: str,
    parts: Iterable[Part],
    *,
    codes: bool = False,
    note: str = "",
    empty: str = "",
) -> Table:
    return Table(
        caption=caption,
        columns=[Column(head), *money_columns()],
        rows=[
            [
                Cell(
                    part.name,
                    url=reverse("potential:product", args=[part.code]) if codes else "",
                    hint=part.code if codes else "",
                ),
                *money_cells(part),
            ]
            for part in parts
        ],
        empty=empty,
        note=note or _("US dollars a year."),
        caption_hidden=True,
    )


def regions_table(run: PotentialRun) -> Table | None:
    parts = queries.regions_of(run)
    if not parts:
        return None
    whole = run.found.unrealised_usd or 1.0
    rows: list[list[object]] = []
    for part in parts:
        rest = part.code == queries.REST
        name = Cell(_("Not regionalised")) if rest else _region_cell(part)
        if part.part is None:
            rows.append([name, Cell(part.standing.label), None, None, None])
            continue
        share = words.share(part.part.unrealised_usd / whole)
        rows.append([name, *money_cells(part.part), share])
    totals = queries.national_total(run)
    return Table(
        caption=_("By region"),
        caption_hidden=True,
        columns=[Column(_("Region")), *money_columns(), Column(_("Share"), "number")],
        rows=rows,
        foot=[_("Whole country"), *money_cells(totals), words.share(1.0)],
        note=words.evidence(run),
    )


def _region_cell(part: RegionPart) -> Cell:
    return Cell(part.name, url=reverse("potential:region", args=[part.code]))


def choices_table(run: PotentialRun) -> Table | None:
    """How far the answer hangs on each term."""
    found = run.found
    if not found.other_choices:
        return None
    rows = [
        [
            _("All terms, as shown on this page"),
            words.usd(found.potential_usd),
            words.usd(found.unrealised_usd),
        ]
    ]
    rows += [
        [
            words.left_out(other.left_out),
            words.usd(other.potential_usd),
            words.usd(other.unrealised_usd),
        ]
        for other in found.other_choices
    ]
    return Table(
        caption=_("How far the answer hangs on the method"),
        columns=[
            Column(_("Choice")),
            Column(_("Potential"), "number"),
            Column(_("Unrealised"), "number"),
        ],
        rows=rows,
    )


def others_table(found: list[PublishedFigure]) -> Table | None:
    if not found:
        return None
    return Table(
        caption=_("What others found"),
        caption_hidden=True,
        columns=[
            Column(_("Definition")),
            Column(_("Figure"), "number"),
            Column(_("Published"), "number"),
            Column(_("Source")),
        ],
        rows=[
            [
                Cell(
                    figure.definition.name,
                    url=reverse("reference:definition", args=[figure.definition_id]),
                    hint=" ".join(str(caution) for caution in figure.cautions.all()),
                ),
                said_value(figure),
                str(figure.year or "–"),
                figure.source.title,
            ]
            for figure in found
        ],
        note=_("Other methods, other years, other coverage: read beside ours, never joined."),
    )


def product_markets_table(pairs: Iterable[ExplainedPair]) -> Table:
    return Table(
        caption=_("All markets of this product"),
        caption_hidden=True,
        columns=[
            Column(_("Market")),
            *money_columns(),
            Column(_("Demand open to the country"), "number", hint=_("million USD")),
            Column(_("Distance, already in it"), "number"),
            Column(_("Ease of trade"), "number"),
        ],
        rows=[
            [
                Cell(pair.market_name, url=f"?market={pair.market}#terms"),
                *money_cells(pair),
                words.millions(pair.terms.demand),
                words.number(pair.terms.distance_factor),
                words.number(pair.terms.ease),
            ]
            for pair in pairs
        ],
        note=_("US dollars a year; distance and ease are factors: 1 changes nothing."),
    )
