"""Changing the council: seats, sessions, votes, decisions."""

from __future__ import annotations

from decimal import Decimal

from nasij.council.models import Seat
from nasij.reference.pack import Pack
from nasij.reference.queries import region_by_code


def load_seats(pack: Pack) -> None:
    """The seats of the council, from the country pack; holders are never in a pack."""
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
