"""Seats: who holds them on a day, and who can be written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.queries import memberships_holding, people_holding
from nasij.council.enums import MandateKind
from nasij.council.models import Mandate, Seat

_RANK: dict[str, int] = {MandateKind.HOLDER: 0, MandateKind.INTERIM: 1, MandateKind.SUBSTITUTE: 2}


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat on one day, with its running mandates; holder first, then interim, then substitute."""

    seat: Seat
    mandates: tuple[Mandate, ...]

    @property
    def is_vacant(self) -> bool:
        return not self.mandates

    @property
    def sitting(self) -> Mandate | None:
        return self.mandates[0] if self.mandates else None


def seats_on(day: date) -> list[SeatNow]:
    running = Mandate.objects.filter(starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    seats = Seat.objects.select_related("region").prefetch_related(
        Prefetch(
            "mandates",
            queryset=running.select_related("user").order_by("-starts_on", "id"),
            to_attr="running",
        )
    )
    return [SeatNow(seat, _ranked(seat.running)) for seat in seats.order_by("order", "code")]


def _ranked(mandates: Iterable[Mandate]) -> tuple[Mandate, ...]:
    return tuple(sorted(mandates, key=lambda mandate: _RANK.get(mandate.kind, len(_RANK))))


def seat_names() -> dict[str, str]:
    return {seat.code: seat.name for seat in Seat.objects.order_by("order", "code")}


def accounts_for(seat: Seat) -> QuerySet[User]:
    """Accounts that may vote for a seat: those of its region; for the bureau, of any."""
    people = people_holding(Permission.VOTE_CAST)
    if seat.region is None:
        return people
    here = memberships_holding(Permission.VOTE_CAST).filter(region=seat.region)
    return people.filter(pk__in=here.order_by().values("user_id"))


def mandates_of(seat: Seat) -> QuerySet[Mandate]:
    return seat.mandates.select_related("user").order_by("-starts_on", "-id")


def member_addresses(day: date) -> list[User]:
    """Everyone with a running mandate and an account, once."""
    users = {
        mandate.user.pk: mandate.user
        for now in seats_on(day)
        for mandate in now.mandates
        if mandate.user is not None and mandate.user.is_active and mandate.user.email
    }
    return [users[key] for key in sorted(users)]


def seats_unwritten(day: date) -> list[Seat]:
    """The seats with nobody to write to: vacant, or held without an account and its address."""
    reached = {user.pk for user in member_addresses(day)}
    return [
        now.seat
        for now in seats_on(day)
        if not any(mandate.user_id in reached for mandate in now.mandates)
    ]
