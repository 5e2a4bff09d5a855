"""Reading the reference room."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from nasij.reference.enums import Role
from nasij.reference.models import (
    Definition,
    Figure,
    Holiday,
    Organisation,
    Product,
    Territory,
)
from nasij.reference.words import fold


def regions(on: date | None = None) -> QuerySet[Territory]:
    """The regions of one day (today by default), in the order of their codes."""
    return _valid(Territory.objects.filter(role=Role.REGION), on).order_by("code")


def region_by_code(code: str, on: date | None = None) -> Territory | None:
    return regions(on).filter(code=code).first()


def country(on: date | None = None) -> Territory:
    return _valid(Territory.objects.filter(role=Role.COUNTRY), on).order_by("code").get()


def places_below(territory: Territory, on: date | None = None) -> QuerySet[Territory]:
    """All places inside a territory, itself left out, in the order of the tree."""
    below = Territory.objects.filter(lineage__startswith=territory.lineage).exclude(pk=territory.pk)
    return _valid(below, on).order_by("lineage", "valid_from")


def _valid(places: QuerySet[Territory], on: date | None) -> QuerySet[Territory]:
    day = on or date.today()
    return places.filter(valid_from__lte=day).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    )


def figures(
    definition: str, *, territory: Territory | None = None, breakdown: str | None = ""
) -> QuerySet[Figure]:
    """Published figures of one definition, oldest first. `breakdown` None means any."""
    found = Figure.objects.filter(definition_id=definition).select_related(
        "definition", "source", "territory"
    )
    if territory is not None:
        found = found.filter(territory=territory)
    if breakdown is not None:
        found = found.filter(breakdown=breakdown)
    return found.order_by("year", "year_end", "territory__code", "id")


def definitions() -> QuerySet[Definition]:
    return Definition.objects.select_related("source").order_by("family", "key")


def organisation(on: date | None = None) -> Organisation | None:
    """The organisation under the name it bore on that day."""
    day = on or date.today()
    return (
        Organisation.objects.filter(valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .order_by("-valid_from")
        .first()
    )


def holidays(year: int) -> QuerySet[Holiday]:
    return Holiday.objects.filter(day__year=year).order_by("day", "name_fr")


def find_products(text: str, *, limit: int = 20) -> list[Product]:
    """Products by code or by words in any of the three languages, best match first."""
    wanted = fold(text)
    if not wanted:
        return []
    if wanted.replace(" ", "").isdigit():
        code = wanted.replace(" ", "")[:6]
        by_code = Product.objects.filter(code__startswith=code)
        return list(by_code.select_related("parent").order_by("level", "code")[:limit])
    found = Product.objects.select_related("parent__parent")
    for word in wanted.split():
        found = found.filter(words__contains=_stem(word))
    ranked = sorted(found[:400], key=lambda product: _rank(product, wanted))
    return ranked[:limit]


def _stem(word: str) -> str:
    """Forgive a French or English plural; Arabic words are looked for as they are."""
    return word[:-1] if len(word) > 4 and word.endswith(("s", "x")) else word


def _rank(product: Product, wanted: str) -> tuple[int, int, str]:
    entries = product.words.split(" | ")
    if wanted in entries:
        quality = 0
    elif any(entry.startswith(wanted) for entry in entries):
        quality = 1
    else:
        quality = 2
    return (quality, -product.level, product.code)
