"""Finding a firm or a commune by a part of its name, among those a person may see."""

from __future__ import annotations

from nasij.exporters.models import Firm
from nasij.exporters.queries import firms
from nasij.exporters.reach import Regions, in_regions
from nasij.reference.lookups import place_of, places_matching
from nasij.ui.asked import key_in

__all__ = ["firm_of", "place_of", "places_matching"]


def firm_of(key: str, allowed: Regions) -> Firm | None:
    """One firm by its number, if it is within reach."""
    return in_regions(firms(), allowed).filter(pk=key_in(key) or 0).first()
