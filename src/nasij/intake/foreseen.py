"""What a file would do, as it is kept with its run until somebody confirms it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from django.utils.translation import gettext_noop

from nasij.files.remarks import Note, note
from nasij.intake.enums import CellFate, RowFate
from nasij.kept import readable


@dataclass(frozen=True, slots=True)
class ForeseenCell:
    value: str  # as written
    kept: str  # as the registry would keep it; "" where nothing was understood
    two_ways: bool  # a date that has two readings
    fate: CellFate
    old: str  # as the registry holds it now


@dataclass(frozen=True, slots=True)
class ForeseenProblem:
    column: str
    value: str
    code: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ForeseenRow:
    line: int
    fate: RowFate
    firm: int | None  # number of the firm that it would change
    cells: dict[str, ForeseenCell]  # by column
    problems: list[ForeseenProblem]


@dataclass(frozen=True, slots=True)
class Preview:
    """Of a large file `complete` is False until the background has foreseen its last row."""

    columns: dict[str, str] = field(default_factory=dict)  # the file's heading, by our column
    headings: list[str] = field(default_factory=list)  # all of the file, each once
    ignored: list[str] = field(default_factory=list)  # headings that were not understood
    counts: dict[str, int] = field(default_factory=dict)  # rows by fate; read, warnings
    complete: bool = True
    notes: list[Note] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # titles; a row is known by sheet and line
    rows: list[ForeseenRow] = field(default_factory=list)  # the first changed, the first others
    troubled: list[ForeseenRow] = field(default_factory=list)  # the first with a problem

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """A record that is not as we write it is told as a remark: no page falls over it."""
        text = gettext_noop(
            "The preview of this file is damaged and cannot be shown: bring the file again."
        )
        return readable(cls, record) or cls(notes=[note("damaged_record", text)])

    @property
    def writes_nothing(self) -> bool:
        """Whether every row of the file is rejected."""
        return 0 < self.counts.get("read", 0) == self.counts.get("rejected", 0)

    @property
    def first_others(self) -> list[ForeseenRow]:
        """The first rows that are not shown among those with a problem."""
        shown = {row.line for row in self.troubled}
        return [row for row in self.rows if row.line not in shown]

    @property
    def left_out(self) -> dict[str, int]:
        """Rows that are not shown, and those among them that change a firm."""
        shown = [*self.troubled, *self.first_others]
        changed = sum(row.fate == RowFate.UPDATED for row in shown)
        read = self.counts.get("read", 0)
        return {
            "rows": read - len(shown),
            "read": read,
            "changed": self.counts.get("updated", 0) - changed,
        }

    def with_notes(self, notes: list[Note]) -> Self:
        """With those of them that say what it does not yet."""
        said = {note["code"] for note in self.notes}
        return replace(self, notes=[*self.notes, *(n for n in notes if n["code"] not in said)])

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    def where(self, stays: Callable[[ForeseenRow], bool]) -> Self:
        """Without the rows that may no longer be shown."""
        return replace(
            self,
            rows=[row for row in self.rows if stays(row)],
            troubled=[row for row in self.troubled if stays(row)],
        )
