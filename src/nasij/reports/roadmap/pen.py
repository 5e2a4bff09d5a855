"""What chapters write with: language, day, notes, and blocks that carry their note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nasij.reference.models import Figure
from nasij.reference.words import period, said_value, source_line, value_and_unit
from nasij.reports.roadmap.notes import Notes
from nasij.ui import formats, parts
from nasij.ui.charts import Chart, for_document
from nasij.ui.documents import blocks

Block = dict[str, Any]
Piece = Block | list[Any] | None  # a block, or blocks in a list, at any depth
WIDTH = 640
SHORT = 3  # blocks: a chapter of so few does not end its page


@dataclass(frozen=True, slots=True)
class Pen:
    language: str
    day: date
    notes: Notes
    draws: bool = True  # without drawings, when only what they show is wanted

    # --- Values -----------------------------------------------------------------------------------
    def number(self, value: float, decimals: int = 0) -> str:
        return formats.number(value, self.language, decimals)

    def money(self, value: Any) -> str:
        return formats.money(value, self.language)

    def date(self, value: Any) -> str:
        return formats.day_short(value)

    # --- Blocks -----------------------------------------------------------------------------------
    def chapter(self, title: str, *pieces: Piece) -> Block:
        """A chapter of some length ends its page; short ones share one."""
        found = flat(pieces)
        end = [blocks.page_break()] if len(found) > SHORT else []
        return blocks.section(title, *found, *end)

    def part(self, title: str, *pieces: Piece) -> Block:
        return blocks.section(title, *flat(pieces), level=2)

    def table(self, table: parts.Table, mark: str) -> list[Block]:
        """A table with its note; what must be said of it follows as text, not as its source."""
        noted = replace(table, caption=f"{table.caption} {mark}".strip(), note="")
        block = blocks.table(noted, self.language)
        said = [blocks.paragraphs(table.note)] if table.note else []
        return [{**block, "columns": [_titled(column) for column in block["columns"]]}, *said]

    def chart(self, chart: Chart | None, mark: str, *, width: int = 100) -> Block | None:
        """`width` in percent of the line: two smaller charts share a page."""
        if chart is None:
            return None
        drawn = for_document(chart, WIDTH) if self.draws else {"kind": "chart"}
        rows = blocks.table(chart.as_table, self.language)["rows"]
        title = f"{chart.title} {mark}".strip()
        return {**drawn, "title": title, "width": width, "rows": rows}

    def published(self, figure: Figure, label: str = "") -> parts.Figure:
        """A published figure in a box, with its note."""
        name = label or figure.definition.name
        mark = self.notes.figure(figure)
        value, unit = said_value(figure), ""
        if figure.unit == "firms" and not figure.bound:
            value, unit = value_and_unit(figure.value, figure.unit)
        return parts.Figure(
            label=f"{name} {mark}",
            value=value,
            unit=unit,
            source=source_line(figure.source),
            vintage=period(figure),
        )


def flat(pieces: Iterable[Piece]) -> list[Block]:
    found: list[Block] = []
    for piece in pieces:
        if isinstance(piece, list):
            found += flat(piece)
        elif piece is not None:
            found.append(piece)
    return found


def _titled(column: dict[str, Any]) -> dict[str, Any]:
    return {**column, "label": str(column["label"])}
