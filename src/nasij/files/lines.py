"""A row is known by one number: its sheet, counted from nought, and its line there."""

from __future__ import annotations

from collections.abc import Sequence

from nasij.ui import formats

SHEET = 10_000_000


def place_of(line: int, titles: Sequence[str]) -> str:
    """A row's place as a person finds it: its line, and its sheet where there are several."""
    sheet, number = divmod(line, SHEET)
    if len(titles) < 2 or sheet >= len(titles):
        return str(number)
    return formats.row((titles[sheet], number), formats.language())
