"""The pages of the seats: who sits, since when, and what may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.council import queries
from nasij.council.models import Mandate, Seat
from nasij.council.permissions import may_nationally


@dataclass(frozen=True, slots=True)
class SeatsPage:
    seats: list[queries.SeatNow]
    may_convene: bool


@dataclass(frozen=True, slots=True)
class MandateLine:
    mandate: Mandate
    may_end: bool


@dataclass(frozen=True, slots=True)
class SeatPage:
    mandates: list[MandateLine]
    today: date
    may_convene: bool


def seats_page(user: Person) -> SeatsPage:
    return SeatsPage(
        seats=queries.seats_on(timezone.localdate()),
        may_convene=may_nationally(user, Permission.SESSION_CONVENE),
    )


def seat_page(seat: Seat, user: Person) -> SeatPage:
    today = timezone.localdate()
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    return SeatPage(
        mandates=[
            MandateLine(mandate, may_convene and (not mandate.ends_on or mandate.ends_on >= today))
            for mandate in queries.mandates_of(seat)
        ],
        today=today,
        may_convene=may_convene,
    )
