"""What the page of a job shows, and what it asks for while it waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse, translate_url
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from nasij.work.enums import JobState, Queue
from nasij.work.models import Job
from nasij.work.queries import count_ahead


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is, as the bar of a page shows it."""

    label: str
    done: int
    total: int
    text: str
    state: str
    url: str  # JSON, for the script


def standing_of(job: Job) -> Standing:
    address = reverse("work:job_state", args=[job.pk])
    return Standing(str(job), job.done, job.total, _text(job), str(job.state), address)


def state_of(job: Job) -> dict[str, object]:
    """`url` leads on when the work has ended well."""
    return {
        "state": str(job.state),
        "done": job.done,
        "total": job.total,
        "text": _text(job),
        "url": onward(job) if job.state == JobState.DONE else "",
    }


def onward(job: Job) -> str:
    """Where it leads, in the language of the page: it is kept in that of who started it."""
    language = get_language() or job.language
    with override(job.language):  # an address is known in its own language alone
        return translate_url(job.url, language)


def _text(job: Job) -> str:
    return waiting_text(job) or job.outcome or job.doing


def waiting_text(job: Job) -> str:
    """Why a job has not begun; empty where it has. Who waits for a file of another is told so."""
    if job.state != JobState.WAITING:
        return ""
    ahead = count_ahead(job)
    if job.queue != Queue.FILES or not ahead:
        return _("Waiting for its turn")
    template = ngettext(
        "Waiting for its turn: %(count)s other file is being read before it.",
        "Waiting for its turn: %(count)s other files are to be read before it.",
        ahead,
    )
    return template % {"count": ahead}
