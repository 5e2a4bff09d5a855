"""The end of the document: notes, data sets, methods, glossary."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.datasets.models import Snapshot
from nasij.potential.queries import current_run, snapshots_of
from nasij.reference.queries import terms
from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui import formats, parts
from nasij.ui.documents import blocks


def notes(pen: Pen) -> Block:
    """Every mark of the document, resolved."""
    table = parts.Table(
        caption=_("Notes on the figures"),
        columns=[
            parts.Column(_("No."), kind="code"),
            parts.Column(_("Figure")),
            parts.Column(_("Definition or method")),
            parts.Column(_("Source or data set")),
            parts.Column(_("Date")),
        ],
        rows=[
            [f"[{note.number}]", note.what, note.definition, note.source, note.vintage]
            for note in pen.notes.all
        ],
    )
    return blocks.section(_("Notes"), *_small(pen, table))


def datasets(pen: Pen) -> Block:
    """The files the figures were computed from: those of the run that is shown."""
    title = _("Data sets")
    run = current_run()
    if run is None:
        text = _("No figure rests on a file: all are published, or of the council’s record.")
        return blocks.section(title, blocks.note(text))
    table = parts.Table(
        caption=_("Files that the export potential was computed from"),
        columns=[
            parts.Column(_("Data set")),
            parts.Column(_("Kind")),
            parts.Column(_("Vintage")),
            parts.Column(_("Origin")),
            parts.Column(_("Rows"), kind="number"),
            parts.Column("SHA-256", kind="code"),
        ],
        rows=[_file(pen, snapshot) for snapshot in snapshots_of(run)],
    )
    return blocks.section(title, *pen.table(table, ""))


def _file(pen: Pen, snapshot: Snapshot) -> list[object]:
    """Customs records are told of by their hash alone: a name can tell whose they are."""
    kind, sha256 = snapshot.get_kind_display(), snapshot.sha256[:16]
    if not snapshot.is_public:
        return [_("Not named: it holds firms"), kind, None, None, None, sha256]
    rows = formats.number(snapshot.row_count, pen.language)
    return [snapshot.title, kind, snapshot.vintage, snapshot.origin, rows, sha256]


def methods() -> Block:
    return blocks.section(
        _("Methods in short"),
        blocks.bullet_list(
            [
                _(
                    "Exits: entries of the period less net change of the stock. Exit rate: the "
                    "constant share of last year’s stock that links two published stocks."
                ),
                _(
                    "Entries needed: the constant yearly number that takes the stock to the "
                    "target at a given exit rate; survival needed: the exit rate that does so at "
                    "given entries. Either, put back into the formula, reaches the target."
                ),
                _(
                    "Projection by flows: entries and exits go on; their level to come is drawn, "
                    "then entries (Poisson) and exits (binomial) year by year. Projection by "
                    "growth: the count grows at its past rate, as a random walk."
                ),
                _(
                    "An interval holds four futures of five; a chance is the share of futures at "
                    "or above the target. Nothing here was back-tested unless it is said."
                ),
                _(
                    "Export potential: share of world supply × demand of the market × ease of "
                    "trade between the two; unrealised potential is summed pair by pair, above "
                    "zero only."
                ),
                _(
                    "Recovery: exports on the last year before the shock and on the trend before "
                    "it, always both; values are nominal."
                ),
            ]
        ),
        blocks.page_break(),
    )


def glossary(pen: Pen) -> Block:
    table = parts.Table(
        caption=_("Words of the council and of the trade"),
        columns=[
            parts.Column(_("French")),
            parts.Column(_("Arabic")),
            parts.Column(_("English")),
            parts.Column(_("Meaning")),
        ],
        rows=[[term.fr, term.ar, term.en, term.meaning] for term in terms(pen.language)],
    )
    return blocks.section(_("Glossary"), *_small(pen, table), blocks.page_break())


def _small(pen: Pen, table: parts.Table) -> list[Block]:
    """Long lists are set smaller."""
    return [{**block, "size": 7.5} for block in pen.table(table, "")]
