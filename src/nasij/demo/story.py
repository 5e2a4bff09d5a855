"""One closed session and one to come, told by the product's acts in the order of the thread."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.council import acts as council
from nasij.council.enums import Choice, Majority
from nasij.council.models import AgendaItem, Decision, Mandate, Seat, Session, Vote
from nasij.needs.acts import escalate_item, group_needs
from nasij.needs.models import Item, Need, Reply
from nasij.plans import acts as plans
from nasij.plans.enums import EvidenceKind
from nasij.plans.models import Action, DueDateChange, Evidence
from nasij.reference.queries import region_by_code

_STORY = Path(__file__).parent / "story.csv"
_STATEMENTS = Path(__file__).parent / "statements.csv"
Row = dict[str, str]
_RAISED, _DECIDED_RAISED = 10, 150  # days ago that a region made an item of statements
_DECIDED = ("done", "underway", "planned", "refused")


def _rows() -> list[Row]:
    with _STORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days_before_item(key: str, region: str) -> int:
    """How many days ago, at the latest, a statement was heard: before its region made an item."""
    decided = {(row["key"], row["region"]) for row in _rows() if row["end"] in _DECIDED}
    return _DECIDED_RAISED + 5 if (key, region) in decided else _RAISED + 10


def hold_council(people: dict[str, User]) -> None:
    rows = _rows()
    _seat_delegates(people)
    items = {row["key"]: _raise_item(row, people) for row in rows}
    held = _past_session(people)
    decided = [row for row in rows if row["end"] in _DECIDED]
    _hold(held, decided, items, people)
    with _dated(_moment(-3, 10)):
        _prepare_next([row for row in rows if row["end"] == "agenda"], items, people)


def _seat_delegates(people: dict[str, User]) -> None:
    for seat in Seat.objects.select_related("region").order_by("order", "code"):
        user = people.get(seat.region.code) if seat.region else None
        if user is not None:
            council.fill_seat(
                seat=seat,
                person_name=user.name,
                user=user,
                starts_on=date(2021, 6, 14),
                basis="Convention (démonstration)",
                is_demo=True,
                by=people["secretariat"],
            )


def _raise_item(row: Row, people: dict[str, User]) -> Item:
    """Group the region's statements on one subject and, unless it is still open, escalate it."""
    region = region_by_code(row["region"])
    assert region is not None
    needs = [need for need in Need.objects.filter(region=region) if need.text in _texts(row["key"])]
    by = people.get(row["region"], people["secretariat"])
    ago = _DECIDED_RAISED if row["end"] in _DECIDED else _RAISED
    raised_at, escalated_at = _moment(-ago, 10), _moment(-ago + 5, 10)
    with _dated(raised_at):
        item = group_needs(
            needs=needs, title=row["title"], theme=needs[0].theme, is_demo=True, by=by
        )
    raised = Item.objects.filter(pk=item.pk)
    if row["end"] != "open":
        with _dated(escalated_at):
            escalate_item(
                item=item, reason="Entendu dans plusieurs régions ; dépasse la région.", by=by
            )
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


def _texts(key: str) -> set[str]:
    with _STATEMENTS.open(encoding="utf-8", newline="") as file:
        return {row["text"] for row in csv.DictReader(file) if row["key"] == key}


def _moment(days: int, hour: int, minute: int = 0) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _past_session(people: dict[str, User]) -> Session:
    with _dated(_moment(-144, 15)):
        return council.create_session(
            number=1,
            title="Conseil des régions n° 1 (démonstration)",
            starts_at=_moment(-120, 9, 30),
            place="Marrakech",
            chair="Présidence de la commission (démonstration)",
            secretary="Secrétariat (démonstration)",
            is_demo=True,
            by=people["secretariat"],
        )


def _hold(
    session: Session, rows: list[Row], items: dict[str, Item], people: dict[str, User]
) -> None:
    by = people["secretariat"]
    with _dated(_moment(-140, 10)):
        points = [
            council.place_item(session=session, item=items[row["key"]], by=by) for row in rows
        ]
        council.convene_session(session=session, at=_moment(-140, 10), notify=False, by=by)
    with _dated(_moment(-120, 9, 35)):
        session = council.open_session(session=session, at=_moment(-120, 9, 35), by=by)
    _attend(session, by)
    made = []
    for number, (row, point) in enumerate(zip(rows, points, strict=True)):
        decision = _decide(row, point, _moment(-120, 10 + number, 5), by)
        if row["action"]:
            made.append((row, _act(row, decision, people)))
    with _dated(_moment(-120, 15)):
        council.close_session(session=session, at=_moment(-120, 15), by=by)
    for row, action in made:  # after the seal: the minutes hold what the council knew
        _progress(row, action, people)


def _attend(session: Session, by: User) -> None:
    """Nine present, one of the absent gives a proxy, one seat is vacant."""
    seats = list(Seat.objects.order_by("order", "code"))
    held = [seat for seat in seats if Mandate.objects.filter(seat=seat).exists()]
    at = _moment(-120, 9, 40)
    with _dated(at):
        for seat in held[:9]:
            council.mark_arrival(session=session, seat=seat, at=at, by=by)
        council.give_proxy(session=session, giver=held[9], holder=held[0], at=at, by=by)


def _decide(row: Row, point: AgendaItem, at: datetime, by: User) -> Decision:
    refused = row["end"] == "refused"
    closed_at, decided_at = at + timedelta(minutes=12), at + timedelta(minutes=15)
    with _dated(at):
        vote = council.open_vote(
            point=point, text=row["put_to_vote"], majority=Majority.SIMPLE, at=at, by=by
        )
    with _dated(closed_at):
        council.enter_roll_call(vote=vote, choices=_choices(vote, refused), by=by)
        vote = council.close_vote(vote=vote, at=closed_at, by=by)
    with _dated(decided_at):
        return council.record_decision(
            point=point, reason=row["reason"], vote=vote, at=decided_at, is_demo=True, by=by
        )


def _choices(vote: Vote, refused: bool) -> dict[str, Choice]:
    seats = [entry["seat"] for entry in vote.entitled]
    most, few = (Choice.AGAINST, Choice.FOR) if refused else (Choice.FOR, Choice.AGAINST)
    choices = dict.fromkeys(seats, most)
    choices[seats[-1]] = Choice.ABSTAIN
    choices[seats[-2]] = few
    return choices


def _act(row: Row, decision: Decision, people: dict[str, User]) -> Action:
    by = people["secretariat"]
    shares = {}
    for part in row["shares"].split():
        code, share = part.split(":")
        region = region_by_code(code)
        assert region is not None
        shares[region] = Decimal(share)
    made_at = decision.decided_at + timedelta(minutes=10)
    with _dated(made_at):
        action = plans.create_action(
            decision=decision,
            title=row["action"],
            owner_name=row["owner"],
            owner=people.get(row["region"]),
            due_on=timezone.localdate() + timedelta(days=30 * int(row["months"]) - 110),
            budget_lcu=Decimal(row["budget_lcu"]),
            shares=shares,
            expected_result="Dix entreprises de plus qui expédient au moins quatre fois par an.",
            is_demo=True,
            by=by,
        )
    Action.objects.filter(pk=action.pk).update(created_at=made_at)
    return action


def _progress(row: Row, action: Action, people: dict[str, User]) -> None:
    _carry_out(row, action, people)
    DueDateChange.objects.filter(action=action).update(changed_at=_moment(-60, 9))
    Evidence.objects.filter(action=action).update(added_at=_moment(-20, 9))


def _carry_out(row: Row, action: Action, people: dict[str, User]) -> None:
    by = people["secretariat"]
    if row["end"] == "planned":
        return
    with _dated(_moment(-100, 9)):
        action = plans.start_action(action=action, at=_moment(-100, 9), by=by)
    if row["end"] == "underway":
        with _dated(_moment(-60, 9)):
            plans.move_due_date(
                action=action,
                to_date=action.due_on + timedelta(days=45),
                reason="Le laboratoire attend le renouvellement de son agrément.",
                by=by,
            )
        return
    with _dated(_moment(-20, 9)):
        _show_result(row, action, people)
    with _dated(_moment(-12, 16)):
        plans.mark_done(action=action, at=_moment(-12, 16), by=by)


def _show_result(row: Row, action: Action, people: dict[str, User]) -> None:
    by = people["secretariat"]
    plans.add_evidence(
        action=action,
        kind=EvidenceKind.DECLARED,
        text="Deux départs groupés par mois depuis dix semaines.",
        value=Decimal(14),
        unit="entreprises",
        source="Compte rendu de la délégation (démonstration)",
        by=people.get(row["region"], by),
    )
    plans.add_evidence(
        action=action,
        kind=EvidenceKind.CONFIRMED,
        text="Confirmé par les entreprises interrogées.",
        value=Decimal(9),
        unit="entreprises",
        source="Enquête téléphonique (démonstration)",
        by=by,
    )


def _prepare_next(rows: list[Row], items: dict[str, Item], people: dict[str, User]) -> None:
    by = people["secretariat"]
    session = council.create_session(
        number=2,
        title="Conseil des régions n° 2 (démonstration)",
        starts_at=_moment(21, 9, 30),
        place="Agadir",
        chair="Présidence de la commission (démonstration)",
        is_demo=True,
        by=by,
    )
    council.add_point(session=session, title="Suites données au premier conseil", by=by)
    for row in rows:
        council.place_item(session=session, item=items[row["key"]], by=by)
    council.convene_session(session=session, at=_moment(-3, 10), notify=False, by=by)
