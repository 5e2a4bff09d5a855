"""What could be sold beyond today: the nation by product, sector and market, then each region."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.potential import charts, queries, words
from nasij.potential.enums import RegionalEvidence
from nasij.potential.models import PotentialRun
from nasij.potential.records import National, Pair, Regional, RegionPart, Untold
from nasij.potential.tables import money_cells
from nasij.reference.models import Figure
from nasij.reference.words import said_value, source_line
from nasij.reports.roadmap.notes import together
from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui import formats, parts
from nasij.ui.documents import blocks

PAIRS = 15
REGION_PAIRS = 5


def not_loaded() -> str:
    return _(
        "Not computable, because no trade file is loaded or no potential was computed from it."
    )


def chapter(pen: Pen) -> Block:
    title = _("Where more could be sold")
    found = queries.national_potential(limit=PAIRS)
    if found is None:
        note = blocks.note(not_loaded(), tone="warn")
        return pen.chapter(title, note, _others(pen))
    mark = mark_of(pen, found.run)
    return pen.chapter(
        title,
        blocks.figures(_boxes(pen, found, mark)),
        blocks.note(words.caution(found.run), tone="info"),
        pen.table(pairs_table(found.pairs), mark),
        pen.chart(
            charts.sectors(
                found.run,
                found.sectors,
                words.read_parts(found.sectors, found.total.unrealised_usd),
            ),
            mark,
        ),
        pen.chart(
            charts.markets(
                found.run,
                found.markets,
                words.read_parts(found.markets, found.total.unrealised_usd),
            ),
            mark,
        ),
        _regions(pen, found.run, mark),
        _others(pen),
    )


def mark_of(pen: Pen, run: PotentialRun) -> str:
    """The note of the run: data set, vintage, hash, method."""
    return pen.notes.snapshot(
        f"potential/{run.exporter}",
        run.trade,
        what=_("Export potential, actual exports, unrealised potential"),
        definition=words.definition("unrealised"),
    ) + pen.notes.computed(
        f"potential/{run.exporter}",
        what=_("Method of the export potential"),
        how=words.definition("potential"),
        vintage=pen.date(timezone.localdate(run.computed_at)),
    )


def _boxes(pen: Pen, found: National, mark: str) -> list[parts.Figure]:
    run, total = found.run, found.total
    values = {
        "unrealised": total.unrealised_usd,
        "potential": total.potential_usd,
        "actual": total.actual_usd,
    }
    return [
        parts.Figure(
            label=f"{words.label(key)} {mark}",
            value=words.usd(value),
            interval=words.range_sentence(found.low_usd, found.high_usd)
            if key == "unrealised"
            else "",
            source=words.source(run),
            vintage=words.vintage(run),
        )
        for key, value in values.items()
    ]


def _money_columns() -> list[parts.Column]:
    return [
        parts.Column(_("Unrealised, million USD a year"), kind="number"),
        parts.Column(_("Potential"), kind="number"),
        parts.Column(_("Actual"), kind="number"),
    ]


def pairs_table(pairs: Iterable[Pair], caption: str = "") -> parts.Table:
    return parts.Table(
        caption=caption or _("The largest gaps: product and market"),
        columns=[parts.Column(_("Product")), parts.Column(_("Market")), *_money_columns()],
        rows=[
            [f"{pair.product_name} ({pair.product})", pair.market_name, *money_cells(pair)]
            for pair in pairs
        ],
        note=_(
            "Millions of US dollars a year. Totals count every product; lists show the largest."
        ),
    )


def _regions(pen: Pen, run: PotentialRun, mark: str) -> list[Block]:
    found = queries.regions_of(run)
    if not found:
        return [blocks.note(words.evidence(run), tone="warn")]
    rows: list[list[object]] = [
        [share.name or _("Not regionalised"), *_region_money(share)] for share in found
    ]
    table = parts.Table(
        caption=_("Unrealised potential by region"),
        columns=[parts.Column(_("Region")), *_money_columns()],
        rows=rows,
        foot=[_("Whole country"), *money_cells(queries.national_total(run))],
        note=words.evidence(run),
    )
    return pen.table(table, mark + mark_of_split(pen, run))


def _region_money(found: RegionPart) -> list[object]:
    return [found.standing.label, None, None] if found.part is None else [*money_cells(found.part)]


def mark_of_split(pen: Pen, run: PotentialRun) -> str:
    return pen.notes.computed(
        f"split/{run.exporter}",
        what=_("Split of the potential to regions"),
        how=words.evidence(run),
        vintage=pen.date(timezone.localdate(run.computed_at)),
    )


def _others(pen: Pen) -> list[Block]:
    found = [figure for figure in queries.what_others_found() if not figure.breakdown]
    if not found:
        return []
    mark = pen.notes.figures(found, _("Potentials found by others"))
    table = parts.Table(
        caption=_("What others found"),
        columns=[
            parts.Column(_("Definition")),
            parts.Column(_("Value"), kind="number"),
            parts.Column(_("Year"), kind="code"),
            parts.Column(_("Source")),
        ],
        rows=[_other_row(figure) for figure in found],
        note=_("Other methods, other years, other coverage: read beside ours, never joined."),
    )
    return pen.table(table, mark)


def _other_row(figure: Figure) -> list[object]:
    return [
        figure.definition.name,
        said_value(figure),
        str(figure.year or formats.NOTHING),
        source_line(figure.source),
    ]


def of_region(pen: Pen, run: PotentialRun | None, code: str) -> list[Block]:
    """The potential of one region, with the evidence its part rests on."""
    found = queries.potential_in(run, code, REGION_PAIRS) if run else None
    if found is None:
        return [blocks.paragraphs(f"{_('Export potential')} — {not_loaded()}")]
    mark = together(mark_of(pen, found.run), mark_of_split(pen, found.run))
    if isinstance(found, Untold):
        return [blocks.paragraphs(f"{_('Export potential')} {mark} — {words.untold(found)}")]
    text = _("%(unrealised)s a year could be sold beyond today %(mark)s. %(evidence)s") % {
        "unrealised": words.usd(found.total.unrealised_usd),
        "mark": mark,
        "evidence": words.evidence(found.run),
    }
    return [blocks.paragraphs(text), *_region_list(pen, found, mark)]


def _region_list(pen: Pen, found: Regional, mark: str) -> list[Block]:
    """Products are listed where the evidence knows them; one share per region does not."""
    if not found.pairs or found.evidence == RegionalEvidence.INDICATIVE:
        return []
    return pen.table(pairs_table(found.pairs), mark)
