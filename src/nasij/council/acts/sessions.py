"""The life of a session: prepared, convened, open, closed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.thread import put_back_items
from nasij.council.enums import CouncilVerb, SessionKind, SessionState, VoteState
from nasij.council.errors import AgendaEmpty, DecisionsMissing, NumberTaken, VotesStillOpen
from nasij.council.minutes import minutes_record, seal
from nasij.council.models import Seat, Session
from nasij.council.notices import send_convocations
from nasij.council.queries import votes_unfinished


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
    by: User | None,
) -> Session:
    """Correct what was announced, until the session opens."""
    session = hold(session, SessionState.DRAFT, SessionState.CONVENED)
    if Session.objects.filter(number=number).exclude(pk=session.pk).exists():
        raise NumberTaken(number=number)
    before = _written(session)
    session.number, session.title, session.starts_at = number, title, starts_at
    session.kind, session.place, session.secretary = kind, place, secretary
    session.chair, session.chair_seat = chair, chair_seat
    session.quorum_share, session.quorum_weight_share = quorum_share, quorum_weight_share
    session.save()
    after = _written(session)
    changed = [key for key in after if after[key] != before[key]]
    record(
        CouncilVerb.SESSION_CHANGED,
        subject=session,
        by=by,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    return session


@transaction.atomic
def convene_session(
    *, session: Session, at: datetime | None = None, notify: bool = True, by: User | None
) -> Session:
    """Fix the agenda and write to the members."""
    session = hold(session, SessionState.DRAFT)
    if not session.agenda.exists():
        raise AgendaEmpty
    session.convened_at = at or timezone.now()
    _move(session, SessionState.CONVENED, "convened_at")
    record(CouncilVerb.SESSION_CONVENED, subject=session, by=by)
    if notify:
        send_convocations(session)
    return session


@transaction.atomic
def open_session(*, session: Session, at: datetime | None = None, by: User | None) -> Session:
    session = hold(session, SessionState.CONVENED)
    session.opened_at = at or timezone.now()
    _move(session, SessionState.OPEN, "opened_at")
    record(CouncilVerb.SESSION_OPENED, subject=session, by=by)
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
