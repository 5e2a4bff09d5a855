"""What a database holds, compared before and after."""

from __future__ import annotations

from django.db import connection


def all_rows() -> dict[str, list[str]]:
    """Of every table of ours, read past the models, which would take ten times as long. The rows
    of the pack, by far the most, are written by none of our acts."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            if not table.startswith(("reference_", "django_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found
