"""Writing lines: one for each line of the file, so that a position is a line number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from nasij.files.child.answers import WIDEST, Limits, Refused, Sheet
from nasij.files.child.damage import MARK, is_damaged, may_be_damaged
from nasij.files.child.letters import BETWEEN

_BLOCK = 2000
_LONGEST_TITLE = 31  # letters: as spreadsheet programs allow, and no file format does


class Budget:
    """How much the sheets of one file may take together, written out."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._spent = limits, 0

    def spend(self, text: str) -> None:
        self._spent += len(text.encode()) if not text.isascii() else len(text)
        self._limits.check(self._spent)


class Spool:
    """The lines of one sheet on disk. What is damaged is marked on its way."""

    def __init__(self, path: Path, budget: Budget, title: str = "") -> None:
        self.sheet = Sheet(path, title[:_LONGEST_TITLE])
        self._budget = budget
        self._file = path.open("w", encoding="utf-8", newline="")
        self._block: list[str] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()
        self._file.close()

    def write_line(self, line: int, cells: Sequence[str]) -> None:
        """A row at its line; the lines before it that hold nothing are empty."""
        while self.sheet.lines < line - 1:
            self._append("")
        filled = len(cells)
        while filled and not cells[filled - 1]:
            filled -= 1
        self._widen(filled)
        text = BETWEEN.join(cells[:filled])
        self._append(text if text.isascii() and "?" not in text else self._marked(line, text))

    def _marked(self, line: int, text: str) -> str:
        if not may_be_damaged(text):
            return text
        cells = text.split(BETWEEN)
        for at, cell in enumerate(cells):
            if is_damaged(cell):
                self.sheet.damage.note(line)
                cells[at] = MARK + cell
        return BETWEEN.join(cells)

    def write_clean(self, lines: str, count: int, width: int) -> None:
        """Many whole lines in which nothing is damaged or quoted."""
        self._flush()
        self._write(lines)
        self.sheet.lines += count
        self._widen(width)

    def _widen(self, width: int) -> None:
        if width > WIDEST:
            raise Refused("too_wide", columns=width, limit=WIDEST)
        self.sheet.width = max(self.sheet.width, width)

    def _append(self, text: str) -> None:
        self.sheet.lines += 1
        self._block.append(text)
        if len(self._block) >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        if self._block:
            self._write("\n".join(self._block) + "\n")
            self._block.clear()

    def _write(self, text: str) -> None:
        self._budget.spend(text)
        self._file.write(text)
