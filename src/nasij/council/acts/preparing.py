"""A session before it opens: prepared, and changed until then."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.second_call import require_days_between
from nasij.council.acts.thread import tell_of_day
from nasij.council.acts.written import written
from nasij.council.clock import hour_announced
from nasij.council.enums import CouncilVerb, SessionKind, SessionState
from nasij.council.errors import (
    HourGone,
    NumberTaken,
    QuorumKept,
    QuorumLowered,
    QuorumMissing,
    StartOutOfReach,
)
from nasij.council.models import Seat, Session
from nasij.council.notices import send_changes
from nasij.council.queries import (
    days_of_notice,
    keeps_quorum,
    notice_asked,
    session_day,
)
from nasij.council.questions import SessionAnnounced, SessionMoved
from nasij.council.results import Change, Told
from nasij.council.words import change_sentences, moment_of
from nasij.kept import Moment, Share
from nasij.reference.days import check_day
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
    check_day(timezone.localdate(starts_at), refusal=StartOutOfReach)
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
    record(CouncilVerb.SESSION_CREATED, subject=session, by=by, after=written(session))
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
    check_day(timezone.localdate(starts_at), refusal=StartOutOfReach)
    if Session.objects.filter(number=number).exclude(pk=session.pk).exists():
        raise NumberTaken(number=number)
    if session.second_call_of:
        require_days_between(session.second_call_of, starts_at)
    _require_quorum(session, quorum_share, quorum_weight_share)
    before, told, day_told = written(session), _told(session), session_day(session)
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
    after = written(session)
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
    if is_told and session_day(session) != day_told:
        tell_of_day(session, day_told, by=by)
    return session


def _notice_anew(
    session: Session, change: Change, confirmed: bool | str
) -> dict[str, dict[str, int]]:
    """Ask about what the members were told otherwise; of another day, what notice is left."""
    assert session.convened_at is not None
    asked = {
        "day": formats.day_for_reader(session.convened_at),
        "changes": " · ".join(change_sentences(change)),
    }
    if not change.moves:
        SessionAnnounced(**asked).ask(confirmed)
        return {}
    notice = {"days": days_of_notice(session), "asked": notice_asked(session)}
    if notice["days"] < 0:
        raise HourGone(moment=moment_of(session.starts_at))
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


def _told(session: Session) -> Told:
    weight_share = session.quorum_weight_share
    return Told(
        starts_at=Moment(hour_announced(session.starts_at)),
        place=session.place,
        quorum_share=_share(session.quorum_share),
        quorum_weight_share=None if weight_share is None else _share(weight_share),
    )


def _share(value: Decimal) -> Share:
    return Share(f"{value.normalize():f}")
