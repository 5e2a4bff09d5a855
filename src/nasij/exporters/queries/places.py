"""Moves, other sites and groups. A move is never an exit: the seats keep their dates."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from nasij.exporters.models import Firm, Site
from nasij.exporters.reach import Reach, firms
from nasij.reference.models import Territory
from nasij.reference.queries import regions

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RegionMove:
    """A seat that went from one region to another."""

    firm: Firm
    left: Territory
    reached: Territory
    on: date


def region_moves(codes: Collection[str] | None) -> list[RegionMove]:
    """Moves out of and into these regions (None: all), the latest first."""
    closed = Site.objects.filter(is_seat=True, ends_on__isnull=False)
    seats = (
        Site.objects.filter(is_seat=True, firm__in=closed.values("firm_id"))
        .filter(firm__merged_into__isnull=True)
        .select_related("territory", "firm__region")
        .order_by("firm_id", F("starts_on").asc(nulls_first=True), "id")
    )
    by_firm: dict[int, list[Site]] = defaultdict(list)
    for seat in seats:
        by_firm[seat.firm_id].append(seat)
    places = {region.code: region for region in regions()}
    moves = [
        RegionMove(
            after.firm,
            places.get(before.territory.region_code, before.territory),
            places.get(after.territory.region_code, after.territory),
            after.starts_on,
        )
        for line in by_firm.values()
        for before, after in itertools.pairwise(line)
        if after.starts_on is not None
        and before.territory.region_code != after.territory.region_code
        and (
            codes is None or {before.territory.region_code, after.territory.region_code} & {*codes}
        )
    ]
    return sorted(moves, key=lambda move: (move.on, move.firm.pk), reverse=True)[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Group:
    """The group of a firm as one reader may see it; firms out of reach are only counted."""

    parent: Firm | None
    parent_hidden: bool
    subsidiaries: list[Firm]
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not (self.parent or self.parent_hidden or self.subsidiaries or self.hidden)


def group_of(firm: Firm, reach: Reach) -> Group:
    below = list(firms().filter(group=firm).select_related("region").order_by("name", "id"))
    seen = [firm for firm in below if reach.holds(firm)]
    parent = firm.group if firm.group_id and firm.group and not firm.group.merged_into_id else None
    visible = parent is not None and reach.holds(parent)
    return Group(
        parent if visible else None,
        parent is not None and not visible,
        seen,
        len(below) - len(seen),
    )
