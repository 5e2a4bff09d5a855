"""Sending the weekly messages."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from nasij.audit.acts import record
from nasij.needs.enums import VisitVerb
from nasij.needs.models import ReminderChoice
from nasij.needs.notices import send_digest
from nasij.needs.reminders import Digest, choice_of, due_digests


def send_reminders(*, today: date | None = None) -> int:
    """One letter to each person for whom one is due: how many. Run twice, it writes nothing the
    second time."""
    day = today or timezone.localdate()
    digests = due_digests(day)
    for digest in digests:
        _send(digest, day)
    return len(digests)


@transaction.atomic
def _send(digest: Digest, day: date) -> None:
    send_digest(digest)
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
