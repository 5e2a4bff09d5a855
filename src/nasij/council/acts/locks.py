"""Taking a session or a vote for one change at a time, and refusing what its state forbids."""

from __future__ import annotations

from nasij.council.enums import SessionState, VoteState
from nasij.council.errors import SessionSealed, VoteChanged, VoteOver, WrongSessionState
from nasij.council.minutes import is_as_recorded, may_be_annulled
from nasij.council.models import AgendaItem, Session, Vote


def hold(session: Session, *allowed: SessionState) -> Session:
    """The session, fresh and locked until the end of the transaction, in one of these states."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.state in allowed:
        return held
    if held.state == SessionState.CLOSED:
        raise SessionSealed
    raise WrongSessionState(
        state=SessionState(held.state).label,
        needed=" / ".join(str(state.label) for state in allowed),
    )


def hold_vote(vote: Vote, *, to_annul: bool = False) -> Vote:
    """The vote, fresh and locked, still open and as it was put. What was changed since, counted or
    not, can only be annulled."""
    held = (
        Vote.objects.select_for_update(of=("self",))
        .select_related("agenda_item__session", "agenda_item__item__region")
        .get(pk=vote.pk)
    )
    if to_annul and may_be_annulled(held):
        return held
    if held.state != VoteState.OPEN:
        raise VoteOver
    if not is_as_recorded(held):
        raise VoteChanged
    return held


def region_of(point: AgendaItem) -> str:
    return point.item.region.code if point.item else ""
