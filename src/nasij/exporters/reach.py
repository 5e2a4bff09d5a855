"""Which firms a person may reach: those of regions, and single ones that others share.

Queries take a `Reach` where they took region codes; nothing else decides what a list shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nasij.exporters.models import Firm


@dataclass(frozen=True, slots=True)
class Reach:
    """`regions` None means every region; `firms` are keys of firms shown one by one."""

    regions: frozenset[str] | None
    firms: frozenset[int] = frozenset()

    def holds(self, firm: Firm) -> bool:
        return self.regions is None or firm.region.code in self.regions or firm.pk in self.firms


# What queries accept: codes alone (no single firm), a reach, or None for everything.
Regions = Collection[str] | Reach | None


def as_reach(allowed: Regions) -> Reach:
    if isinstance(allowed, Reach):
        return allowed
    return Reach(None if allowed is None else frozenset(allowed))
