"""What files that were brought add to the life of a firm."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from nasij.exporters.life import Asked, Happening
from nasij.exporters.queries.life import changes_told
from nasij.intake.models import ImportedRow
from nasij.sentences import filled


def life_of_imports(asked: Asked) -> Iterator[Happening]:
    """Rows of imported files that added or changed a firm."""
    rows = ImportedRow.objects.filter(firm__in=asked.keys).select_related("run__started_by")
    if asked.since is not None:
        rows = rows.filter(run__finished_at__gt=asked.since)
    for row in rows.order_by("-id")[: asked.limit]:
        yield _of_row(row)


def _of_row(row: ImportedRow) -> Happening:
    title = (_("Changed by the file %(file)s, row %(line)s") if row.after
             else _("Added by the file %(file)s, row %(line)s"))  # fmt: skip
    return Happening(
        row.firm_id,
        "record",
        row.run.finished_at or row.run.started_at,
        filled(title, {"file": row.run.file_name, "line": row.line}),
        changes_told(row.before, row.after),
        by=str(row.run.started_by) if row.run.started_by else "",
        actor_id=row.run.started_by_id,
    )
