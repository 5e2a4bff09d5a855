"""A council ready to sit: twelve seats, one of them vacant, a session that is open."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nasij.accounts.models import User
from nasij.council.acts import (
    add_point,
    convene_session,
    create_session,
    fill_seat,
    give_proxy,
    mark_arrival,
    open_session,
)
from nasij.council.models import AgendaItem, Seat, Session
from tests.again import again
from tests.people import Cast, make_user

# Weights of the seats by region; S12 is vacant. Those held weigh 20 together.
WEIGHTS = {
    "S01": "3",
    "S02": "1",
    "S03": "2",
    "S04": "2.5",
    "S05": "1",
    "S06": "4",
    "S07": "2",
    "S08": "1",
    "S09": "2.5",
    "S10": "0.5",
    "S11": "0.5",
    "S12": "1",
}
VACANT = "S12"
PRESENT = ("S01", "S02", "S03", "S04", "S06", "S09")
PROXIES = {"S05": "S01", "S07": "S09"}


@pytest.fixture
def seats(cast: Cast) -> dict[str, Seat]:
    """Eleven holders, each with an account, except S12. The delegates of the cast hold S01, S09."""
    again("seats", lambda: _fill_seats(cast))
    return _seats()


def _seats() -> dict[str, Seat]:
    return {seat.code: seat for seat in Seat.objects.select_related("region")}


def _fill_seats(cast: Cast) -> None:
    found = _seats()
    accounts = {"S01": cast.other_delegate, "S09": cast.delegate}
    for code, weight in WEIGHTS.items():
        seat = found[code]
        seat.weight = Decimal(weight)
        seat.save()
        if code != VACANT:
            user = accounts.get(code) or make_user(f"holder-{code}", "delegate", code[1:])
            _hold(seat, user)


def _hold(seat: Seat, user: User) -> None:
    fill_seat(
        seat=seat,
        person_name=f"Titulaire {seat.code}",
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
        basis="Convention fictive",
        user=user,
        by=None,
    )


@pytest.fixture
def prepared(seats: dict[str, Seat], cast: Cast) -> Session:
    """A session in preparation with one point of its own."""
    again("prepared", lambda: _prepare(cast))
    return Session.objects.get()


def _prepare(cast: Cast) -> None:
    session = create_session(
        number=7,
        title="Septième session",
        starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        place="Agadir",
        chair="Présidence fictive",
        by=cast.secretariat,
    )
    add_point(session=session, title="Fret maritime", by=cast.secretariat)


@pytest.fixture
def opened(prepared: Session, cast: Cast) -> Session:
    """The session open, nobody marked present yet."""
    again("opened", lambda: _open(prepared, cast))
    return Session.objects.get()


def _open(prepared: Session, cast: Cast) -> None:
    session = convene_session(
        session=prepared,
        at=datetime(2026, 5, 10, 9, tzinfo=UTC),
        notify=False,
        by=cast.secretariat,
    )
    open_session(
        session=session,
        confirmed=True,
        at=datetime(2026, 6, 1, 9, 5, tzinfo=UTC),
        by=cast.secretariat,
    )


@pytest.fixture
def seated(opened: Session, seats: dict[str, Seat], cast: Cast) -> Session:
    """Six seats present, two represented: 8 voices of 11 held seats, a weight of 18 of 20."""
    again("seated", lambda: _seat(opened, seats, cast))
    return Session.objects.get()


def _seat(opened: Session, seats: dict[str, Seat], cast: Cast) -> None:
    for code in PRESENT:
        mark_arrival(session=opened, seat=seats[code], by=cast.secretariat)
    for giver, holder in PROXIES.items():
        give_proxy(session=opened, giver=seats[giver], holder=seats[holder], by=cast.secretariat)


@pytest.fixture
def point(seated: Session) -> AgendaItem:
    return seated.agenda.get()


@pytest.fixture
def user_of(seats: dict[str, Seat]) -> Callable[[str], User]:
    def find(code: str) -> User:
        user = seats[code].mandates.get().user
        assert user is not None
        return user

    return find
