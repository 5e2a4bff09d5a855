"""The fields of a firm: one table, over which everything loops that handles a firm whole.

A new field is a column of `Firm` and a line of `table.py`. The line answers for it: its name,
whether it tells who the firm is, what a merge, an erasure and the firm itself may do with it, and
the columns under which files bring it and take it away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.functional import Promise

from nasij.exporters.fields.kinds import Column, Field, Kind
from nasij.exporters.fields.reading import NOTHING
from nasij.exporters.fields.saying import LANGUAGES
from nasij.exporters.fields.table import FIELDS
from nasij.files.phones import shown_phone
from nasij.reference.identifiers import identifier_rules

# Made from the names, for the search and for knowing a firm again (identity/likeness.py).
DERIVED = ("name_key", "match_key", "match_key_ar", "sound_key")
PARTS: tuple[str, ...] = tuple(part for field in FIELDS for part in field.parts)
# What an erasure leaves of each part; what is not here is counted, and stays.
LEFT: dict[str, Any] = {part: left for field in FIELDS for part, left in field.erased.items()}
# What tells who a firm is: empty once it is erased.
IDENTIFYING: tuple[str, ...] = (*DERIVED, *(part for part, left in LEFT.items() if left == ""))
# A number that no register of the country gives is asked of nobody and stands in no file.
USED: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.kind is not Kind.NUMBER or field.name in identifier_rules()
)
NUMBERS: tuple[str, ...] = tuple(field.name for field in USED if field.kind is Kind.NUMBER)
CORRECTED: dict[str, Field] = {field.name: field for field in USED if field.corrected}

COLUMNS: tuple[Column, ...] = tuple(column for field in USED for column in field.columns)
KEYS: tuple[str, ...] = tuple(column.key for column in COLUMNS)
LABELS: dict[str, Promise] = {
    **{field.name: field.label for field in FIELDS},
    **{part: label for field in FIELDS for part, label in field.labels.items()},
    **{column.key: column.label for column in COLUMNS},
}


# How a part is read; what is not here is read as it is written.
_SAID: dict[str, Callable[[Any], str]] = {
    **{field.name: field.shown for field in FIELDS if field.parts in ((), (field.name,))},
    **{column.key: column.said for column in COLUMNS},
    "phone": shown_phone,  # as the record has it; which country was understood is a file's question
}


def part_said(part: str, value: Any) -> str:
    """A part of a firm, as the trace keeps it, in the reader's words."""
    return "–" if value in (*NOTHING, []) else _SAID.get(part, str)(value)


def numbers_of(firm: Any) -> dict[str, str]:
    """The numbers by which registers know a firm, by field; those it has."""
    return {name: number for name in NUMBERS if (number := str(getattr(firm, name)))}


def headings() -> tuple[str, ...]:
    """The first line of our own files, in the language of the person who asks for one."""
    return tuple(str(column.label) for column in COLUMNS)


def registry_cells(firm: Any, products: Sequence[str]) -> dict[str, str]:
    """A firm as a row of our layout: what a download writes and what a preview compares with."""
    return {column.key: column.cell(firm, products) for column in COLUMNS}


def plain(value: Any) -> Any:
    """A value as the trace keeps it: places by their code, dates as text."""
    if value is None or isinstance(value, bool | int):
        return value
    return str(getattr(value, "code", value))
