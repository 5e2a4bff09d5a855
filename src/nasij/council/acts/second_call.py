"""The second call of a session that closed without a quorum."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.written import written
from nasij.council.enums import CouncilVerb, SessionState
from nasij.council.errors import (
    NotCalledAgain,
    SecondCallTooSoon,
    StartOutOfReach,
)
from nasij.council.minutes import may_be_called_again
from nasij.council.models import AgendaItem, Session
from nasij.council.queries import (
    earliest_second_call,
    next_number,
    undecided_points,
    was_duly_called,
)
from nasij.council.rules import current_rules
from nasij.reference.days import check_day
from nasij.ui import formats


@transaction.atomic
def call_again(*, session: Session, starts_at: datetime, by: User | None) -> Session:
    """Prepare the second call of a session that closed without a quorum: the same agenda, less
    what was decided, under the quorum that the rules ask for then."""
    first = hold(session, SessionState.CLOSED)
    check_day(timezone.localdate(starts_at), refusal=StartOutOfReach)
    points = undecided_points(first)
    if not points or not may_be_called_again(first):
        raise NotCalledAgain
    require_days_between(first, starts_at)
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
        _carry_over(point, second, position)
    record(
        CouncilVerb.SESSION_CALLED_AGAIN,
        subject=second,
        by=by,
        after={"first": first.number, "points": len(points), **written(second)},
    )
    return second


def _carry_over(point: AgendaItem, second: Session, position: int) -> None:
    AgendaItem.objects.create(
        session=second, position=position, title=point.title, note=point.note, item=point.item
    )


_KEPT_ON_SECOND_CALL = ("title", "kind", "place", "chair", "chair_seat", "secretary", "is_demo")


def require_days_between(first: Session, starts_at: datetime) -> None:
    earliest = earliest_second_call(first)
    if timezone.localdate(starts_at) < earliest:
        raise SecondCallTooSoon(day=formats.day_for_reader(earliest))
