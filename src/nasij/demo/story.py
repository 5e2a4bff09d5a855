"""One closed session and one to come, told by the product's acts in the order of the thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.council import acts as council
from nasij.council.enums import Choice, Majority
from nasij.council.models import AgendaItem, Decision, Mandate, Seat, Session, Vote
from nasij.demo.script import Actions, Case, Council, Said, Script
from nasij.needs.acts import escalate_item, group_needs
from nasij.needs.models import Item, Need, Reply
from nasij.plans import acts as plans
from nasij.plans.enums import EvidenceKind
from nasij.plans.models import Action, DueDateChange, Evidence
from nasij.reference.queries import region_by_code

_RAISED, _DECIDED_RAISED = 10, 150  # days ago that a region made an item of statements


def days_before_item(script: Script, subject: str, region: str) -> int:
    """How many days ago, at the latest, a statement was heard: before its region made an item."""
    decided = {(case.subject, case.region) for case in script.story if case.is_decided}
    return _DECIDED_RAISED + 5 if (subject, region) in decided else _RAISED + 10


def hold_council(script: Script, people: dict[str, User]) -> None:
    said, story = script.said, script.story
    _seat_delegates(said, people)
    items = {case.subject: _raise_item(script, case, people) for case in story}
    held = _past_session(said.council, people)
    _hold(said, held, [case for case in story if case.is_decided], items, people)
    with _dated(_moment(-3, 10)):
        coming = [case for case in story if case.end == "agenda"]
        _prepare_next(said.council, coming, items, people)


def _seat_delegates(said: Said, people: dict[str, User]) -> None:
    for seat in Seat.objects.select_related("region").order_by("order", "code"):
        user = people.get(seat.region.code) if seat.region else None
        if user is not None:
            council.fill_seat(
                seat=seat,
                person_name=user.name,
                user=user,
                starts_on=said.since,
                basis=said.council.seated_by,
                is_demo=True,
                by=people["secretariat"],
            )


def _raise_item(script: Script, case: Case, people: dict[str, User]) -> Item:
    """Group the region's statements on one subject and, unless it is still open, escalate it."""
    region = region_by_code(case.region)
    assert region is not None
    texts = {row.text for row in script.statements if row.subject == case.subject}
    needs = [need for need in Need.objects.filter(region=region) if need.text in texts]
    by = people.get(case.region, people["secretariat"])
    ago = _DECIDED_RAISED if case.is_decided else _RAISED
    raised_at, escalated_at = _moment(-ago, 10), _moment(-ago + 5, 10)
    with _dated(raised_at):
        item = group_needs(needs=needs, title=case.title, theme=needs[0].theme, is_demo=True, by=by)
    raised = Item.objects.filter(pk=item.pk)
    if case.end != "open":
        with _dated(escalated_at):
            escalate_item(item=item, reason=script.said.council.escalated_for, by=by)
    raised.update(created_at=raised_at)
    raised.filter(escalated_at__isnull=False).update(escalated_at=escalated_at)
    return item


@contextmanager
def _dated(moment: datetime) -> Iterator[None]:
    """What an act of the story tells exporters and leaves on record bears the time of that act."""
    began = timezone.now()
    yield
    Reply.objects.filter(sent_at__gte=began).update(sent_at=moment)
    Event.objects.filter(at__gte=began).update(at=moment)


def _moment(days: int, hour: int, minute: int = 0) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _past_session(told: Council, people: dict[str, User]) -> Session:
    with _dated(_moment(-144, 15)):
        return council.create_session(
            number=1,
            title=told.held.title,
            starts_at=_moment(-120, 9, 30),
            place=told.held.place,
            chair=told.chair,
            secretary=people["secretariat"].name,
            is_demo=True,
            by=people["secretariat"],
        )


def _hold(
    said: Said,
    session: Session,
    cases: list[Case],
    items: dict[str, Item],
    people: dict[str, User],
) -> None:
    by = people["secretariat"]
    with _dated(_moment(-140, 10)):
        points = [
            council.place_item(session=session, item=items[case.subject], by=by) for case in cases
        ]
        council.convene_session(session=session, at=_moment(-140, 10), notify=False, by=by)
    with _dated(_moment(-120, 9, 35)):
        session = council.open_session(session=session, at=_moment(-120, 9, 35), by=by)
    _attend(session, by)
    made = []
    for number, (case, point) in enumerate(zip(cases, points, strict=True)):
        decision = _decide(case, point, _moment(-120, 10 + number, 5), by)
        if case.action:
            made.append((case, _act(said.actions, case, decision, people)))
    with _dated(_moment(-120, 15)):
        council.close_session(session=session, at=_moment(-120, 15), by=by)
    for case, action in made:  # after the seal: the minutes hold what the council knew
        _progress(said.actions, case, action, people)


def _attend(session: Session, by: User) -> None:
    """All but two are present, one of the absent gives a proxy, one seat is vacant."""
    seats = list(Seat.objects.order_by("order", "code"))
    held = [seat for seat in seats if Mandate.objects.filter(seat=seat).exists()]
    at = _moment(-120, 9, 40)
    with _dated(at):
        for seat in held[:-2]:
            council.mark_arrival(session=session, seat=seat, at=at, by=by)
        council.give_proxy(session=session, giver=held[-2], holder=held[0], at=at, by=by)


def _decide(case: Case, point: AgendaItem, at: datetime, by: User) -> Decision:
    refused = case.end == "refused"
    closed_at, decided_at = at + timedelta(minutes=12), at + timedelta(minutes=15)
    with _dated(at):
        vote = council.open_vote(
            point=point, text=case.put_to_vote, majority=Majority.SIMPLE, at=at, by=by
        )
    with _dated(closed_at):
        council.enter_roll_call(vote=vote, choices=_choices(vote, refused), by=by)
        vote = council.close_vote(vote=vote, at=closed_at, by=by)
    with _dated(decided_at):
        return council.record_decision(
            point=point, reason=case.reason, vote=vote, at=decided_at, is_demo=True, by=by
        )


def _choices(vote: Vote, refused: bool) -> dict[str, Choice]:
    seats = [entry["seat"] for entry in vote.entitled]
    most, few = (Choice.AGAINST, Choice.FOR) if refused else (Choice.FOR, Choice.AGAINST)
    choices = dict.fromkeys(seats, most)
    choices[seats[-1]] = Choice.ABSTAIN
    if len(seats) > 3:  # of fewer, one voice against would leave no majority
        choices[seats[-2]] = few
    return choices


def _act(told: Actions, case: Case, decision: Decision, people: dict[str, User]) -> Action:
    by = people["secretariat"]
    shares = {}
    for code, share in case.shares.items():
        region = region_by_code(code)
        assert region is not None
        shares[region] = share
    made_at = decision.decided_at + timedelta(minutes=10)
    with _dated(made_at):
        action = plans.create_action(
            decision=decision,
            title=case.action,
            owner_name=case.owner,
            owner=people.get(case.region),
            due_on=timezone.localdate() + timedelta(days=30 * case.months - 110),
            budget_lcu=case.budget_lcu,
            shares=shares,
            expected_result=told.expected_result,
            is_demo=True,
            by=by,
        )
    Action.objects.filter(pk=action.pk).update(created_at=made_at)
    return action


def _progress(told: Actions, case: Case, action: Action, people: dict[str, User]) -> None:
    _carry_out(told, case, action, people)
    DueDateChange.objects.filter(action=action).update(changed_at=_moment(-60, 9))
    Evidence.objects.filter(action=action).update(added_at=_moment(-20, 9))


def _carry_out(told: Actions, case: Case, action: Action, people: dict[str, User]) -> None:
    by = people["secretariat"]
    if case.end == "planned":
        return
    with _dated(_moment(-100, 9)):
        action = plans.start_action(action=action, at=_moment(-100, 9), by=by)
    if case.end == "underway":
        with _dated(_moment(-60, 9)):
            plans.move_due_date(
                action=action,
                to_date=action.due_on + timedelta(days=45),
                reason=told.moved_for,
                by=by,
            )
        return
    with _dated(_moment(-20, 9)):
        _show_result(told, case, action, people)
    with _dated(_moment(-12, 16)):
        plans.mark_done(action=action, at=_moment(-12, 16), by=by)


def _show_result(told: Actions, case: Case, action: Action, people: dict[str, User]) -> None:
    by = people["secretariat"]
    for kind, shown, who in (
        (EvidenceKind.DECLARED, told.declared, people.get(case.region, by)),
        (EvidenceKind.CONFIRMED, told.confirmed, by),
    ):
        plans.add_evidence(
            action=action,
            kind=kind,
            text=shown.text,
            value=Decimal(shown.value),
            unit=shown.unit,
            source=shown.source,
            by=who,
        )


def _prepare_next(
    told: Council, cases: list[Case], items: dict[str, Item], people: dict[str, User]
) -> None:
    by = people["secretariat"]
    session = council.create_session(
        number=2,
        title=told.coming.title,
        starts_at=_moment(21, 9, 30),
        place=told.coming.place,
        chair=told.chair,
        is_demo=True,
        by=by,
    )
    council.add_point(session=session, title=told.coming.first_point, by=by)
    for case in cases:
        council.place_item(session=session, item=items[case.subject], by=by)
    council.convene_session(session=session, at=_moment(-3, 10), notify=False, by=by)
