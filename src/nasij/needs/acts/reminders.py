"""Sending the weekly messages."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from nasij.audit.acts import record
from nasij.needs.enums import VisitVerb
from nasij.needs.models import ReminderChoice
from nasij.needs.reminders import Digest, choice_of, due_digests, message

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int
    failed: int


def send_reminders(*, today: date | None = None) -> Sent:
    """One message to each person for whom one is due. Run twice, it sends nothing the second time;
    a mail server that fails leaves the others' messages alone, and is asked again next time."""
    day = today or timezone.localdate()
    results = [_send(digest, day) for digest in due_digests(day)]
    return Sent(sum(results), len(results) - sum(results))


def _send(digest: Digest, day: date) -> bool:
    try:
        message(digest).send()
    except OSError as error:  # mail servers fail as sockets do; the address is never logged
        log.warning("a reminder was not sent: %s", type(error).__name__)
        return False
    _note(digest, day)
    return True


@transaction.atomic
def _note(digest: Digest, day: date) -> None:
    choice = choice_of(digest.person)
    ReminderChoice.objects.update_or_create(
        user=digest.person,
        defaults={"sent_on": day},
        create_defaults={
            "sent_on": day,
            "is_weekly": choice.is_weekly,
            "silent_after": choice.silent_after,
        },
    )
    after = {"silent": digest.silence.total, "steps": len(digest.steps)}
    record(VisitVerb.REMINDERS_SENT, subject=digest.person, by=None, after=after)
