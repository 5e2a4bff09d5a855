"""A row is known by one number: its sheet, counted from nought, and its line there."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from nasij.sentences import filled_lazily, in_every_language, quoted
from nasij.ui import formats

SHEET = 10_000_000
BESIDE = " | "  # between the cells of a row that are joined


def place_of(line: int, titles: Sequence[str]) -> str:
    """A row's place as a person finds it: its line, and its sheet where there are several."""
    sheet, number = divmod(line, SHEET)
    if len(titles) < 2 or sheet >= len(titles):
        return str(number)
    return formats.row((titles[sheet], number), formats.language())


def cell_told(value: str | None, line: int, titles: Sequence[str] = ()) -> dict[str, str]:
    """A cell and its row, for a sentence in any language."""
    where = {"value": quoted(value) or gettext_lazy("nothing"), "row": place_of(line, titles)}
    return in_every_language(filled_lazily(gettext_lazy("%(value)s in row %(row)s"), where))
