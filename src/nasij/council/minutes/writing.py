"""Writing the minutes down: from the tables of a session to its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from nasij.council.clock import hour_announced
from nasij.council.minutes.keeping import changed
from nasij.council.minutes.record import (
    ActionRecord,
    DecisionRecord,
    MinutesRecord,
    PointRecord,
    QuorumReached,
    RepresentationRecord,
    RollRecord,
    SeatRecord,
    SessionRecord,
    StayRecord,
    VoteRecord,
)
from nasij.council.models import AgendaItem, Decision, Seat, Session, Vote
from nasij.council.queries import (
    Attendance,
    Room,
    agenda,
    chair_of,
    days_of_notice,
    keeps_quorum,
    notice_asked,
    room,
    rooms,
    voices_of,
)
from nasij.council.results import Names
from nasij.council.signals import FollowUp, follow_ups, why_no_action
from nasij.reference.models import Trilingual

VERSION = 2  # 1 told of proxies at closing only


Past = list[tuple[datetime, Room]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was asked once of all points."""

    follow_ups: dict[int, list[FollowUp]]
    changed_votes: set[int]
    changed_decisions: set[int]


def minutes_record(session: Session) -> MinutesRecord:
    points = list(agenda(session))
    decisions = [decision for point in points for decision in point.decisions.all()]
    known = _Known(
        follow_ups=follow_ups(decision.pk for decision in decisions),
        changed_votes=changed([vote for point in points for vote in point.votes.all()]),
        changed_decisions=changed(decisions),
    )
    now, past = room(session), rooms(session)
    return MinutesRecord(
        version=VERSION,
        session=_session(session, now, past),
        seats=_seats(session, now, past),
        points=tuple(_point(point, known) for point in points),
    )


def _session(session: Session, now: Room, past: Past) -> SessionRecord:
    return SessionRecord(
        number=session.number,
        title=session.title,
        kind=session.kind,
        place=session.place,
        chair=chair_of(session),
        secretary=session.secretary,
        quorum_share=str(session.quorum_share.normalize()),
        starts_at=hour_announced(session.starts_at),
        convened_at=_time(session.convened_at),
        opened_at=_time(session.opened_at),
        closed_at=_time(session.closed_at),
        quorum=now.quorum,
        notice_days=days_of_notice(session),
        notice_asked=notice_asked(session),
        second_call_of=session.second_call_of.number if session.second_call_of else None,
        keeps_quorum=keeps_quorum(session),
        changes=session.changes,
        quorum_reached=next(
            (
                QuorumReached(_moment(moment), then.quorum)
                for moment, then in past
                if then.quorum.reached
            ),
            None,
        ),
    )


def _seats(session: Session, now: Room, past: Past) -> tuple[SeatRecord, ...]:
    stays: dict[str, list[StayRecord]] = {}
    kinds = {
        (attendance.seat.pk, mandate.person_name): mandate.kind
        for attendance in now.seats
        for mandate in reversed(attendance.now.mandates)
    }
    for presence in session.presences.order_by("arrived_at", "id"):
        stay = StayRecord(
            person=presence.person_name,
            quality=kinds.get((presence.seat_id, presence.person_name), ""),
            arrived_at=_moment(presence.arrived_at),
            left_at=_time(presence.left_at),
        )
        stays.setdefault(presence.seat_id, []).append(stay)
    return tuple(
        _seat(
            attendance,
            tuple(stays.get(attendance.seat.pk, [])),
            _representations((moment, then.seats[place].represented_by) for moment, then in past),
        )
        for place, attendance in enumerate(now.seats)
    )


def _representations(
    spoken_for: Iterable[tuple[datetime, Seat | None]],
) -> tuple[RepresentationRecord, ...]:
    """By whom and from when to when, given who spoke for the seat after each change in the room."""
    runs = [(holder, next(run)[0]) for holder, run in groupby(spoken_for, key=itemgetter(1))]
    ends = [*(start for _holder, start in runs[1:]), None]
    return tuple(
        RepresentationRecord(_names(holder), _moment(start), _time(end))
        for (holder, start), end in zip(runs, ends, strict=False)
        if holder
    )


def _seat(
    attendance: Attendance,
    stays: tuple[StayRecord, ...],
    representations: tuple[RepresentationRecord, ...],
) -> SeatRecord:
    sitting = attendance.now.sitting
    if stays:
        state = "present"
    elif sitting is None:
        state = "vacant"
    else:
        state = "represented" if representations else "absent"
    return SeatRecord(
        seat=attendance.seat.pk,
        names=_names(attendance.seat),
        weight=_number(attendance.seat.weight),
        person=sitting.person_name if sitting else "",
        quality=sitting.kind if sitting else "",
        state=state,
        stays=stays,
        representations=representations,
    )


def _point(point: AgendaItem, known: _Known) -> PointRecord:
    return PointRecord(
        position=point.position,
        title=point.title,
        note=point.note,
        added_late_at=_time(point.added_late_at),
        region=_names(point.item.region) if point.item else None,
        votes=tuple(_vote(vote, known) for vote in point.votes.all()),
        decisions=tuple(_decision(decision, known) for decision in point.decisions.all()),
    )


def _vote(vote: Vote, known: _Known) -> VoteRecord:
    return VoteRecord(
        as_recorded=vote.pk not in known.changed_votes,
        text=vote.text,
        majority=vote.majority,
        secret=vote.is_secret,
        all_on_paper=vote.is_on_paper,
        weighted=vote.is_weighted,
        abstentions_count=vote.abstentions_count,
        opened_at=_moment(vote.opened_at),
        closed_at=_time(vote.closed_at),
        quorum=vote.quorum,
        result=vote.result,
        annulled=vote.annulled_reason,
        roll=() if vote.is_secret else roll_call(vote),
    )


def roll_call(vote: Vote) -> tuple[RollRecord, ...]:
    """Every voice of a roll-call vote with its choice; "" for one that did not vote."""
    chosen = {ballot.seat_id: ballot.choice for ballot in vote.ballots.order_by("seat")}
    return tuple(
        RollRecord(
            seat=voice.seat,
            names=voice.names,
            person=voice.person,
            represented_by=voice.represented_by,
            weight=_number(voice.weight),
            choice=chosen.get(voice.seat, ""),
        )
        for voice in voices_of(vote)
    )


def _decision(decision: Decision, known: _Known) -> DecisionRecord:
    followed_by = known.follow_ups.get(decision.pk, [])
    return DecisionRecord(
        as_recorded=decision.pk not in known.changed_decisions,
        text=decision.text,
        outcome=decision.outcome,
        decided_at=_moment(decision.decided_at),
        no_action_reason=why_no_action(decision, followed_by),
        actions=tuple(
            ActionRecord(
                title=action.title,
                owner=action.owner,
                due_on=action.due_on.isoformat(),
                budget_lcu=action.budget_lcu,
            )
            for action in followed_by
            if not action.is_abandoned
        ),
        by_consensus=decision.is_by_consensus,
    )


def _names(place: Trilingual) -> Names:
    return Names(place.name_fr, place.name_ar, place.name_en)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _time(moment: datetime | None) -> str | None:
    return _moment(moment) if moment else None


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
