"""What this room does when another one speaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from nasij.datasets.tasks import load_in_background, remove_upload
from nasij.work.jobs import LostTask
from nasij.work.signals import tasks_lost


@receiver(tasks_lost)
def remove_lost_uploads(*, tasks: Sequence[LostTask], **_more: Any) -> None:
    """Nobody will read a file whose worker died: the person is told to start again."""
    for task in tasks:
        if task.path == load_in_background.module_path:
            _job, _kind, path, *_rest = task.given
            transaction.on_commit(partial(remove_upload, Path(path)))
