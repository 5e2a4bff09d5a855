"""What the child tells its parent: one record a sheet, and why a file was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ANSWER, SAID = "answer.json", "said.txt"  # in the folder of a job, beside the lines of its sheets
LINES_NAMED = 20  # how many lines a remark names; their number is told beside them
MOST_SHEETS = 200
WIDEST = 16_384  # columns, as in a workbook: every heading is compared with what is known
MOST_BROKEN = 1000  # rows; a file with more is not a table with mistakes


class Refused(Exception):
    """The file cannot be used: a code of `nasij.files.errors`, and what fills its sentence."""

    def __init__(self, code: str, **values: str | int | list[str]) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. A small archive can unpack to more than the machine holds."""

    memory: int = 1_280 * 1024**2
    seconds: int = 60
    unpacked: int = 1_500 * 1024**2

    def check(self, size: int) -> None:
        """Refuse what unpacks to more bytes than that, said or met."""
        if size > self.unpacked:
            raise Refused("too_large", megabytes=self.unpacked // 1024**2)


@dataclass(slots=True)
class Damage:
    """Cells whose letters were lost before the file came here."""

    cells: int = 0
    lines: list[int] = field(default_factory=list)

    def note(self, line: int) -> None:
        self.cells += 1
        if len(self.lines) < LINES_NAMED and line not in self.lines:
            self.lines.append(line)


@dataclass(slots=True)
class Sheet:
    """One sheet, or the whole of a text file, as it lies in `path`."""

    path: Path
    title: str = ""  # empty: the file has no sheets
    hidden: bool = False
    width: int = 0  # cells of the longest line
    lines: int = 0
    encoding: str = ""
    delimiter: str = ""
    days_later: int = 0  # than in most workbooks its count of days begins
    # What number formats show beside the numbers of a column: (column, text, commas that cut the
    # number by a thousand each).
    shown: list[tuple[int, str, int]] = field(default_factory=list)
    # Texts that stand around the table of a web page, nearest fifty on each side.
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    damage: Damage = field(default_factory=Damage)
    errors: list[str] = field(default_factory=list)  # cells of the workbook; on its first sheet
    broken: dict[int, str] = field(default_factory=dict)  # line → its text, of an unclosed quote
