"""Work of minutes, away from the page: each task keeps a `Job` that the page asks for news."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.datasets.acts import LOADERS
from nasij.datasets.enums import JobState
from nasij.datasets.models import Job
from nasij.work.errors import Refusal

log = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two notes on the progress: a write each time would slow the work


@task()
def load_in_background(
    job_id: int, kind: str, path: str, options: dict[str, str], user_id: int | None
) -> None:
    """Load an uploaded file, then remove it: the snapshot holds what it said."""
    given = Path(path)
    try:
        with followed(job_id) as (job, report):
            by = User.objects.filter(pk=user_id).first() if user_id else None
            snapshot = LOADERS[kind](given, by=by, progress=report, **options)
            text = _("This very file was loaded before: nothing was read again.")
            job.message = text if snapshot.was_known else _("The data set is loaded.")
            job.url = reverse("datasets:detail", args=[snapshot.pk])
    finally:
        given.unlink(missing_ok=True)
        if given.parent.name.startswith("upload-"):
            given.parent.rmdir()


@contextmanager
def followed(job_id: int) -> Iterator[tuple[Job, Callable[[int, int, str], None]]]:
    """Run a piece of work under a job: its progress, its end, and what went wrong, are kept."""
    job = Job.objects.get(pk=job_id)
    job.state = JobState.RUNNING
    job.save(update_fields=["state"])
    with translation.override(job.language):
        try:
            yield job, _reporter(job)
            job.state = JobState.DONE
        except Refusal as refusal:
            job.state, job.message = JobState.FAILED, str(refusal)
        except Exception:
            log.exception("job %s failed", job_id)
            job.state = JobState.FAILED
            job.message = _("It failed for a reason we did not foresee; it is in the log.")
    job.ended_at = timezone.now()
    job.save(update_fields=["state", "message", "url", "ended_at"])


def _reporter(job: Job) -> Callable[[int, int, str], None]:
    last = 0.0

    def report(done: int, total: int, what: str = "") -> None:
        nonlocal last
        if time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        Job.objects.filter(pk=job.pk).update(done=done, total=total, step=what[:200])

    return report
