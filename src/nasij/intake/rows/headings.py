"""The layout of a registry file: which columns, under which headings people write them."""

from __future__ import annotations

from collections.abc import Sequence

from nasij.exporters.fields import COLUMNS, KEYS
from nasij.reference.words import fold

# Where the reasons stand in a file of rejects; ignored when it is brought back corrected.
REJECT_KEYS = ("reject_row", "reject_column", "reject_value", "reject_reason", "reject_remedy")

_BY_HEADING: dict[str, str] = {
    fold(heading): column.key
    for column in COLUMNS
    for heading in (column.key, column.key.replace("_", " "), *column.headings)
}


def heading_key(heading: str) -> str:
    return fold(heading.replace("*", " "))[:120]


def recognise(cells: Sequence[object], remembered: dict[str, str] | None = None) -> dict[str, int]:
    """Which column stands where, from a line of headings; the first of two equal ones wins."""
    known = {**_BY_HEADING, **(remembered or {})}
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        column = known.get(heading_key(cell)) or known.get(heading_key(cell.split("(")[0]))
        if column in KEYS and column not in found:
            found[column] = index
    return found


def repeats_headings(cells: Sequence[object], columns: dict[str, int]) -> bool:
    """Whether a row says again what its columns are: in another language, or on the next page."""
    at = columns["region"]
    heading = cells[at] if at < len(cells) else None
    if not isinstance(heading, str) or _BY_HEADING.get(heading_key(heading)) != "region":
        return False
    return is_header(recognise(cells))


def is_header(found: dict[str, int]) -> bool:
    """A line of headings names at least the firm and its region."""
    return "region" in found and ("name" in found or "name_ar" in found)


def missing(found: dict[str, int]) -> list[str]:
    """The columns without which no row can be used."""
    wanted = [] if "name" in found or "name_ar" in found else ["name"]
    return wanted + ([] if "region" in found else ["region"])
