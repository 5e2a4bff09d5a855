"""Sessions, their agenda, and what is left to do in them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from nasij.council.enums import SessionState, VoteState
from nasij.council.models import AgendaItem, Decision, Erratum, Session, Vote
from nasij.needs.enums import ItemState


def sessions() -> QuerySet[Session]:
    return Session.objects.annotate(points=Count("agenda")).order_by("-starts_at", "-number")


def next_number() -> int:
    last = Session.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def agenda(session: Session) -> QuerySet[AgendaItem]:
    """The points in order, with their items, votes and decisions."""
    return (
        session.agenda.select_related("item__region", "item__theme")
        .prefetch_related(
            Prefetch("votes", queryset=Vote.objects.order_by("opened_at", "id")),
            Prefetch("decisions", queryset=Decision.objects.order_by("decided_at", "id")),
        )
        .order_by("position", "id")
    )


def session_day(session: Session) -> date:
    """The day whose mandates count: the day it really opened, or is planned for."""
    return timezone.localdate(session.opened_at or session.starts_at)


def is_undecided(point: AgendaItem) -> bool:
    """Whether the item of a region goes back to waiting if the session closes now."""
    return point.item is not None and point.item.state == ItemState.ON_AGENDA


def is_editable(session: Session) -> bool:
    return session.state != SessionState.CLOSED


def days_of_notice(session: Session, at: datetime | None = None) -> int:
    """Whole days between convening (now, if not yet) and the session."""
    start = session.convened_at or at or timezone.now()
    return (timezone.localdate(session.starts_at) - timezone.localdate(start)).days


def sealed_sessions() -> QuerySet[Session]:
    return Session.objects.filter(state=SessionState.CLOSED).order_by("id")


def errata(session: Session) -> QuerySet[Erratum]:
    return session.errata.select_related("added_by").order_by("added_at", "id")


def may_be_voted_on(point: AgendaItem) -> bool:
    """One vote at a time, and none once the council decided without voting."""
    running = point.votes.filter(state=VoteState.OPEN)
    return not running.exists() and not point.decisions.filter(vote=None).exists()


def may_be_decided_without_vote(point: AgendaItem) -> bool:
    """Once, and only where no vote runs or was counted."""
    voted = point.votes.exclude(state=VoteState.ANNULLED)
    return not voted.exists() and not point.decisions.exists()


def votes_on(point: AgendaItem) -> QuerySet[Vote]:
    return point.votes.order_by("opened_at", "id")


def decisions_on(point: AgendaItem) -> QuerySet[Decision]:
    return point.decisions.order_by("decided_at", "id")
