"""What this room does when another one speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from nasij.intake.acts.background import apply_in_background, check_in_background
from nasij.intake.enums import ImportState
from nasij.intake.models import ImportRun
from nasij.work.jobs import LostTask
from nasij.work.signals import tasks_lost

_PATHS = {apply_in_background.module_path, check_in_background.module_path}


@receiver(tasks_lost)
def fail_lost_imports(*, tasks: Sequence[LostTask], **_more: Any) -> None:
    """Say at once that a run lost its worker; what it wrote stays, and it can be started again."""
    runs = [task.given[0] for task in tasks if task.path in _PATHS]
    at_work = (ImportState.CHECKING, ImportState.RUNNING)
    ImportRun.objects.filter(pk__in=runs, state__in=at_work).update(state=ImportState.FAILED)
