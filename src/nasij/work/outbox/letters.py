"""Writing a letter, and taking it back. Parts of acts, which write the event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from django.db import models, transaction
from django.utils import timezone

from nasij.work.enums import LetterState
from nasij.work.models import Letter
from nasij.work.outbox.kinds import LetterKind
from nasij.work.outbox.rounds import LEASE, call_postman, empty, send_secret

_MOVABLE = (LetterState.WAITING, LetterState.FAILED)  # what is being sent cannot be called back


def post(
    kind: LetterKind,
    *,
    to: str,
    about: models.Model | None,
    language: str,
    subject: str,
    text: str,
) -> Letter:
    """It is there when the act is, and leaves when the act is safe."""
    letter = Letter(
        kind=kind.key,
        about=str(about.pk) if about else "",
        to=to,
        language=language,
        subject=" ".join(subject.split())[:300],
    )
    leave: Callable[[], object]
    if kind.is_secret:  # in the hands of this process from the start
        letter.state, letter.due_at = LetterState.SENDING, timezone.now() + LEASE
        leave = partial(send_secret, letter, text)
    else:
        letter.text, letter.due_at = text, timezone.now()
        leave = call_postman
    letter.save()
    transaction.on_commit(leave, robust=True)
    return letter


def post_again(letter: Letter) -> bool:
    """A person says so, and judges that it may arrive twice. False when nothing of it is kept."""
    failed = Letter.objects.filter(pk=letter.pk, state=LetterState.FAILED).exclude(text="")
    moved = failed.update(
        state=LetterState.WAITING,
        due_at=timezone.now(),
        ended_at=None,
        tries=0,
        problem="",
        said="",
    )
    transaction.on_commit(call_postman, robust=True)
    return bool(moved)


def withdraw(letter: Letter) -> bool:
    """Never send it, and keep nothing of it; False when it is too late."""
    found = Letter.objects.filter(pk=letter.pk, state__in=_MOVABLE)
    return bool(empty(found, LetterState.WITHDRAWN))


def withdraw_letters(kind: LetterKind, about: Iterable[models.Model]) -> None:
    """Those of a kind that have not left yet; of what is leaving right now, nothing is kept."""
    keys = [str(thing.pk) for thing in about]
    held = (*_MOVABLE, LetterState.SENDING)
    found = Letter.objects.filter(kind=kind.key, about__in=keys, state__in=held)
    empty(found, LetterState.WITHDRAWN)
