"""Work that was started from a page, and how far it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.datasets.enums import JobState
from nasij.datasets.models import Job
from nasij.ui.parts import Progress


def open_job(what: str, *, by: Any, language: str) -> Job:
    return Job.objects.create(what=what[:200], started_by=by, language=language)


def how_it_stands(job: Job) -> tuple[str, str]:
    """State and sentence; a job that a stopped server left behind counts as failed."""
    if job.is_lost:
        return JobState.FAILED.value, _(
            "It never ended: the server was stopped in the middle. Nothing was kept; start again."
        )
    if job.state == JobState.WAITING:
        return str(job.state), _("Waiting for its turn")
    return str(job.state), job.message or job.step


def progress_of(job: Job) -> Progress:
    state, text = how_it_stands(job)
    return Progress(
        label=job.what,
        done=job.done,
        total=job.total,
        text=text,
        state=state,
        url=reverse("datasets:job_state", args=[job.pk]),
    )


def state_of(job: Job) -> dict[str, object]:
    """What the page asks for while it waits; `url` leads on when the work has ended well."""
    state, text = how_it_stands(job)
    return {
        "state": state,
        "done": job.done,
        "total": job.total,
        "text": text,
        "url": job.url if job.state == JobState.DONE else "",
    }
