"""Sessions, their agenda, and what is left to do in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from nasij.council.enums import SessionState, VoteState
from nasij.council.models import AgendaItem, Decision, Erratum, Session, Vote
from nasij.council.rules import current_rules
from nasij.needs.acts import NEXT_STATES
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.needs.queries import escalated_items


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
            Prefetch(
                "decisions",
                queryset=Decision.objects.select_related("vote").order_by("decided_at", "id"),
            ),
        )
        .order_by("position", "id")
    )


def session_day(session: Session) -> date:
    """The day it was held, whose mandates count."""
    return timezone.localdate(session.held_at)


def is_undecided(point: AgendaItem) -> bool:
    """Whether the item of a region goes back to waiting if the session closes now."""
    return point.item is not None and point.item.state == ItemState.ON_AGENDA


def is_left_open(point: AgendaItem) -> bool:
    """Whether nothing was decided on a point of the council's own."""
    return point.item is None and not point.decisions.all()


def is_editable(session: Session) -> bool:
    return session.state != SessionState.CLOSED


def takes_points(session: Session) -> bool:
    """Until it is closed; on second call it takes up what the first left, and nothing else."""
    return is_editable(session) and session.second_call_of_id is None


def second_call(session: Session) -> Session | None:
    return Session.objects.filter(second_call_of=session).first()


def days_of_notice(session: Session, at: datetime | None = None) -> int:
    """Whole days between convening (now, if not yet) and the session, below zero once its hour is
    past; counted anew from when the members were last told another day."""
    moved = [change.changed_at for change in session.changes if change.moves]
    start = session.convened_at or at or timezone.now()
    if moved:
        start = datetime.fromisoformat(moved[-1])
    days = (timezone.localdate(session.starts_at) - timezone.localdate(start)).days
    return days if session.starts_at > start else min(days, -1)


def notice_asked(session: Session) -> int:
    """Days between convening and the session. On second call the rules ask for the days between the
    two meetings; where the first was not duly called, for as many as of a first."""
    first = session.second_call_of
    return _second_call_notice(first) if first else current_rules().notice_days


def _second_call_notice(first: Session) -> int:
    rules = current_rules()
    if was_duly_called(first):
        return min(rules.second_call_after_days, rules.notice_days)
    return rules.notice_days


def was_duly_called(session: Session) -> bool:
    """With the notice that the rules ask for, and opened as announced: only then may the second
    call do with a lower quorum."""
    if days_of_notice(session) < notice_asked(session):
        return False
    return session.opened_at is None or is_as_announced(session, session.opened_at)


def keeps_quorum(session: Session) -> bool:
    """Of a second call: whether it needs the quorum of a first one."""
    first = session.second_call_of
    return first is not None and not was_duly_called(first)


def is_as_announced(session: Session, opened_at: datetime) -> bool:
    """Whether it opens on the day the members were called for, and not before the hour."""
    same_day = timezone.localdate(opened_at) == timezone.localdate(session.starts_at)
    return same_day and opened_at >= session.starts_at


def earliest_second_call(session: Session) -> date:
    return session_day(session) + timedelta(days=current_rules().second_call_after_days)


def proposed_second_call(first: Session) -> date:
    """The first day that can be convened today as the rules ask: the earliest may be past."""
    with_notice = timezone.localdate() + timedelta(days=_second_call_notice(first))
    return max(earliest_second_call(first), with_notice)


def opens_on(session: Session) -> date | None:
    """The first day on which a second call can be opened; a first session is opened on any, and
    asked about."""
    first = session.second_call_of
    planned = timezone.localdate(session.starts_at)
    return max(planned, earliest_second_call(first)) if first else None


def undecided_points(session: Session) -> list[AgendaItem]:
    """Of a closed session: what nothing was decided on, and no other session has taken up. Not
    what was added late: nobody was called for it, and fewer may decide on a second call."""
    return [
        point
        for point in agenda(session)
        if not point.decisions.all()
        and point.added_late_at is None
        and (point.item is None or _waits(point.item))
    ]


IN_PREPARATION = Q(session__state=SessionState.DRAFT)


def _waits(item: Item) -> bool:
    prepared = item.agenda_items.filter(IN_PREPARATION)
    return item.state == ItemState.ESCALATED and not prepared.exists()


def items_to_place() -> QuerySet[Item]:
    """What regions escalated and no session in preparation has taken up."""
    prepared = AgendaItem.objects.filter(IN_PREPARATION, item__isnull=False)
    return escalated_items().exclude(pk__in=prepared.values("item_id"))


def errata(session: Session | None = None) -> QuerySet[Erratum]:
    """Of one session, or of all."""
    found = Erratum.objects.filter(session=session) if session else Erratum.objects.all()
    return found.select_related("added_by").order_by("added_at", "id")


def may_be_voted_on(point: AgendaItem) -> bool:
    """One vote at a time, and none once the council decided without voting."""
    running = point.votes.filter(state=VoteState.OPEN)
    return not running.exists() and not point.decisions.filter(vote=None).exists()


def may_be_decided_without_vote(point: AgendaItem) -> bool:
    """Once, and only where no vote runs or was counted."""
    voted = point.votes.exclude(state=VoteState.ANNULLED)
    return not voted.exists() and not point.decisions.exists()


def vote_to_record(point: AgendaItem) -> Vote | None:
    """The first counted vote whose decision may be written."""
    votes = point.votes.select_related("agenda_item__session").order_by("opened_at", "id")
    return next((vote for vote in votes if may_be_recorded(vote)), None)


def may_be_recorded(vote: Vote) -> bool:
    """Counted, not decided on yet, and no other vote runs on its point."""
    point = vote.agenda_item
    return (
        vote.state == VoteState.CLOSED
        and point.session.state == SessionState.OPEN
        and not Decision.objects.filter(vote=vote).exists()
        and not point.votes.filter(state=VoteState.OPEN).exists()
    )


def item_to_move(point: AgendaItem, state: ItemState) -> Item | None:
    """The point's item, if it has one and it may still go there."""
    item = point.item
    return item if item and state in NEXT_STATES.get(item.state, ()) else None


def votes_on(point: AgendaItem) -> QuerySet[Vote]:
    return point.votes.order_by("opened_at", "id")


def decisions_on(point: AgendaItem) -> QuerySet[Decision]:
    return point.decisions.select_related("vote").order_by("decided_at", "id")
