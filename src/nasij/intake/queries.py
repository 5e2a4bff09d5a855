"""Reading the files that were brought."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.life import Asked, Happening
from nasij.exporters.queries.life import changes_told
from nasij.intake.models import ImportedRow, ImportRun
from nasij.sentences import filled


def import_runs_for(user: Person) -> QuerySet[ImportRun]:
    """The imports a person may look at, newest first."""
    found = ImportRun.objects.select_related("region", "started_by", "job").order_by(
        "-started_at", "-id"
    )
    allowed = regions_where(user, Permission.FIRM_IMPORT)
    return found if allowed is None else found.filter(region__code__in=allowed)


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
