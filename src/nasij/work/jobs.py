"""Work away from the page: a job is started, followed to its end, and never left in between."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nasij.sentences import in_every_language
from nasij.work.enums import JobState
from nasij.work.errors import Refusal
from nasij.work.models import Job
from nasij.work.progress import Progress
from nasij.work.signals import tasks_lost

log = logging.getLogger(__name__)
_BYTES_A_RANK, _HALF = 10_000_000, 50  # 100 is the lowest priority that a task may have
_UNFORESEEN = _("It failed for a reason we did not foresee; it is in the log.")
_CUT_OFF = _("It never ended: the server was stopped in the middle; start it again.")
EVERY = 0.5  # seconds between two notes on the progress: a write each time would slow the work


@dataclass(frozen=True, slots=True)
class LostTask:
    path: str
    given: list[Any]


def start_job(
    task: Task[..., Any],
    *given: Any,
    what: object,
    url: str,
    by: AbstractBaseUser,
    language: str,
    size: int = 0,
) -> Job:
    """Hand `task` (which takes the job's id first) to its worker; `url` is where one comes from,
    and `what` a lazy text, since it is kept for readers of any language."""
    job = new_job(task, what=what, url=url, by=by, language=language, size=size)
    enqueue(task, job, *given)
    return job


def new_job(
    task: Task[..., Any],
    *,
    what: object,
    url: str,
    by: AbstractBaseUser | None,
    language: str,
    size: int = 0,
) -> Job:
    """Part of an act, which enqueues the task when it is safe; `size` is that of its file.

    Files of one person stand one behind the other: between them, those of others have their turn.
    What only checks a file stands behind all that was confirmed.
    """
    rank = size // _BYTES_A_RANK + _unfinished(task.queue_name, by)
    return Job.objects.create(
        what=in_every_language(what),
        url=url,
        queue=task.queue_name,
        rank=min(rank, _HALF - 1) + (_HALF if task.priority < 0 else 0),
        started_by_id=by.pk if by is not None else None,
        language=language,
    )


def _unfinished(queue: str, by: AbstractBaseUser | None) -> int:
    states = (JobState.WAITING, JobState.RUNNING)
    return Job.objects.filter(
        queue=queue, started_by_id=by.pk if by else None, state__in=states
    ).count()


def enqueue(task: Task[..., Any], job: Job, *given: Any) -> None:
    """A small file waits for no larger one but that which is being read."""
    task.using(priority=-job.rank).enqueue(job.pk, *given)


def withdraw_job(job: Job) -> None:
    """Part of an act that makes work needless: where nobody has begun it, nobody waits for it."""
    waiting = DBTaskResult.objects.filter(
        queue_name=job.queue, status=TaskResultStatus.READY, args_kwargs__args__0=job.pk
    )
    if waiting.delete()[0]:
        job.delete()


@contextmanager
def followed(job_id: int) -> Iterator[tuple[Job, Progress]]:
    """Run a piece of work under a job: its progress, its end, and what went wrong, are kept."""
    job = Job.objects.get(pk=job_id)
    job.state = JobState.RUNNING
    job.save(update_fields=["state"])
    with translation.override(job.language):
        try:
            yield job, _reporter(job)
            job.state = JobState.DONE
        except Refusal as refusal:
            job.state, job.message = JobState.FAILED, in_every_language(refusal)
        except Exception:
            log.exception("job %s failed", job_id)
            job.state = JobState.FAILED
            job.message = in_every_language(_UNFORESEEN)
    job.ended_at = timezone.now()
    job.save(update_fields=["state", "message", "url", "ended_at"])


def _reporter(job: Job) -> Progress:
    last = 0.0

    def report(done: int, total: int, what: object = "") -> None:
        nonlocal last
        if time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        step = in_every_language(what) if what else {}
        Job.objects.filter(pk=job.pk).update(done=done, total=total, step=step)

    return report


@transaction.atomic
def fail_lost_jobs(queue: str) -> int:
    """Called by the worker of a queue before it takes any work: what is still marked as running
    lost its worker on the way. Says so at once, also to the rooms above; returns how many."""
    now = timezone.now()
    running = DBTaskResult.objects.filter(queue_name=queue, status=TaskResultStatus.RUNNING)
    tasks = [LostTask(task.task_path, task.args_kwargs["args"]) for task in running.order_by("id")]
    running.update(status=TaskResultStatus.FAILED, finished_at=now)
    lost = list(Job.objects.filter(queue=queue, state=JobState.RUNNING).order_by("id"))
    for job in lost:
        job.message = in_every_language(_CUT_OFF)
        job.state, job.ended_at = JobState.FAILED, now
        job.save(update_fields=["state", "message", "ended_at"])
    tasks_lost.send(sender=Job, tasks=tasks)
    return len(lost)
