"""The clock of the weekly reminders: the background worker plans its own next run."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from nasij.needs.acts.reminders import send_reminders

_MORNING = time(7, 0)
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)  # tasks without an hour stand at the end of time


@task()
def weekly_reminders() -> int:
    """Send what is due, and come back next week."""
    plan_reminders()
    return send_reminders()


def plan_reminders() -> datetime:
    """See to it that the worker sends the reminders next Monday morning; one plan at a time."""
    now = timezone.localtime()
    monday = now.date() + timedelta(days=7 - now.weekday())
    due = timezone.make_aware(datetime.combine(monday, _MORNING))
    planned = DBTaskResult.objects.filter(
        task_path=weekly_reminders.module_path, run_after__gt=now, run_after__lt=_NEVER
    )
    if not planned.exists():
        weekly_reminders.using(run_after=due).enqueue()
    return due
