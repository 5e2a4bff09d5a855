"""What the heading of the values says of them beside their unit: a share of something, a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nasij.files.dates import years_said
from nasij.files.errors import ValuesAreShares, ValuesOfOtherYear, ValuesOfYears
from nasij.files.headings import Columns
from nasij.files.units import SHARE


def check_headings(sheets: Sequence[Columns]) -> None:
    """Refuse shares, which are no amounts, and columns of several years side by side: which of them
    is meant only a person knows."""
    for columns in sheets:
        heading = columns.named("value")[0]
        if SHARE.is_in(heading):
            raise ValuesAreShares(column=heading)
        beside = columns.beside("value")
        if len({frozenset(years) for years in map(years_said, beside) if years}) > 1:
            raise ValuesOfYears(columns=beside)


def check_years(sheets: Sequence[Columns], found: Iterable[tuple[int, int]]) -> None:
    """Refuse rows of another year than their heading says; `found` are sheets and years."""
    for sheet, year in sorted(found):
        heading = sheets[min(sheet, len(sheets) - 1)].named("value")[0]
        said = years_said(heading)
        if said and year not in said:
            raise ValuesOfOtherYear(column=heading, found=str(year))


def says_years(sheets: Sequence[Columns]) -> bool:
    """Whether any heading does: only then are the years of millions of rows looked up."""
    return any(years_said(columns.named("value")[0]) for columns in sheets)
