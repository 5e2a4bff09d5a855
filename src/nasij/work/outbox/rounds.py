"""The postman's rounds: what is due leaves, what failed waits longer each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Min, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nasij.work.enums import LetterProblem, LetterState
from nasij.work.models import Letter
from nasij.work.outbox.kinds import kind_of
from nasij.work.outbox.mailer import Failure, Mailer

# Some four days in all, as mail servers keep trying (RFC 5321, 4.5.4.1).
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440, 1440)]
LEASE = timedelta(minutes=15)  # longer than any server is listened to (EMAIL_TIMEOUT for each word)
KEPT = timedelta(days=30)  # then what could not be sent is emptied, too
TRACED = timedelta(days=365)  # then nothing says any more that a letter was sent
_AT_LEAST = timedelta(hours=1)  # whatever happened to a call, the postman comes by
_PROBE = timedelta(minutes=1)  # where no server answers, one letter asks again


@dataclass(frozen=True, slots=True)
class Round:
    sent: int = 0
    failed: int = 0  # for now, or for good


@task()
def deliver_letters() -> None:
    """The worker's round, and the plan of the next one."""
    send_due_letters()
    if deliver_letters.get_backend().supports_defer:  # where tests run tasks at once, none can wait
        plan_round()


def send_due_letters() -> Round:
    """Two rounds at a time never take the same letter.

    One ends where no server answers: the letter that found out waits, and the others have lost
    none of their tries.
    """
    _close_lost()
    _empty_old()
    mailer = Mailer()
    outcomes = []
    try:
        for letter in _taken():
            failure = _deliver(mailer, letter)
            outcomes.append(failure is None)
            if failure is not None and failure.problem == LetterProblem.NO_SERVER:
                break
    finally:
        mailer.close()
    return Round(sum(outcomes), len(outcomes) - sum(outcomes))


def call_postman() -> None:
    """Once for all letters of an act: a round that has not begun yet will see them."""
    called = DBTaskResult.objects.ready().filter(task_path=deliver_letters.module_path)
    if not called.exists():
        deliver_letters.enqueue()


def plan_round() -> None:
    """See to it that the worker comes when the next letter is due; one plan at a time."""
    now = timezone.now()
    rounds = DBTaskResult.objects.filter(task_path=deliver_letters.module_path)
    rounds.filter(status=TaskResultStatus.SUCCESSFUL).delete()
    at = min(max(_first_due() or now + _AT_LEAST, now + _PROBE), now + _AT_LEAST)
    if not rounds.filter(status=TaskResultStatus.READY, run_after__lte=at).exists():
        deliver_letters.using(run_after=at).enqueue()


def send_secret(letter: Letter, text: str) -> None:
    """Once, and now: the text is held nowhere else."""
    mailer = Mailer()
    letter.tries = 1
    _note(letter, mailer.hand_over(letter, text), last=True)
    mailer.close()


def empty(letters: QuerySet[Letter], state: LetterState) -> int:
    """Where it was to go and what it said is nobody's business any more."""
    return letters.update(
        state=state, to="", subject="", text="", said="", due_at=None, ended_at=timezone.now()
    )


def _taken() -> Iterator[Letter]:
    """One by one, each marked as being sent: only one process changes a row from waiting."""
    waiting = Letter.objects.filter(state=LetterState.WAITING)
    due = waiting.filter(due_at__lte=timezone.now()).order_by("due_at", "id")
    for pk in list(due.values_list("pk", flat=True)):
        until = timezone.now() + LEASE
        mine = waiting.filter(pk=pk)
        if mine.update(state=LetterState.SENDING, due_at=until, tries=F("tries") + 1):
            letter = Letter.objects.get(pk=pk)
            if kind_of(letter).still_wanted(letter):
                yield letter
            else:
                empty(_held(letter), LetterState.WITHDRAWN)


def _deliver(mailer: Mailer, letter: Letter) -> Failure | None:
    failure = mailer.hand_over(letter, letter.text)
    _note(letter, failure, last=letter.tries > len(PAUSES))
    return failure


def _note(letter: Letter, failure: Failure | None, *, last: bool) -> None:
    if failure is None:
        empty(_held(letter), LetterState.SENT)
        return
    told = {"problem": failure.problem, "said": failure.said, "tries": letter.tries}
    if failure.may_pass and not last:
        again = timezone.now() + PAUSES[letter.tries - 1]
        _held(letter).update(state=LetterState.WAITING, due_at=again, **told)
    else:
        now = timezone.now()
        _held(letter).update(state=LetterState.FAILED, due_at=None, ended_at=now, **told)


def _held(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING)


def _first_due() -> datetime | None:
    moving = Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING))
    first: datetime | None = moving.aggregate(first=Min("due_at"))["first"]
    return first


def _close_lost() -> None:
    """Whoever had them died in the middle: they may have left."""
    now = timezone.now()
    lost = Letter.objects.filter(state=LetterState.SENDING, due_at__lt=now)
    lost.update(state=LetterState.FAILED, problem=LetterProblem.LOST, due_at=None, ended_at=now)


def _empty_old() -> None:
    old = Letter.objects.filter(state=LetterState.FAILED, ended_at__lt=timezone.now() - KEPT)
    empty(old, LetterState.WITHDRAWN)
    sent = Letter.objects.filter(state=LetterState.SENT, ended_at__lt=timezone.now() - TRACED)
    sent.delete()
