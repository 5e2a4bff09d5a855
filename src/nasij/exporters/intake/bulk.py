"""Writing many rows of one table in one statement.

The statement is built once for all rows; `bulk_create` builds one for every thirty on SQLite, and
that took a third of an import. Rows are checked by nobody here: the caller planned them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

# Values of other fields are given to the database as they are.
_CONVERTED = (models.DateField, models.JSONField)


def insert(rows: Sequence[models.Model]) -> None:
    """Add rows of one table, under their keys where they bear one."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [f for f in meta.concrete_fields if not f.primary_key or rows[0].pk is not None]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of our models
            _stored(rows, fields, adding=True),
        )


def update(rows: Iterable[tuple[models.Model, frozenset[str]]]) -> None:
    """Store the named fields of rows of one table."""
    by_fields: dict[frozenset[str], list[models.Model]] = defaultdict(list)
    for row, names in rows:
        by_fields[names].append(row)
    for names, same in by_fields.items():
        _update_alike(same, sorted(names))


def _update_alike(rows: list[models.Model], names: list[str]) -> None:
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    key = meta.pk
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(str(key.column))} = %s",  # noqa: S608
            _stored(rows, [*fields, key], adding=False),
        )


def _stored(rows: Sequence[models.Model], fields: Sequence[Any], *, adding: bool) -> Any:
    """The values of each row as its table holds them."""
    values_of = attrgetter(*(field.attname for field in fields))
    converted = [(at, field) for at, field in enumerate(fields) if isinstance(field, _CONVERTED)]
    for row in rows:
        values = list(values_of(row))
        for at, field in converted:
            value = field.pre_save(row, adding)  # moments that set themselves
            values[at] = field.get_db_prep_save(value, connection)
        yield values


def give_keys(rows: Sequence[models.Model]) -> None:
    """Keys for new rows of one table, so that rows of other tables can point to them."""
    if not rows:
        return
    for row, key in zip(rows, _next_keys(rows[0]._meta, len(rows)), strict=True):
        row.pk = key


def _next_keys(meta: Any, count: int) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [meta.db_table, meta.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer, which is us, and never gives the key of a deleted row again.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))
