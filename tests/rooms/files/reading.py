"""What a test asks of a file: its only sheet, its cells."""

from __future__ import annotations

from pathlib import Path

from nasij.files.child.answers import Limits, Sheet
from nasij.files.opening import lines_of, open_file


def sheet_of(path: Path) -> Sheet:
    return open_file(path).sheets[0]


def cells_of(path: Path, limits: Limits | None = None) -> list[list[str]]:
    opened = open_file(path, limits=limits)
    return [cells for _line, cells in lines_of(opened.sheets[0])]


def numbered(path: Path) -> dict[int, list[str]]:
    opened = open_file(path)
    return dict(lines_of(opened.sheets[0]))
