"""What a row keeps as JSON, read back as the frozen record that it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from django.db import models
from django.db.models.fields.json import KeyTransform

Kept = TypeVar("Kept")
Exact = NewType("Exact", str)  # a fraction: "8", "22/3"
Share = NewType("Share", str)  # a decimal number: "0.5"
Moment = NewType("Moment", str)  # ISO 8601
_TEXTS: dict[Any, Callable[[str], object]] = {
    Exact: Fraction,
    Share: Decimal,
    Moment: datetime.fromisoformat,
}
_logger = logging.getLogger(__name__)
_DAMAGES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class RecordField(models.JSONField):
    """Values by name. What was damaged reads as none of them, and the log names it."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        if found is None or isinstance(found, dict) or isinstance(expression, KeyTransform):
            return found
        _logger.warning("damaged in the database, no record: %.80r", found)
        return {}

    def deconstruct(self) -> Any:
        """To the database it is any JSON."""
        name, _path, given, named = super().deconstruct()
        return name, "django.db.models.JSONField", given, named


def unless_damaged(reading: Callable[[], Kept]) -> Kept | None:
    """What it reads; None of a record that is not as we write it."""
    try:
        return reading()
    except _DAMAGES:
        return None


def readable(kind: type[Kept], record: object) -> Kept | None:
    """The same as `read`, or None of a record that was damaged since, which the log names. None
    too, and nothing to be told, where nothing was kept yet."""
    found = unless_damaged(lambda: read(kind, record))
    if found is None and record:
        _logger.warning("damaged in the database, no %s: %.80r", kind, record)
    return found


def label_of(kind: Any, stored: str) -> str:
    """Of a word that was damaged, the word as it stands: its page has to open."""
    known = readable(kind, stored)
    return stored if known is None else str(known.label)


def read(kind: type[Kept], record: Any) -> Kept:
    """A frozen record, or a tuple of them, from what `dataclasses.asdict` made of it and JSON
    kept. All that is not as the kind states it is an error: what comes back can be printed. What
    it has a default for may lack, and a record may say more."""
    kept: Kept = _value(kind, record)
    return kept


def _value(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin in {Union, UnionType}:
        return None if value is None else _value(parts[0], value)
    if origin in {tuple, list, frozenset}:
        return origin(_value(parts[0], part) for part in _of_type((list, tuple), value))
    if origin in {dict, Mapping}:
        return _mapping(parts[0], parts[1], value)
    if is_dataclass(hint):
        return _record(hint, value)
    if hint in _TEXTS:
        _TEXTS[hint](_of_type(str, value))
        return value
    if issubclass(hint, Enum):
        return hint(value)
    return _of_type((int, float) if hint is float else hint, value)


def _mapping(key_kind: Any, kind: Any, value: Any) -> dict[Any, Any]:
    """JSON has made texts of the keys. Those of a list of ours must all be there."""
    if issubclass(key_kind, Enum):
        return {key: _value(kind, value[key]) for key in key_kind}
    return {key_kind(key): _value(kind, part) for key, part in _of_type(dict, value).items()}


def _record(kind: Any, value: Any) -> Any:
    given = _of_type(dict, value)
    needed, hints = _fields(kind)
    lacking = needed - given.keys()
    if lacking:
        raise KeyError(*lacking)
    return kind(**{name: _value(hints[name], given[name]) for name in hints.keys() & given.keys()})


@cache
def _fields(kind: Any) -> tuple[frozenset[str], dict[str, Any]]:
    """Names of those without a default, and the types of all."""
    needed = (
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    )
    return frozenset(needed), get_type_hints(kind)


def _of_type(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(value)
    return value
