"""Reading jobs, and letters on their way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from nasij.work.enums import JobState, LetterState
from nasij.work.models import Job, Letter
from nasij.work.outbox import LetterKind


def jobs_of_today(user: AbstractBaseUser) -> list[Job]:
    """The person's own, the latest first."""
    since = timezone.now() - timedelta(days=1)
    found = Job.objects.filter(started_by_id=user.pk, created_at__gte=since)
    return list(found.order_by("-created_at", "-id")[:10])


def count_ahead(job: Job) -> int:
    """Jobs of its queue that its worker is at, or takes before it."""
    earlier = Q(rank__lt=job.rank) | Q(rank=job.rank, pk__lt=job.pk)
    at_work = Q(state=JobState.RUNNING) | Q(earlier, state=JobState.WAITING)
    return Job.objects.filter(at_work, queue=job.queue).exclude(pk=job.pk).count()


def letters_about(kind: LetterKind, things: Iterable[models.Model]) -> dict[str, Letter]:
    """The last letter of this kind about each, by its number as text."""
    keys = [str(thing.pk) for thing in things]
    found = Letter.objects.filter(kind=kind.key, about__in=keys).order_by("id")
    return {letter.about: letter for letter in found}


def letter_about(kind: LetterKind, thing: models.Model) -> Letter | None:
    return letters_about(kind, [thing]).get(str(thing.pk))


def has_failed(letter: Letter | None) -> bool:
    """As it stands now: one that carries a secret was tried when its act was safe."""
    return (
        letter is not None
        and Letter.objects.filter(pk=letter.pk, state=LetterState.FAILED).exists()
    )


@dataclass(frozen=True, slots=True)
class LetterCounts:
    late: int  # tried, and waiting for another try
    failed: int


def counts_of_letters() -> LetterCounts:
    counts = Letter.objects.aggregate(
        late=Count("id", filter=Q(state=LetterState.WAITING, tries__gt=0)),
        failed=Count("id", filter=Q(state=LetterState.FAILED)),
    )
    return LetterCounts(**counts)


def letters_on_hand() -> models.QuerySet[Letter]:
    """What has not left and is not given up: failed ones first, then the latest."""
    held = (LetterState.FAILED, LetterState.SENDING, LetterState.WAITING)
    return Letter.objects.filter(state__in=held).order_by("state", "-id")
