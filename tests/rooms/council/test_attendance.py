"""Arriving, leaving, giving one's voice; and what that does to votes already open."""

from datetime import UTC, date, datetime

import pytest

from nasij.council.acts import (
    cast_votes,
    close_vote,
    enter_roll_call,
    fill_seat,
    give_proxy,
    mark_arrival,
    mark_departure,
    open_vote,
    vacate_seat,
    withdraw_proxy,
)
from nasij.council.enums import Choice, MandateKind
from nasij.council.errors import (
    AlreadyPresent,
    MandateEndsBeforeItStarts,
    NotEntitled,
    NotPresent,
    ProxyChain,
    ProxyGiven,
    ProxyToItself,
    QuorumNotReached,
    SeatTaken,
    SeatVacant,
    TooManyProxies,
    WeightQuorumNotReached,
)
from nasij.council.models import AgendaItem, Proxy, Seat, Session, Vote
from nasij.council.queries import room, seats_on, voices_of
from nasij.reference.days import DayOutOfReach
from nasij.work.errors import Refusal
from tests.people import Cast

Seats = dict[str, Seat]


def test_vote_without_quorum_is_refused_with_the_numbers(
    opened: Session, seats: Seats, cast: Cast
) -> None:
    for code in ("S01", "S02", "S03", "S04", "S06"):
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    with pytest.raises(QuorumNotReached) as refused:
        open_vote(point=opened.agenda.get(), text="Texte", by=cast.secretariat)
    assert refused.value.values == {"present": 5, "held": 11, "needed": 6}
    assert not Vote.objects.exists()


def test_sixth_seat_makes_the_quorum_and_a_departure_breaks_it(
    opened: Session, seats: Seats, cast: Cast
) -> None:
    for code in ("S01", "S02", "S03", "S04", "S06", "S07"):
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    assert room(opened).quorum.reached
    mark_departure(session=opened, seat=seats["S07"], by=cast.secretariat)
    assert not room(opened).quorum.reached


def test_quorum_by_weight_is_asked_when_the_session_asks_for_it(
    opened: Session, seats: Seats, cast: Cast
) -> None:
    Session.objects.filter(pk=opened.pk).update(quorum_weight_share="0.75")
    Seat.objects.filter(pk="S10").update(weight="0.504")
    for code in ("S02", "S05", "S07", "S08", "S10", "S11"):
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    opened.refresh_from_db()
    with pytest.raises(WeightQuorumNotReached) as refused:
        open_vote(point=opened.agenda.get(), text="Texte", by=cast.secretariat)
    assert refused.value.values == {"present": "6,004", "held": "20,004", "needed": "15,003"}


def test_late_arrival_does_not_alter_an_open_or_earlier_vote(
    seated: Session, point: AgendaItem, seats: Seats, cast: Cast
) -> None:
    early = open_vote(point=point, text="Premier texte", by=cast.secretariat)
    mark_arrival(session=seated, seat=seats["S08"], by=cast.secretariat)
    assert "S08" not in {voice.seat for voice in voices_of(early)}
    with pytest.raises(NotEntitled):
        enter_roll_call(vote=early, choices={"S08": Choice.FOR}, by=cast.secretariat)
    enter_roll_call(vote=early, choices={"S01": Choice.FOR}, by=cast.secretariat)
    close_vote(vote=early, by=cast.secretariat)
    late = open_vote(point=point, text="Second texte", by=cast.secretariat)
    assert len(voices_of(late)) == 9
    early.refresh_from_db()
    assert len(voices_of(early)) == 8
    assert early.quorum.heads_present == 8


def test_giver_who_arrives_speaks_for_themself_in_the_next_vote(
    seated: Session, point: AgendaItem, seats: Seats, cast: Cast
) -> None:
    first = open_vote(point=point, text="Premier texte", by=cast.secretariat)
    mark_arrival(session=seated, seat=seats["S05"], by=cast.secretariat)
    enter_roll_call(vote=first, choices={"S01": Choice.FOR}, by=cast.secretariat)
    close_vote(vote=first, by=cast.secretariat)
    second = open_vote(point=point, text="Second texte", by=cast.secretariat)
    by_seat = {voice.seat: voice.represented_by for voice in voices_of(second)}
    assert {voice.seat: voice.represented_by for voice in voices_of(first)}["S05"] == "S01"
    assert by_seat["S05"] == ""
    assert by_seat["S07"] == "S09"


def test_proxy_counts_only_while_its_holder_is_there(
    seated: Session, seats: Seats, cast: Cast
) -> None:
    mark_departure(session=seated, seat=seats["S09"], by=cast.secretariat)
    voices = {one.seat.pk for one in room(seated).voices}
    assert "S07" not in voices
    assert "S05" in voices


@pytest.mark.parametrize(
    ("giver", "holder", "error"),
    [
        ("S08", "S08", ProxyToItself),
        ("S05", "S02", ProxyGiven),
        ("S08", "S01", TooManyProxies),
        ("S08", "S05", ProxyChain),
        ("S12", "S02", SeatVacant),
        ("S08", "S12", SeatVacant),
        ("S08", "S10", NotPresent),
        ("S04", "S02", AlreadyPresent),
    ],
)
def test_proxies_that_are_refused(
    seated: Session, seats: Seats, cast: Cast, giver: str, holder: str, error: type[Refusal]
) -> None:
    with pytest.raises(error) as refused:
        give_proxy(session=seated, giver=seats[giver], holder=seats[holder], by=cast.secretariat)
    assert str(refused.value)
    assert seated.proxies.count() == 2


def test_withdrawn_proxy_stays_in_the_vote_opened_before(
    seated: Session, point: AgendaItem, cast: Cast
) -> None:
    vote = open_vote(point=point, text="Texte", by=cast.secretariat)
    withdraw_proxy(proxy=Proxy.objects.get(giver="S05"), by=cast.secretariat)
    assert room(seated).quorum.heads_present == 7
    cast_votes(vote=vote, choices={"S05": Choice.FOR}, by=cast.other_delegate)
    assert close_vote(vote=vote, by=cast.secretariat).result.heads["for"] == 1


def test_vacant_seat_is_not_marked_present(opened: Session, seats: Seats, cast: Cast) -> None:
    with pytest.raises(SeatVacant):
        mark_arrival(session=opened, seat=seats["S12"], by=cast.secretariat)


def test_seat_is_present_once(seated: Session, seats: Seats, cast: Cast) -> None:
    with pytest.raises(AlreadyPresent):
        mark_arrival(session=seated, seat=seats["S01"], by=cast.secretariat)


def test_substitute_sits_for_an_absent_holder(opened: Session, seats: Seats, cast: Cast) -> None:
    substitute = fill_seat(
        seat=seats["S08"],
        person_name="Suppléante S08",
        kind=MandateKind.SUBSTITUTE,
        starts_on=date(2026, 1, 1),
        by=cast.secretariat,
    )
    presence = mark_arrival(
        session=opened, seat=seats["S08"], mandate=substitute, by=cast.secretariat
    )
    assert presence.person_name == "Suppléante S08"


def test_holder_in_place_refuses_a_second_one_until_vacated(seats: Seats, cast: Cast) -> None:
    seat = seats["S03"]
    new = {"seat": seat, "person_name": "Nouveau", "starts_on": date(2026, 7, 1), "by": None}
    with pytest.raises(SeatTaken):
        fill_seat(**new)
    with pytest.raises(MandateEndsBeforeItStarts):
        vacate_seat(mandate=seat.mandates.get(), ends_on=date(2024, 1, 1), by=cast.secretariat)
    vacate_seat(mandate=seat.mandates.get(), ends_on=date(2026, 6, 30), by=cast.secretariat)
    fill_seat(**new)
    names = {now.seat.pk: now.sitting for now in seats_on(date(2026, 7, 2))}
    assert names["S03"] is not None
    assert names["S03"].person_name == "Nouveau"


def test_seats_are_vacant_on_day_one(db: None) -> None:
    now = seats_on(datetime(2020, 1, 1, tzinfo=UTC).date())
    assert len(now) == 12
    assert all(one.is_vacant for one in now)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": date(202, 6, 1)}, "starts_on"),
        ({"starts_on": date(2026, 6, 1), "ends_on": date(2926, 6, 1)}, "ends_on"),
        ({"starts_on": date(2026, 6, 1), "ends_on": date(2026, 5, 1)}, "ends_on"),
    ],
)
def test_days_that_no_mandate_can_have_are_refused_by_the_act(
    cast: Cast, given: dict[str, date], field: str
) -> None:
    """The form knew the rule; other doors led past it."""
    seat = Seat.objects.get(pk="S12")
    with pytest.raises(Refusal) as refused:
        fill_seat(seat=seat, person_name="Nouveau", **given, by=cast.secretariat)
    assert refused.value.field == field
    assert not seat.mandates.exists()


def test_a_mandate_does_not_end_in_another_millennium(seats: Seats, cast: Cast) -> None:
    mandate = seats["S03"].mandates.get()
    with pytest.raises(DayOutOfReach):
        vacate_seat(mandate=mandate, ends_on=date(2926, 6, 1), by=cast.secretariat)
