"""How a column of a file is read: from a cell to the parts of a firm that it sets.

The part of the same name as the column is given; a cell that cannot be kept raises `CellRefused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nasij.exporters import cells
from nasij.files.phones import MOST
from nasij.files.problems import RowProblem

NOTHING = ("", None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, and what is doubtful in it; an empty cell says nothing."""

    values: Mapping[str, Any] = field(default_factory=dict)  # by part of the firm
    doubt: RowProblem | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    two_ways: bool = False  # a date whose month might have stood first


Read = Callable[[str, str], Reading]  # of a part and a cell


def plainly(read: Callable[[str], Any]) -> Read:
    """One value, as a function of `cells` understands it."""

    def reading(part: str, cell: str) -> Reading:
        value = read(cell)
        return Reading({} if value in NOTHING else {part: value})

    return reading


def line(limit: int) -> Read:
    """Text as it is written, up to so many letters."""

    def reading(part: str, cell: str) -> Reading:
        written = cells.text(cell)
        if len(written) > limit:
            kept = {part: written[:limit].strip()}
            return Reading(kept, RowProblem.TOO_LONG, {"limit": limit})
        return Reading({part: written} if written else {})

    return reading


def identifier(part: str, cell: str) -> Reading:
    found = cells.identifier(cell)
    if not found.number:
        return Reading()
    values = {part: found.number, f"{part}_doubtful": found.doubt is not None}
    return Reading(values, found.doubt, found.details)


def day(year_only: str) -> Read:
    """A date; `year_only` is the part that is true where its year alone was given."""

    def reading(part: str, cell: str) -> Reading:
        found = cells.day(cell)
        if found is None:
            return Reading()
        values = {part: found.day, year_only: found.year_only}
        return Reading(values, found.doubt, found.details, found.two_ways)

    return reading


_PHONE, _WRITTEN = 40, 60


def phone(written: str) -> Read:
    """The first number in its one form; `written` is the part that keeps what the cell holds, where
    that is otherwise. What is no number is kept as it is written, and said."""

    def reading(part: str, cell: str) -> Reading:
        found = cells.phones(cell)
        if found.numbers:
            number, as_written = found.numbers[0], " ".join(cell.split())[:_WRITTEN]
            values = {part: number, written: as_written if as_written != number else ""}
            if found.has_more:
                return Reading(values, RowProblem.PHONES_MANY, {"limit": MOST})
            others = [*found.numbers[1:], *found.unread]
            if not others:
                return Reading(values)
            return Reading(values, RowProblem.PHONE_SECOND, {"others": others})
        if found.unread:
            return Reading({part: ", ".join(found.unread)[:_PHONE]}, RowProblem.PHONE_UNREADABLE)
        return Reading()

    return reading
