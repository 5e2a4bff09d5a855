"""A session convened, opened and closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.thread import put_back_items, put_items_on_agenda
from nasij.council.clock import hour_announced
from nasij.council.enums import CouncilVerb, SessionState, VoteState
from nasij.council.errors import (
    AgendaEmpty,
    DecisionsMissing,
    SecondCallEarly,
    SecondCallPast,
    VotesStillOpen,
)
from nasij.council.minutes import kept_of, minutes_record, seal
from nasij.council.models import Session
from nasij.council.notices import send_convocations
from nasij.council.queries import (
    chair_of,
    days_of_notice,
    is_as_announced,
    notice_asked,
    opens_on,
    votes_unfinished,
)
from nasij.council.questions import HourPast, NotAsAnnounced, NoticeTooShort
from nasij.council.words import moment_of
from nasij.ui import formats


@transaction.atomic
def convene_session(
    *,
    session: Session,
    at: datetime | None = None,
    notify: bool = True,
    confirmed: bool | str = False,
    by: User | None,
) -> Session:
    """Fix the agenda and write to the members; not for a past hour, which is only noted."""
    session = hold(session, SessionState.DRAFT)
    if not session.agenda.exists():
        raise AgendaEmpty
    session.convened_at = at or timezone.now()
    notice = {"days": days_of_notice(session), "asked": notice_asked(session)}
    is_short = notice["days"] < notice["asked"]
    is_past = notice["days"] < 0
    if is_past and session.second_call_of_id:
        raise SecondCallPast(moment=moment_of(session.starts_at))
    if is_past:
        HourPast(moment=moment_of(session.starts_at)).ask(confirmed)
    elif is_short:
        NoticeTooShort(day=formats.day_for_reader(session.starts_at), **notice).ask(confirmed)
    _move(session, SessionState.CONVENED, "convened_at")
    record(
        CouncilVerb.SESSION_CONVENED,
        subject=session,
        by=by,
        after={"notice": notice} if is_short else {},
    )
    put_items_on_agenda(session, by=by)
    if notify and not is_past:
        send_convocations(session)
    return session


@transaction.atomic
def open_session(
    *, session: Session, at: datetime | None = None, confirmed: bool | str = False, by: User | None
) -> Session:
    session = hold(session, SessionState.CONVENED)
    session.opened_at = at or timezone.now()
    first_day = opens_on(session)
    if first_day is not None and timezone.localdate(session.opened_at) < first_day:
        raise SecondCallEarly(day=formats.day_for_reader(first_day))
    as_announced = is_as_announced(session, session.opened_at)
    if not as_announced:
        NotAsAnnounced(
            planned=moment_of(session.starts_at),
            now=moment_of(session.opened_at),
            today=formats.day_for_reader(session.opened_at),
        ).ask(confirmed)
    _move(session, SessionState.OPEN, "opened_at")
    record(
        CouncilVerb.SESSION_OPENED,
        subject=session,
        by=by,
        after={} if as_announced else {"announced_for": hour_announced(session.starts_at)},
    )
    return session


@transaction.atomic
def close_session(*, session: Session, at: datetime | None = None, by: User | None) -> Session:
    """Close, write the minutes from the record, and seal them. What was not decided waits again."""
    session = hold(session, SessionState.OPEN)
    _refuse_unfinished_votes(session)
    session.closed_at = at or timezone.now()
    session.chair = chair_of(session)
    session.minutes_record = minutes_record(session).as_record()
    session.minutes_sha256 = seal(session.minutes_record)
    _move(session, SessionState.CLOSED, "closed_at", "chair", "minutes_record", "minutes_sha256")
    record(
        CouncilVerb.SESSION_CLOSED,
        subject=session,
        by=by,
        after={
            "minutes_sha256": session.minutes_sha256,
            "items_put_back": put_back_items(session, by=by),
            **kept_of(session),
        },
    )
    return session


def _refuse_unfinished_votes(session: Session) -> None:
    """A sealed session takes no decision any more: what was voted would be lost."""
    unfinished = list(votes_unfinished(session))
    for vote in unfinished:
        if vote.state == VoteState.OPEN:
            raise VotesStillOpen(title=vote.agenda_item.title)
    if unfinished:
        points = {vote.agenda_item_id: vote.agenda_item for vote in unfinished}.values()
        named = " · ".join(f"{point.position}. {point.title}" for point in points)
        raise DecisionsMissing(points=named)


def _move(session: Session, state: SessionState, *fields: str) -> None:
    session.state = state
    session.save(update_fields=["state", *fields])
