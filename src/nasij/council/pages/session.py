"""The page from which a session is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.council import queries
from nasij.council.enums import DecisionOutcome, SessionState, VoteState
from nasij.council.errors import AgendaEmpty, SecondCallEarly, SecondCallPast
from nasij.council.minutes import changed, is_as_recorded, may_be_called_again
from nasij.council.models import AgendaItem, Decision, Session, Vote
from nasij.council.pages.agenda import DecisionLine, decision_lines
from nasij.council.pages.attendance import AttendancePart, attendance_part
from nasij.council.pages.sessions import Waiting
from nasij.council.permissions import may_nationally
from nasij.council.queries import Room
from nasij.council.words import (
    kept_quorum_sentence,
    late_sentence,
    moment_of,
    notice_sentence,
    quorum_sentence,
    second_call_of_sentence,
    share_name,
)
from nasij.needs.models import Item
from nasij.ui import formats


@dataclass(frozen=True, slots=True)
class QuorumPart:
    """Before opening only the rule: nobody can be there yet."""

    is_reached: bool
    sentence: str  # "" before opening
    rule: str


@dataclass(frozen=True, slots=True)
class PointLine:
    point: AgendaItem
    late: str  # that it came after convening; "" when it did not
    has_open_vote: bool
    decisions: list[DecisionLine]
    may_move_up: bool
    may_move_down: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class ClosingPart:
    """What closing asks for before, and does."""

    unfinished: list[tuple[Vote, str]]  # and what is to be done
    undecided: list[AgendaItem]  # items of regions, which wait for another session
    left_open: list[AgendaItem]  # points of the council's own
    unsettled: list[Decision]  # adopted, without an action and without a reason
    is_settled: bool  # something was adopted, and each has an action or a reason
    second_call: str  # what the rules ask next, where closing now is for want of a quorum; else ""


@dataclass(frozen=True, slots=True)
class SecondCallPart:
    """The two meetings of a session that lacked a quorum, each linked to the other."""

    first: Session | None
    second: Session | None
    rule: str  # what the rules ask on second call
    points: list[AgendaItem]  # that would be taken up


@dataclass(frozen=True, slots=True)
class SessionPage:
    is_as_recorded: bool
    chair: str  # "" where nobody is said to chair
    waiting: Waiting
    quorum: QuorumPart | None
    step: str  # what this person does next: convene, open, attend, point, close; "" for nothing
    waits_for: str  # what has to be before that step can be taken; "" when it can
    next_point: AgendaItem | None  # the first on which nothing is decided, where it is the step
    closes_early: bool  # this person may close, and it is not the next step
    short_notice: str  # how far the notice falls short; "" when it does not
    second_call: SecondCallPart | None
    points: list[PointLine]
    escalated: Sequence[Item]
    attendance: AttendancePart | None
    closing: ClosingPart
    may_convene: bool
    may_change: bool
    may_add_points: bool


_STEPS: dict[str, str] = {
    SessionState.DRAFT: "convene",
    SessionState.CONVENED: "open",
}


def session_page(session: Session, user: User) -> SessionPage:
    state = session.state
    now = queries.room(session)
    points = list(queries.agenda(session))
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    may_add = may_convene and queries.takes_points(session)
    is_called = state in (SessionState.CONVENED, SessionState.OPEN)
    closing = _closing(session, points, now)
    step = _step(session, points, closing) if may_convene else ""
    return SessionPage(
        is_as_recorded=is_as_recorded(session),
        chair=_chair(session),
        waiting=[
            (vote, voices)
            for vote, voices in queries.votes_waiting_for(user)
            if vote.agenda_item.session_id == session.pk
        ],
        quorum=_quorum(session, now) if is_called else None,
        step=step,
        waits_for=_waits_for(session, step, points),
        next_point=_next_point(points) if step == "point" else None,
        closes_early=step in ("attend", "point"),
        short_notice=notice_sentence(
            queries.days_of_notice(session), queries.notice_asked(session)
        ),
        second_call=_second_call(session, may_convene=may_convene),
        points=_point_lines(points, may_order=may_convene and state == SessionState.DRAFT),
        escalated=list(queries.items_to_place()) if may_add else [],
        attendance=None
        if state == SessionState.DRAFT
        else attendance_part(session, now, may_convene),
        closing=closing,
        may_convene=may_convene,
        may_change=may_convene and state in (SessionState.DRAFT, SessionState.CONVENED),
        may_add_points=may_add,
    )


def _chair(session: Session) -> str:
    """Their name, and the seat that has the casting vote."""
    seat = session.chair_seat
    said = (queries.chair_of(session), seat.name if seat else "")
    return " · ".join(filter(None, said))


def _step(session: Session, points: list[AgendaItem], closing: ClosingPart) -> str:
    """In an open session: who is there, what a vote left to do, the next point, then closing."""
    if session.state != SessionState.OPEN:
        return _STEPS.get(session.state, "")
    if not session.presences.exists():
        return "attend"
    if closing.unfinished:
        return "close"
    return "point" if _next_point(points) else "close"


def _waits_for(session: Session, step: str, points: list[AgendaItem]) -> str:
    """What the act of this step would refuse today."""
    if step == "convene" and not points:
        return str(AgendaEmpty())
    if step == "convene" and session.second_call_of and queries.days_of_notice(session) < 0:
        return str(SecondCallPast(moment=moment_of(session.starts_at)))
    opens_on = queries.opens_on(session) if step == "open" else None
    if opens_on is not None and timezone.localdate() < opens_on:
        return str(SecondCallEarly(day=formats.day_for_reader(opens_on)))
    return ""


def _next_point(points: list[AgendaItem]) -> AgendaItem | None:
    return next((point for point in points if not point.decisions.all()), None)


def _closing(session: Session, points: list[AgendaItem], now: Room) -> ClosingPart:
    unsettled = queries.unsettled(queries.decisions_of(session))
    decisions = [decision for point in points for decision in point.decisions.all()]
    adopted = any(decision.outcome == DecisionOutcome.ADOPTED for decision in decisions)
    lacks_quorum = not now.quorum.reached and session.second_call_of is None
    return ClosingPart(
        unfinished=[(vote, _to_do(vote)) for vote in queries.votes_unfinished(session)],
        undecided=[point for point in points if queries.is_undecided(point)],
        left_open=[point for point in points if queries.is_left_open(point)],
        unsettled=unsettled,
        is_settled=adopted and not unsettled,
        second_call=second_call_of_sentence(session) if lacks_quorum else "",
    )


def _quorum(session: Session, now: Room) -> QuorumPart:
    is_open = session.state == SessionState.OPEN
    return QuorumPart(
        is_reached=now.quorum.reached,
        sentence=quorum_sentence(now.quorum) if is_open else "",
        rule=_rule(session),
    )


def _rule(session: Session) -> str:
    heads, weight = session.quorum_share, session.quorum_weight_share
    rules = []
    if heads:
        said = _("Rule of this session, of the seats held, present or represented: %(share)s.")
        rules.append(said % {"share": share_name(heads)})
    if weight:
        said = _(
            "Rule of this session, by weight of the seats held, present or represented: %(share)s."
        )
        rules.append(said % {"share": share_name(weight)})
    if not rules:
        rules.append(_("Rule of this session: no quorum, one member present is enough."))
    if queries.keeps_quorum(session):
        rules.append(kept_quorum_sentence())
    return " ".join(rules)


def _second_call(session: Session, *, may_convene: bool) -> SecondCallPart | None:
    first, second = session.second_call_of, queries.second_call(session)
    points = []
    if may_convene and may_be_called_again(session):
        points = queries.undecided_points(session)
    if not (first or second or points):
        return None
    return SecondCallPart(
        first=first,
        second=second,
        rule=second_call_of_sentence(session),
        points=points,
    )


def _point_lines(points: list[AgendaItem], *, may_order: bool) -> list[PointLine]:
    wrong = changed([decision for point in points for decision in point.decisions.all()])
    return [
        PointLine(
            point=point,
            late=late_sentence(timezone.localtime(point.added_late_at))
            if point.added_late_at
            else "",
            has_open_vote=any(vote.state == VoteState.OPEN for vote in point.votes.all()),
            decisions=decision_lines(point.decisions.all(), wrong),
            may_move_up=may_order and point is not points[0],
            may_move_down=may_order and point is not points[-1],
            may_remove=may_order,
        )
        for point in points
    ]


def _to_do(vote: Vote) -> str:
    if vote.state == VoteState.OPEN:
        return _("close the vote, then record its decision")
    return _("record the decision of the vote")
