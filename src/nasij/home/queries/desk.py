"""What waits for a person, and what a new site waits for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import Invitation, User
from nasij.accounts.permissions import Person, may_somewhere, regions_where
from nasij.council.enums import SessionState
from nasij.council.models import Decision, Mandate, Session, Vote
from nasij.council.queries import votes_open, votes_waiting_for
from nasij.datasets.models import Snapshot
from nasij.exporters.models import Firm
from nasij.needs.models import Item
from nasij.needs.queries import Listening, escalated_items, listening, open_items
from nasij.plans.enums import RUNNING
from nasij.plans.models import Action
from nasij.plans.queries import actions, decisions_to_act_on
from nasij.rights.models import RightsRequest
from nasij.rights.queries import open_requests


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person today."""

    votes: list[Vote]
    session: Session | None
    open_items: list[Item]
    escalated: list[Item]
    overdue: list[Action]
    owned: list[Action]  # by the person, and not overdue
    unsettled: list[Decision]  # adopted, without an action and without a reason why none is needed
    listening: Listening
    firm_requests: list[RightsRequest]

    @property
    def is_empty(self) -> bool:
        waiting = (self.votes, self.open_items, self.escalated, self.overdue, self.owned)
        return not any((*waiting, self.unsettled, self.firm_requests))


def desk(user: User) -> Desk:
    """The to-do of the person: what they may act on, and what they put forward and wait for."""
    heard_in = regions_where(user, Permission.NEED_VIEW)
    raised_in = regions_where(user, Permission.ITEM_VIEW)
    escalates_in = regions_where(user, Permission.ITEM_ESCALATE)
    return Desk(
        votes=_open_votes(user),
        session=Session.objects.exclude(state=SessionState.CLOSED)
        .order_by("starts_at", "number")
        .first(),
        open_items=list(open_items(escalates_in)[:6]),
        escalated=list(escalated_items(escalates_in)[:6]),
        overdue=_overdue(user),
        owned=_owned(user),
        unsettled=decisions_to_act_on(user)[:6],
        listening=listening(heard_in, raised_in),
        firm_requests=_firm_requests(user),
    )


def _firm_requests(user: Person) -> list[RightsRequest]:
    """What firms asked about their own records, to be answered within the law's days."""
    codes = regions_where(user, Permission.FIRM_EDIT)
    return list(open_requests(codes)[:6]) if codes is None or codes else []


def _open_votes(user: User) -> list[Vote]:
    """Every open vote for who runs them, for a member those in which they have still to vote."""
    if may_somewhere(user, Permission.SESSION_CONVENE):
        return list(votes_open()[:6])
    if not may_somewhere(user, Permission.VOTE_CAST):
        return []
    return [vote for vote, _voices in votes_waiting_for(user)[:6]]


def _overdue(user: Person) -> list[Action]:
    """Those of the regions whose actions this person keeps, and their own."""
    late = actions(user, overdue=True)
    codes = regions_where(user, Permission.ACTION_EDIT)
    if codes is not None:
        late = late.filter(Q(shares__region__code__in=codes) | Q(owner=user.pk)).distinct()
    return list(late[:6])


def _owned(user: Person) -> list[Action]:
    today = timezone.localdate()
    return list(actions(user).filter(owner=user.pk, state__in=RUNNING, due_on__gte=today)[:6])


@dataclass(frozen=True, slots=True)
class SettingUp:
    """What a new site has of what it needs to begin."""

    people: bool
    seats: bool
    firms: bool
    data: bool
    session: bool


def setting_up() -> SettingUp:
    return SettingUp(
        # The first account's own invitation is made by nobody.
        people=Invitation.objects.filter(invited_by__isnull=False).exists()
        or User.objects.count() > 1,
        seats=Mandate.objects.exists(),
        firms=Firm.objects.exists(),
        data=Snapshot.objects.filter(loaded_by__isnull=False).exists(),
        session=Session.objects.exists(),
    )
