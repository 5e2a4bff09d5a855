"""Writing many rows of one table in one statement.

The statement is built once for all rows; `bulk_create` builds one for every thirty on SQLite, and
that took a third of an import. Rows are checked by nobody here: the caller planned them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from django.db import connection, models

# Values of other fields are given to the database as they are.
_CONVERTED = (models.DateField, models.JSONField)


def insert(table: type[models.Model], columns: Sequence[str], rows: Sequence[Any]) -> None:
    """Add rows to a table: the values of these columns (attribute names), in their order."""
    fields = [table._meta.get_field(name) for name in columns]
    names = ", ".join(_quoted(field) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    where = connection.ops.quote_name(table._meta.db_table)
    _run(f"INSERT INTO {where} ({names}) VALUES ({marks})", fields, rows)  # noqa: S608 - our names


def insert_whole(rows: Sequence[models.Model]) -> None:
    """Add rows of one table with all their columns."""
    if rows:
        fields = rows[0]._meta.concrete_fields
        for field in fields:
            if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add):
                now = field.pre_save(rows[0], add=True)
                for row in rows:
                    setattr(row, field.attname, now)
        columns = [field.attname for field in fields]
        insert(type(rows[0]), columns, list(map(attrgetter(*columns), rows)))


def update(rows: Iterable[tuple[models.Model, frozenset[str]]]) -> None:
    """Store the named fields of rows of one table."""
    by_columns: dict[frozenset[str], list[models.Model]] = defaultdict(list)
    for row, columns in rows:
        by_columns[columns].append(row)
    for columns, same in by_columns.items():
        meta = same[0]._meta
        fields = [*map(meta.get_field, sorted(columns)), meta.pk]
        sets = ", ".join(f"{_quoted(field)} = %s" for field in fields[:-1])
        where = connection.ops.quote_name(meta.db_table)
        values = list(map(attrgetter(*(field.attname for field in fields)), same))  # type: ignore[union-attr]
        _run(f"UPDATE {where} SET {sets} WHERE {_quoted(meta.pk)} = %s", fields, values)  # noqa: S608


def _quoted(field: Any) -> str:
    return str(connection.ops.quote_name(field.column))


def _run(statement: str, fields: Sequence[Any], rows: Sequence[Any]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(_stored(fields, rows)))


def _stored(fields: Sequence[Any], rows: Iterable[Any]) -> Iterator[Any]:
    """Values as their table holds them."""
    converters = [
        (at, _converter(field)) for at, field in enumerate(fields) if isinstance(field, _CONVERTED)
    ]
    if not converters:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for at, converted in converters:
            if values[at] is not None:
                values[at] = converted(values[at])
        yield values


def _converter(field: Any) -> Callable[[Any], Any]:
    """Many rows share a day or a moment."""
    converted = partial(field.get_db_prep_save, connection=connection)
    return converted if isinstance(field, models.JSONField) else lru_cache(1024)(converted)


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
