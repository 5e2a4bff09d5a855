"""The codes and spellings that the files of this room are checked against."""

from __future__ import annotations

from nasij.reference.folding import fold
from nasij.reference.models import Country, Product, Sector


def country_codes() -> set[str]:
    return set(Country.objects.values_list("code", flat=True))


def sector_spellings() -> dict[str, str]:
    names: dict[str, str] = {}
    for sector in Sector.objects.order_by("key"):
        spellings = (sector.key, sector.name_fr, sector.name_ar, sector.name_en)
        names |= {fold(spelling): sector.key for spelling in spellings if spelling}
    return names


def sector_names() -> list[str]:
    """In the language of the person."""
    return [sector.name for sector in Sector.objects.order_by("order", "key")]


def product_codes() -> frozenset[str]:
    return frozenset(Product.objects.values_list("code", flat=True))
