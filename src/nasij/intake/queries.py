"""Reading the files that were brought."""

from __future__ import annotations

from django.db.models import QuerySet

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.models import Firm
from nasij.exporters.permissions import firms_visible_to
from nasij.intake.models import ImportRun


def columns_said_by(user: User | None) -> dict[str, str]:
    """What a person said that headings mean, up to the last file they brought."""
    runs = ImportRun.objects.filter(started_by=user, started_by__isnull=False)
    last = runs.order_by("-pk").first()
    return last.columns_said if last else {}


def import_runs_for(user: Person) -> QuerySet[ImportRun]:
    """The imports a person may look at, newest first."""
    found = ImportRun.objects.select_related("region", "started_by", "job").order_by(
        "-started_at", "-id"
    )
    allowed = regions_where(user, Permission.FIRM_IMPORT)
    return found if allowed is None else found.filter(region__code__in=allowed)


def firms_of_import(run: ImportRun, user: Person) -> QuerySet[Firm]:
    """Those it added or changed and that the person may still see, by name."""
    found = firms_visible_to(user, Permission.FIRM_VIEW)
    written = found.filter(pk__in=run.imported_rows.order_by().values("firm_id"))
    return written.select_related("region", "commune").order_by("name", "id")
