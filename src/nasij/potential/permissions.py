"""Figures about the trade of countries are public; only who could serve a market is not.

Computing a run changes what everyone reads, so it takes a permission of its own.
"""

from __future__ import annotations

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, require_somewhere
from nasij.exporters.permissions import regions_for
from nasij.reference.models import Territory


def require_compute(user: Person) -> None:
    require_somewhere(user, Permission.POTENTIAL_COMPUTE)


def regions_with_firms(user: Person) -> list[Territory]:
    """The regions whose firms the person may see; 403 where there is none."""
    require_somewhere(user, Permission.FIRM_VIEW)
    return regions_for(user, Permission.FIRM_VIEW)
