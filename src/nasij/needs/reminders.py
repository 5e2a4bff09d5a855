"""The weekly message: who gets it, and what it says. One a week for each person, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import regions_where
from nasij.accounts.queries import people_holding
from nasij.needs.models import ReminderChoice, Visit
from nasij.needs.models.visits import SILENT_AFTER
from nasij.needs.queries.silence import Silence, silence_counts
from nasij.needs.queries.visits import next_steps
from nasij.sharing.models import Referral
from nasij.sharing.queries import waiting_referrals

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for one person. Numbers and links: names stay behind the sign-in."""

    person: User
    days: int
    silence: Silence
    steps: list[Visit]
    referrals: list[Referral]

    @property
    def is_empty(self) -> bool:
        return not (self.silence.total or self.steps or self.referrals)


def choice_of(user: User) -> ReminderChoice:
    """What the person chose, or the usual: weekly for who works in a region, nothing for others."""
    found = ReminderChoice.objects.filter(user=user).first()
    if found is not None:
        return found
    regional = regions_where(user, Permission.NEED_RECORD) is not None
    return ReminderChoice(user=user, is_weekly=regional, silent_after=SILENT_AFTER)


def due_digests(today: date | None = None) -> list[Digest]:
    """The messages to send now: wanted, not sent within a week, and with something to say."""
    day = today or timezone.localdate()
    found = []
    for person in people_holding(Permission.NEED_RECORD):
        choice = choice_of(person)
        recent = choice.sent_on is not None and choice.sent_on > day - WEEK
        if choice.is_weekly and not recent:
            digest = digest_for(person, choice.silent_after)
            found += [] if digest.is_empty else [digest]
    return found


def digest_for(person: User, days: int) -> Digest:
    codes = regions_where(person, Permission.FIRM_VIEW)
    return Digest(
        person,
        days,
        silence_counts(codes, days),
        next_steps(person, limit=50),
        waiting_referrals(person, limit=50),
    )
