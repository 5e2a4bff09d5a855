"""The layout of a registry file: which columns, under which headings people write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import override

from nasij.exporters.fields import COLUMNS, KEYS
from nasij.reference.folding import fold


@cache
def _by_heading() -> dict[str, str]:
    """Column by heading: our keys, what people write, and what our own files say in a language."""
    known = {fold(heading): column.key for column in COLUMNS for heading in column.spellings}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {fold(str(column.label)): column.key for column in COLUMNS}
    return known


def heading_key(heading: str) -> str:
    return fold(heading.replace("*", " "))[:120]


def recognise(cells: Sequence[object], remembered: dict[str, str] | None = None) -> dict[str, int]:
    """Which column stands where, from a line of headings; the first of two equal ones wins."""
    known = {**_by_heading(), **(remembered or {})}
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
    if not isinstance(heading, str) or _by_heading().get(heading_key(heading)) != "region":
        return False
    return is_header(recognise(cells))


def is_header(found: dict[str, int]) -> bool:
    """A line of headings names at least the firm and its region."""
    return "region" in found and ("name" in found or "name_ar" in found)


def missing(found: dict[str, int]) -> list[str]:
    """The columns without which no row can be used."""
    wanted = [] if "name" in found or "name_ar" in found else ["name"]
    return wanted + ([] if "region" in found else ["region"])
