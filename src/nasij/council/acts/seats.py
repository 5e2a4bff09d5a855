"""Who holds which seat."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.enums import CouncilVerb, MandateKind
from nasij.council.errors import (
    FirstDayOutOfReach,
    LastDayOutOfReach,
    MandateEndsBeforeItStarts,
    SeatTaken,
)
from nasij.council.models import Mandate, Seat
from nasij.council.rules import rules_of
from nasij.reference.days import check_day
from nasij.reference.pack import Pack
from nasij.reference.queries import region_by_code
from nasij.sentences import inside
from nasij.ui import formats


def load_seats(pack: Pack) -> None:
    """The seats of the council, from the country pack; holders are never in a pack. A pack whose
    rules cannot be obeyed is refused here, before anybody sits."""
    rules_of(pack)
    for order, row in enumerate(pack.rows("seats.csv")):
        Seat.objects.update_or_create(
            code=row["code"],
            defaults={
                "region": region_by_code(row["region"]) if row["region"] else None,
                "weight": Decimal(row["weight"]),
                "order": order,
                **{f"name_{language}": row[f"name_{language}"] for language in ("fr", "ar", "en")},
            },
        )


@transaction.atomic
def fill_seat(
    *,
    seat: Seat,
    person_name: str,
    starts_on: date,
    kind: MandateKind = MandateKind.HOLDER,
    ends_on: date | None = None,
    basis: str = "",
    user: User | None = None,
    is_demo: bool = False,
    by: User | None,
) -> Mandate:
    """Give a seat to a person. Two people never hold it in the same quality at the same time."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("region").get(pk=seat.pk)
    check_day(starts_on, refusal=FirstDayOutOfReach)
    if ends_on is not None:
        _check_last_day(ends_on, starts_on)
    _refuse_overlap(seat, kind, starts_on, ends_on)
    mandate = Mandate.objects.create(
        seat=seat,
        user=user,
        person_name=person_name,
        kind=kind,
        basis=basis,
        starts_on=starts_on,
        ends_on=ends_on,
        is_demo=is_demo,
    )
    record(
        CouncilVerb.SEAT_FILLED,
        subject=seat,
        by=by,
        region_code=seat.region.code if seat.region else "",
        after={
            "person": person_name,
            "kind": str(kind),
            "basis": basis,
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat() if ends_on else None,
        },
    )
    return mandate


def _check_last_day(ends_on: date, starts_on: date) -> None:
    check_day(ends_on, refusal=LastDayOutOfReach)
    if ends_on < starts_on:
        raise MandateEndsBeforeItStarts(starts_on=formats.day_for_reader(starts_on))


def _refuse_overlap(seat: Seat, kind: MandateKind, starts_on: date, ends_on: date | None) -> None:
    """Substitutes may be several; a holder or an interim is one at a time."""
    if kind == MandateKind.SUBSTITUTE:
        return
    same = seat.mandates.filter(kind=kind).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    taken = same.order_by("starts_on", "id").first()
    if taken is not None:
        raise SeatTaken(
            person=taken.person_name, seat=seat.name, kind=inside(MandateKind(taken.kind).label)
        )


@transaction.atomic
def vacate_seat(*, mandate: Mandate, ends_on: date, by: User | None) -> Mandate:
    """End a mandate: `ends_on` is its last day."""
    mandate = (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("seat__region")
        .get(pk=mandate.pk)
    )
    _check_last_day(ends_on, mandate.starts_on)
    before = mandate.ends_on
    mandate.ends_on = ends_on
    mandate.save(update_fields=["ends_on"])
    record(
        CouncilVerb.SEAT_VACATED,
        subject=mandate.seat,
        by=by,
        region_code=mandate.seat.region.code if mandate.seat.region else "",
        before={"ends_on": before.isoformat() if before else None},
        after={"person": mandate.person_name, "ends_on": ends_on.isoformat()},
    )
    return mandate
