"""The life of a session: prepared, convened, open, closed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.thread import move_item_of, put_back_items
from nasij.council.enums import CouncilVerb, SessionKind, SessionState, VoteState
from nasij.council.errors import (
    AgendaEmpty,
    DayGone,
    DayPast,
    DecisionsMissing,
    NotAsAnnounced,
    NotCalledAgain,
    NoticeTooShort,
    NumberTaken,
    QuorumKept,
    QuorumLowered,
    QuorumMissing,
    SecondCallEarly,
    SecondCallPast,
    SecondCallTooSoon,
    SessionAnnounced,
    SessionMoved,
    VotesStillOpen,
)
from nasij.council.minutes import kept_of, may_be_called_again, minutes_record, seal
from nasij.council.models import AgendaItem, Seat, Session
from nasij.council.notices import send_changes, send_convocations
from nasij.council.queries import (
    days_of_notice,
    earliest_second_call,
    is_as_announced,
    keeps_quorum,
    next_number,
    notice_asked,
    opens_on,
    session_day,
    undecided_points,
    votes_unfinished,
    was_duly_called,
)
from nasij.council.results import Change, Moment, Share, Told
from nasij.council.rules import current_rules
from nasij.council.words import change_sentences
from nasij.needs.enums import ItemState
from nasij.ui import formats


@transaction.atomic
def create_session(
    *,
    number: int,
    title: str,
    starts_at: datetime,
    kind: SessionKind = SessionKind.PLENARY,
    place: str = "",
    chair: str = "",
    chair_seat: Seat | None = None,
    secretary: str = "",
    quorum_share: Decimal = Decimal("0.5"),
    quorum_weight_share: Decimal | None = None,
    is_demo: bool = False,
    by: User | None,
) -> Session:
    if not quorum_share:
        raise QuorumMissing
    if Session.objects.filter(number=number).exists():
        raise NumberTaken(number=number)
    session = Session.objects.create(
        number=number,
        title=title,
        kind=kind,
        place=place,
        starts_at=starts_at,
        chair=chair,
        chair_seat=chair_seat,
        secretary=secretary,
        quorum_share=quorum_share,
        quorum_weight_share=quorum_weight_share,
        is_demo=is_demo,
    )
    record(CouncilVerb.SESSION_CREATED, subject=session, by=by, after=_written(session))
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    number: int,
    title: str,
    starts_at: datetime,
    kind: SessionKind,
    place: str,
    chair: str,
    chair_seat: Seat | None,
    secretary: str,
    quorum_share: Decimal,
    quorum_weight_share: Decimal | None,
    at: datetime | None = None,
    confirmed: bool | str = False,
    by: User | None,
) -> Session:
    """Correct what was announced, until the session opens. Once the members are convened they are
    told another day, place or quorum by letter, and the notice of another day is counted anew."""
    session = hold(session, SessionState.DRAFT, SessionState.CONVENED)
    if Session.objects.filter(number=number).exclude(pk=session.pk).exists():
        raise NumberTaken(number=number)
    if session.second_call_of:
        _require_days_between(session.second_call_of, starts_at)
    _require_quorum(session, quorum_share, quorum_weight_share)
    before, told, day_told = _written(session), _told(session), session_day(session)
    session.number, session.title, session.starts_at = number, title, starts_at
    session.kind, session.place, session.secretary = kind, place, secretary
    session.chair, session.chair_seat = chair, chair_seat
    session.quorum_share, session.quorum_weight_share = quorum_share, quorum_weight_share
    moment = Moment((at or timezone.now()).isoformat(timespec="seconds"))
    change = Change(changed_at=moment, before=told, after=_told(session))
    is_told = change.before != change.after and session.state == SessionState.CONVENED
    notice = {}
    if is_told:
        session.changes_record.append(asdict(change))
        notice = _notice_anew(session, change, confirmed)
    session.save()
    after = _written(session)
    changed = [key for key in after if after[key] != before[key]]
    record(
        CouncilVerb.SESSION_CHANGED,
        subject=session,
        by=by,
        before={key: before[key] for key in changed},
        after={**{key: after[key] for key in changed}, **notice},
    )
    if is_told:
        send_changes(session, change, day_told)
    return session


def _notice_anew(
    session: Session, change: Change, confirmed: bool | str
) -> dict[str, dict[str, int]]:
    """Ask about what the members were told otherwise; of another day, what notice is left."""
    assert session.convened_at is not None
    asked = {"day": _day(session.convened_at), "changes": " · ".join(change_sentences(change))}
    if not change.moves:
        SessionAnnounced(**asked).ask(confirmed)
        return {}
    notice = {"days": days_of_notice(session), "asked": notice_asked(session)}
    if notice["days"] < 0:
        raise DayGone(day=_day(session.starts_at))
    SessionMoved(**asked, **notice).ask(confirmed)
    return {"notice": notice}


def _require_quorum(session: Session, share: Decimal, weight_share: Decimal | None) -> None:
    """Only a second call does without; and none is lower than what is owed to the members."""
    first = session.second_call_of
    if first is None and not share:
        raise QuorumMissing
    if session.state == SessionState.CONVENED and _is_lower(share, weight_share, session):
        raise QuorumLowered
    if first is not None and keeps_quorum(session) and _is_lower(share, weight_share, first):
        raise QuorumKept


def _is_lower(share: Decimal, weight_share: Decimal | None, than: Session) -> bool:
    return share < than.quorum_share or (weight_share or 0) < (than.quorum_weight_share or 0)


@transaction.atomic
def convene_session(
    *,
    session: Session,
    at: datetime | None = None,
    notify: bool = True,
    confirmed: bool | str = False,
    by: User | None,
) -> Session:
    """Fix the agenda and write to the members; not for a day that is past, which is only noted."""
    session = hold(session, SessionState.DRAFT)
    if not session.agenda.exists():
        raise AgendaEmpty
    session.convened_at = at or timezone.now()
    notice = {"days": days_of_notice(session), "asked": notice_asked(session)}
    is_short = notice["days"] < notice["asked"]
    is_past = notice["days"] < 0
    if is_past and session.second_call_of_id:
        raise SecondCallPast(day=_day(session.starts_at))
    if is_past:
        DayPast(day=_day(session.starts_at)).ask(confirmed)
    elif is_short:
        NoticeTooShort(day=_day(session.starts_at), **notice).ask(confirmed)
    _move(session, SessionState.CONVENED, "convened_at")
    record(
        CouncilVerb.SESSION_CONVENED,
        subject=session,
        by=by,
        after={"notice": notice} if is_short else {},
    )
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
        raise SecondCallEarly(day=formats.day(first_day, formats.language()))
    as_announced = is_as_announced(session, session.opened_at)
    if not as_announced:
        NotAsAnnounced(
            planned=_moment(session.starts_at),
            now=_moment(session.opened_at),
            today=_day(session.opened_at),
        ).ask(confirmed)
    _move(session, SessionState.OPEN, "opened_at")
    record(
        CouncilVerb.SESSION_OPENED,
        subject=session,
        by=by,
        after={} if as_announced else {"announced_for": session.starts_at.isoformat()},
    )
    return session


@transaction.atomic
def close_session(*, session: Session, at: datetime | None = None, by: User | None) -> Session:
    """Close, write the minutes from the record, and seal them. What was not decided waits again."""
    session = hold(session, SessionState.OPEN)
    _refuse_unfinished_votes(session)
    session.closed_at = at or timezone.now()
    session.minutes_record = minutes_record(session).as_record()
    session.minutes_sha256 = seal(session.minutes_record)
    _move(session, SessionState.CLOSED, "closed_at", "minutes_record", "minutes_sha256")
    record(
        CouncilVerb.SESSION_CLOSED,
        subject=session,
        by=by,
        after={
            "minutes_sha256": session.minutes_sha256,
            "items_put_back": put_back_items(session),
            **kept_of(session),
        },
    )
    return session


@transaction.atomic
def call_again(*, session: Session, starts_at: datetime, by: User | None) -> Session:
    """Prepare the second call of a session that closed without a quorum: the same agenda, less
    what was decided, under the quorum that the rules ask for then."""
    first = hold(session, SessionState.CLOSED)
    points = undecided_points(first)
    if not points or not may_be_called_again(first):
        raise NotCalledAgain
    _require_days_between(first, starts_at)
    is_lower = was_duly_called(first)
    share, weight_share = first.quorum_share, first.quorum_weight_share
    if is_lower:
        share = current_rules().second_call_share
        weight_share = (share or None) if weight_share else None
    second = Session.objects.create(
        number=next_number(),
        second_call_of=first,
        starts_at=starts_at,
        quorum_share=share,
        quorum_weight_share=weight_share,
        **{name: getattr(first, name) for name in _KEPT_ON_SECOND_CALL},
    )
    for position, point in enumerate(points, start=1):
        move_item_of(_carried_over(point, second, position), ItemState.ON_AGENDA, by=by)
    record(
        CouncilVerb.SESSION_CALLED_AGAIN,
        subject=second,
        by=by,
        after={"first": first.number, "points": len(points), **_written(second)},
    )
    return second


def _carried_over(point: AgendaItem, second: Session, position: int) -> AgendaItem:
    return AgendaItem.objects.create(
        session=second, position=position, title=point.title, note=point.note, item=point.item
    )


_KEPT_ON_SECOND_CALL = ("title", "kind", "place", "chair", "chair_seat", "secretary", "is_demo")


def _require_days_between(first: Session, starts_at: datetime) -> None:
    earliest = earliest_second_call(first)
    if timezone.localdate(starts_at) < earliest:
        raise SecondCallTooSoon(day=formats.day(earliest, formats.language()))


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


def _day(moment: datetime) -> str:
    return formats.day(timezone.localdate(moment), formats.language())


def _moment(moment: datetime) -> str:
    return formats.moment(timezone.localtime(moment), formats.language())


def _told(session: Session) -> Told:
    weight_share = session.quorum_weight_share
    return Told(
        starts_at=Moment(timezone.localtime(session.starts_at).isoformat(timespec="minutes")),
        place=session.place,
        quorum_share=_share(session.quorum_share),
        quorum_weight_share=None if weight_share is None else _share(weight_share),
    )


def _share(value: Decimal) -> Share:
    return Share(f"{value.normalize():f}")


def _written(session: Session) -> dict[str, Any]:
    return {
        "number": session.number,
        "title": session.title,
        "kind": str(session.kind),
        "place": session.place,
        "starts_at": session.starts_at.isoformat(),
        "chair": session.chair,
        "chair_seat": session.chair_seat_id,
        "secretary": session.secretary,
        "quorum_share": str(session.quorum_share),
        "quorum_weight_share": (
            None if session.quorum_weight_share is None else str(session.quorum_weight_share)
        ),
    }
