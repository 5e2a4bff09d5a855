"""The minutes in the reader's language: the fixed record, put into words, for page and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from nasij.council.enums import Choice, DecisionOutcome, MandateKind, SessionKind
from nasij.council.minutes.record import (
    DecisionRecord,
    MinutesRecord,
    PointRecord,
    RepresentationRecord,
    RollRecord,
    SeatRecord,
    SessionRecord,
    StayRecord,
    VoteRecord,
)
from nasij.council.minutes.writing import roll_call
from nasij.council.models import Vote
from nasij.council.results import name_in_language, written_weight
from nasij.council.words import (
    change_sentences,
    changed_decision_sentence,
    changed_vote_sentence,
    first_session_sentence,
    is_by_weight,
    late_sentence,
    notice_text,
    on_paper_sentence,
    quorum_sentence,
    result_sentence,
    share_name,
)
from nasij.kept import label_of
from nasij.sentences import filled
from nasij.ui import formats

_STATES = {
    "present": _("Present"),
    "represented": _("Represented"),
    "absent": _("Absent"),
    "vacant": _("Vacant seat"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the minutes: what it is, and what was so."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    seat: str
    person: str
    weight: str  # "" where no quorum is asked by it
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class RollLine:
    seat: str
    person: str
    weight: str  # "" where nothing is counted by it
    choice: str


@dataclass(frozen=True, slots=True)
class VoteText:
    warning: str  # that it is not as it was recorded; "" otherwise
    text: str
    lines: list[Line]
    roll: list[RollLine]


@dataclass(frozen=True, slots=True)
class ActionLine:
    title: str
    owner: str
    due: str
    budget: str


@dataclass(frozen=True, slots=True)
class DecisionText:
    warning: str
    text: str
    outcome: str
    no_action_reason: str
    nothing_follows: str  # that it was adopted without an action or a reason; "" otherwise
    actions: list[ActionLine]


@dataclass(frozen=True, slots=True)
class PointText:
    position: int
    title: str
    region: str
    note: str
    late: str  # that it came after convening, and when
    votes: list[VoteText]
    decisions: list[DecisionText]


@dataclass(frozen=True, slots=True)
class MinutesText:
    title: str
    lines: list[Line]
    by_weight: bool  # a quorum is asked so
    seats: list[SeatLine]
    attendance: str
    points: list[PointText]


def minutes_text(record: MinutesRecord) -> MinutesText:
    session = record.session
    by_weight = session.quorum.weight_needed is not None
    return MinutesText(
        title=filled(
            gettext("Minutes of session %(number)s: %(title)s"),
            {"number": session.number, "title": session.title},
        ),
        lines=_session_lines(session) + _quorum_lines(record),
        by_weight=by_weight,
        # Nobody is absent from a session that has not begun.
        seats=[seat_line(seat, by_weight=by_weight) for seat in record.seats]
        if session.opened_at
        else [],
        attendance=_attendance(record.seats) if session.opened_at else "",
        points=[_point_text(point) for point in record.points],
    )


def _session_lines(session: SessionRecord) -> list[Line]:
    changes = [
        (
            gettext("Changed after convening, on %(moment)s")
            % {"moment": _moment(change.changed_at)},
            " · ".join(change_sentences(change)),
        )
        for change in session.changes
    ]
    known = [
        (gettext("Second call"), _first_session(session)),
        (gettext("Kind"), label_of(SessionKind, session.kind)),
        (gettext("Place"), session.place),
        (gettext("Planned for"), _moment(session.starts_at)),
        (gettext("Convened on"), _moment(session.convened_at)),
        *changes,
        (gettext("Days of notice"), notice_text(session.notice_days, session.notice_asked)),
        (pgettext("session", "Opened on"), _opened(session)),
        (pgettext("session", "Closed on"), _moment(session.closed_at)),
        (gettext("Chair"), session.chair),
        (gettext("Secretary"), session.secretary),
        (gettext("Quorum, of the seats held"), capfirst(share_name(Decimal(session.quorum_share)))),
    ]
    return [Line(label, text) for label, text in known if text]


def _quorum_lines(record: MinutesRecord) -> list[Line]:
    """Each with its moment: a quorum that is lost before closing had been there for the votes."""
    session = record.session
    if not session.opened_at:
        return []
    said = quorum_sentence(session.quorum)
    if record.version < 2:
        return [Line(gettext("Quorum"), said)]
    at_end = gettext("Quorum at closing") if session.closed_at else gettext("Quorum now")
    return [Line(gettext("Quorum first reached"), _first_quorum(session)), Line(at_end, said)]


def _first_quorum(session: SessionRecord) -> str:
    first = session.quorum_reached
    if first is None:
        return gettext("at no moment of the session")
    return " · ".join([_hour(first.reached_at), quorum_sentence(first.quorum)])


def _first_session(session: SessionRecord) -> str:
    if not session.second_call_of:
        return ""
    return first_session_sentence(session.second_call_of, keeps_quorum=session.keeps_quorum)


def _opened(session: SessionRecord) -> str:
    """When, and whether it was another day or before the hour that the members were called for."""
    if not session.opened_at:
        return ""
    opened = _local(session.opened_at)
    said = formats.moment(opened, formats.language())
    planned = _local(session.starts_at)
    if opened.date() != planned.date():
        return gettext("%(moment)s, on another day than announced") % {"moment": said}
    if opened < planned:
        return gettext("%(moment)s, before the hour announced") % {"moment": said}
    return said


def _attendance(seats: tuple[SeatRecord, ...]) -> str:
    states = [seat.state for seat in seats]
    return gettext(
        "%(present)s present, %(represented)s represented, %(absent)s absent, "
        "%(vacant)s vacant, of %(all)s seats."
    ) % {**{state: states.count(state) for state in _STATES}, "all": len(states)}


def seat_line(seat: SeatRecord, *, by_weight: bool) -> SeatLine:
    people = list(dict.fromkeys(stay.person for stay in seat.stays)) or [seat.person]
    detail = [] if seat.stays else [_quality(seat.quality)]
    before = ""
    for stay in seat.stays:
        detail += [_quality(stay.quality) if stay.person != before else "", _hours(stay)]
        before = stay.person
    if seat.represented_by:
        detail.append(
            gettext("voice given to %(seat)s") % {"seat": name_in_language(seat.represented_by)}
        )
    detail += [_representation(given) for given in seat.representations]
    return SeatLine(
        seat=name_in_language(seat.names),
        person=formats.listing(people, formats.language()) if any(people) else "",
        weight=written_weight(seat.weight) if by_weight and seat.state != "vacant" else "",
        state=str(_STATES[seat.state]),
        detail=" · ".join(filter(None, detail)),
    )


def _representation(given: RepresentationRecord) -> str:
    hours = {
        "seat": name_in_language(given.represented_by),
        "start": _hour(given.starts_at),
        "end": _hour(given.ends_at),
    }
    if given.ends_at:
        return gettext("voice given to %(seat)s, from %(start)s to %(end)s") % hours
    return gettext("voice given to %(seat)s, from %(start)s") % hours


def _quality(kind: str) -> str:
    return label_of(MandateKind, kind)


def _hours(stay: StayRecord) -> str:
    hours = {"arrival": _hour(stay.arrived_at), "departure": _hour(stay.left_at)}
    if stay.left_at:
        return gettext("from %(arrival)s to %(departure)s") % hours
    return gettext("from %(arrival)s") % hours


def _point_text(point: PointRecord) -> PointText:
    return PointText(
        position=point.position,
        title=point.title,
        region=name_in_language(point.region) if point.region else "",
        note=point.note,
        late=late_sentence(_local(point.added_late_at)) if point.added_late_at else "",
        votes=[_vote_text(vote) for vote in point.votes],
        decisions=[_decision_text(decision) for decision in point.decisions],
    )


def _vote_text(vote: VoteRecord) -> VoteText:
    form = gettext("Secret ballot") if vote.secret else gettext("Roll call")
    if vote.all_on_paper:
        form = on_paper_sentence()
    lines = [
        Line(gettext("Quorum"), quorum_sentence(vote.quorum)),
        Line(gettext("Ballot"), form),
        Line(pgettext("vote", "Opened on"), _moment(vote.opened_at)),
    ]
    result = vote.result
    if result is not None:
        turnout = gettext("%(voted)s of %(entitled)s seats voted.") % {
            "voted": result.voted,
            "entitled": result.entitled_heads,
        }
        lines += [
            Line(gettext("Turnout"), turnout),
            Line(gettext("Result"), result_sentence(result)),
        ]
    if vote.annulled:
        lines.append(Line(gettext("Annulled, because"), vote.annulled))
    return VoteText(
        warning="" if vote.as_recorded else changed_vote_sentence(),
        text=vote.text,
        lines=[line for line in lines if line.text],
        roll=[_roll_line(row, is_by_weight(vote.quorum, vote.weighted)) for row in vote.roll],
    )


def roll_lines(vote: Vote) -> list[RollLine]:
    """The roll call of one vote, in words, for its own page."""
    by_weight = is_by_weight(vote.quorum, vote.is_weighted)
    return [_roll_line(row, by_weight) for row in roll_call(vote)]


def _roll_line(row: RollRecord, by_weight: bool) -> RollLine:
    return RollLine(
        seat=name_in_language(row.names),
        person=gettext("represented by %(person)s") % {"person": row.person}
        if row.represented_by
        else row.person,
        weight=written_weight(row.weight) if by_weight else "",
        choice=label_of(Choice, row.choice) or gettext("Did not vote"),
    )


def _decision_text(decision: DecisionRecord) -> DecisionText:
    has_follow_up = bool(decision.actions or decision.no_action_reason)
    is_bare = decision.outcome == DecisionOutcome.ADOPTED and not has_follow_up
    outcome = label_of(DecisionOutcome, decision.outcome)
    if decision.by_consensus:
        outcome = gettext("%(outcome)s by consensus") % {"outcome": outcome}
    return DecisionText(
        warning="" if decision.as_recorded else changed_decision_sentence(),
        text=decision.text,
        outcome=outcome,
        no_action_reason=decision.no_action_reason,
        nothing_follows=gettext("No action, and no reason given why none is needed.")
        if is_bare
        else "",
        actions=[
            ActionLine(
                title=action.title,
                owner=action.owner,
                due=formats.day_for_reader(date.fromisoformat(action.due_on)),
                budget=formats.money(Decimal(action.budget_lcu), formats.language()),
            )
            for action in decision.actions
        ],
    )


def _moment(text: str | None) -> str:
    if not text:
        return ""
    return formats.moment(_local(text), formats.language())


def _local(text: str) -> datetime:
    """An instant on our clocks; an hour that was announced is kept as it stands on them."""
    moment = datetime.fromisoformat(text)
    return timezone.localtime(moment) if moment.tzinfo else timezone.make_aware(moment)


def _hour(text: str | None) -> str:
    return _local(text).strftime("%H:%M") if text else ""
