"""The codes and spellings that the files of this room are checked against."""

from __future__ import annotations

from nasij.reference.models import Country, Sector
from nasij.reference.queries import regions
from nasij.reference.words import fold


def country_codes() -> set[str]:
    return set(Country.objects.values_list("code", flat=True))


def region_spellings() -> dict[str, str]:
    """Every spelling of a region → its code: 01, 1, and the names in each language."""
    names: dict[str, str] = {}
    for region in regions():
        spellings = [region.code, region.name_fr, region.name_ar, region.name_en]
        if region.code.isdigit():
            spellings.append(str(int(region.code)))
        names |= {fold(spelling): region.code for spelling in spellings if spelling}
    return names


def sector_spellings() -> dict[str, str]:
    names: dict[str, str] = {}
    for sector in Sector.objects.order_by("key"):
        spellings = (sector.key, sector.name_fr, sector.name_ar, sector.name_en)
        names |= {fold(spelling): sector.key for spelling in spellings if spelling}
    return names
