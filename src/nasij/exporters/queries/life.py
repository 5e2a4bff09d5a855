"""What happened: to a firm's record, and to the files that were brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.audit.queries import events_about
from nasij.audit.sentences import sentence
from nasij.exporters.intake.layout import LABELS
from nasij.exporters.models import Firm, ImportRun


def import_runs_for(user: Person) -> QuerySet[ImportRun]:
    """The imports a person may look at, newest first."""
    found = ImportRun.objects.select_related("region", "started_by").order_by("-started_at", "-id")
    allowed = regions_where(user, Permission.FIRM_IMPORT)
    return found if allowed is None else found.filter(region__code__in=allowed)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a firm's life."""

    at: datetime
    title: str
    text: str = ""
    by: str = ""


def firm_timeline(firm: Firm, limit: int = 50) -> list[Happening]:
    """What was done to the record, by whom: acts of people, and rows of imported files."""
    life = [
        Happening(event.at, sentence(event), _changed(event.before, event.after))
        for event in events_about(firm)[:limit]
    ]
    rows = firm.imported_rows.select_related("run__started_by").order_by("-id")
    for row in rows[:limit]:
        title = (_("Changed by the file %(file)s, row %(line)s") if row.after
                 else _("Added by the file %(file)s, row %(line)s"))  # fmt: skip
        by = str(row.run.started_by) if row.run.started_by else ""
        at = row.run.finished_at or row.run.started_at
        words = {"file": row.run.file_name, "line": row.line}
        life.append(Happening(at, title % words, _changed(row.before, row.after), by))
    return sorted(life, key=lambda one: one.at, reverse=True)[:limit]


def _changed(before: dict[str, object], after: dict[str, object]) -> str:
    """“Activity: Oils → Olive oils; …” for the fields that changed."""
    parts = [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": LABELS.get(name, name), "before": _shown(before[name]), "after": _shown(value)}
        for name, value in after.items()
        if name in before
    ]
    return "; ".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return "–" if value in (None, "") else str(value)
