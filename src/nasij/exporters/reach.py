"""Which firms a person may reach: those of regions, and single ones that others share.

Queries take a `Reach` where they took region codes; nothing else decides what a list shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nasij.accounts.models import User
from nasij.exporters.models import Firm
from nasij.reference.queries import regions
from nasij.rooms import told


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


def firms() -> QuerySet[Firm]:
    """The firms that can be named."""
    return counted_firms().filter(erased_at__isnull=True)


def counted_firms() -> QuerySet[Firm]:
    """Those that are counted: an erased firm is nameless, and counts as before."""
    return Firm.objects.filter(merged_into__isnull=True)


def in_regions(found: QuerySet[Firm], allowed: Regions) -> QuerySet[Firm]:
    """Those of these firms that are within reach."""
    reach = as_reach(allowed)
    if reach.regions is None:
        return found
    ids = [region.pk for region in regions() if region.code in reach.regions]
    here = Q(region_id=ids[0]) if len(ids) == 1 else Q(region_id__in=ids)
    return found.filter(here | Q(pk__in=reach.firms) if reach.firms else here)


@dataclass(frozen=True, slots=True)
class ShownFirms:
    """Told by a room above that shows single firms to people of elsewhere.

    `keys` answers the firms shown to a person who works in some regions: all of them, or only those
    that they may also change.
    """

    keys: Callable[[User, Collection[str], bool], frozenset[int]]


def firms_shown_to(user: User, codes: Collection[str], *, to_edit: bool) -> frozenset[int]:
    return frozenset().union(*(shown.keys(user, codes, to_edit) for shown in told(ShownFirms)))
