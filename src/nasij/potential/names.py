"""Names of products and markets in the reader's language, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from nasij.reference.models import Country, Product, Sector
from nasij.ui import formats


def chapters_of_sector(key: str) -> tuple[str, ...]:
    found = Product.objects.filter(level=2, sector_id=key).order_by("code")
    return tuple(found.values_list("code", flat=True))


def sector_choices() -> list[tuple[str, str]]:
    return [
        (sector.key, sector.name)
        for sector in Sector.objects.filter(kind="goods").order_by("order", "key")
    ]


def market_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(market_names(codes).items(), key=lambda pair: (pair[1], pair[0]))


def market_names(codes: Iterable[str]) -> dict[str, str]:
    """Names in the reader's language; a code of no country (S19) stays a code."""
    wanted = set(codes)
    found = {country.code: country.name for country in Country.objects.filter(code__in=wanted)}
    return {code: found.get(code, code) for code in sorted(wanted)}


def product_names(codes: Iterable[str]) -> dict[str, str]:
    """A line takes the name of its heading, or of its chapter, where it has none of its own."""
    wanted = set(codes)
    steps = {code[:length] for code in wanted for length in (2, 4, 6)}
    found = {product.code: product for product in Product.objects.filter(code__in=steps)}
    names = {}
    for code in sorted(wanted):
        known = [found[code[:length]] for length in (6, 4, 2) if code[:length] in found]
        names[code] = _name(known) or code
    return names


def _name(products: list[Product]) -> str:
    """`Product.name` would ask for each parent; here they are already at hand."""
    own = next((p for p in products if p.__dict__.get(_name_field())), None)
    if own is not None:
        return str(getattr(own, _name_field()))
    return next((p.name_fr or p.name_en for p in products if p.name_fr or p.name_en), "")


def _name_field() -> str:
    return f"name_{formats.language()}"
