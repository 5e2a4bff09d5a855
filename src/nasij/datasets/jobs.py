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


def progress_of(job: Job) -> Progress:
    return Progress(
        label=job.what,
        done=job.done,
        total=job.total,
        text=job.message or job.step,
        state=str(job.state),
        url=reverse("datasets:job_state", args=[job.pk]),
    )


def state_of(job: Job) -> dict[str, object]:
    """What the page asks for while it waits; `url` leads on when the work has ended well."""
    text = job.message or job.step
    if job.state == JobState.WAITING:
        text = _("Waiting for its turn")
    return {
        "state": str(job.state),
        "done": job.done,
        "total": job.total,
        "text": text,
        "url": job.url if job.state == JobState.DONE else "",
    }
