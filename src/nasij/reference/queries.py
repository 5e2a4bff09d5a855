"""Reading the reference room."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nasij.reference.enums import Family, FigureStatus, Role
from nasij.reference.folding import fold
from nasij.reference.models import (
    Definition,
    Figure,
    Organisation,
    Product,
    Sector,
    Source,
    Term,
    Territory,
)
from nasij.reference.pack import current_pack
from nasij.ui import formats


def regions(on: date | None = None) -> QuerySet[Territory]:
    """The regions of one day (today by default), in the order of their codes."""
    return _valid(Territory.objects.filter(role=Role.REGION), on).order_by("code")


def region_by_code(code: str) -> Territory | None:
    return regions().filter(code=code).first()


def country() -> Territory:
    return _valid(Territory.objects.filter(role=Role.COUNTRY)).order_by("code").get()


def other_countries(code: str) -> list[str]:
    """Countries that are kept here beside that of a pack: none, on a site in order."""
    kept = _valid(Territory.objects.filter(role=Role.COUNTRY)).exclude(code=code)
    return list(kept.order_by("code").values_list("code", flat=True))


def places_below(territory: Territory) -> QuerySet[Territory]:
    """All places inside a territory, itself left out, in the order of the tree."""
    below = Territory.objects.filter(lineage__startswith=territory.lineage).exclude(pk=territory.pk)
    return _valid(below).order_by("lineage", "valid_from")


def _valid(places: QuerySet[Territory], on: date | None = None) -> QuerySet[Territory]:
    day = on or timezone.localdate()
    return places.filter(valid_from__lte=day).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    )


def population_source() -> Source | None:
    """Who counted the people of the territories, and when."""
    return Source.objects.filter(key=current_pack().population_source).first()


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


# Where a year has several values: what was fixed later first, a first count last.
_RANK = {
    FigureStatus.DEFINITIVE: 0,
    FigureStatus.DERIVED: 1,
    FigureStatus.STATED: 2,
    FigureStatus.PROVISIONAL: 3,
}


def exports_by_year() -> dict[int, list[Figure]]:
    """What the country has published of all its exports of goods: the values of each year, the
    one to go by first."""
    found = figures(current_pack().published.exports, territory=country())
    by_year: dict[int, list[Figure]] = {}
    for figure in found.prefetch_related("cautions"):
        if figure.year is not None and figure.year_end is None:
            by_year.setdefault(figure.year, []).append(figure)
    return {
        year: sorted(values, key=lambda figure: (_RANK[FigureStatus(figure.status)], figure.pk))
        for year, values in sorted(by_year.items())
    }


def definitions() -> QuerySet[Definition]:
    return Definition.objects.select_related("source").order_by("family", "key")


def organisation(on: date | None = None) -> Organisation | None:
    """The organisation under the name it bore on that day."""
    day = on or timezone.localdate()
    return (
        Organisation.objects.filter(valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .order_by("-valid_from")
        .first()
    )


@lru_cache(maxsize=8)
def organisation_name(language: str) -> str:
    """The name of today, for the head of every page; kept for the life of the process."""
    found = organisation()
    return found.name_in(language) if found else ""


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


_SERVICES = Path(__file__).parent / "hs" / "services.csv"


@lru_cache(maxsize=1)
def _service_words() -> frozenset[str]:
    with _SERVICES.open(encoding="utf-8", newline="") as file:
        return frozenset(fold(row["word"]) for row in csv.DictReader(file))


def means_service(text: str) -> bool:
    """Whether the words name a service: services have no customs code."""
    return fold(text) in _service_words()


def chapters() -> QuerySet[Product]:
    return Product.objects.filter(level=2).order_by("code")


def breakdown_names() -> dict[str, str]:
    """What `axis=member` is called: sectors and size tiers by their own names, the rest as the
    country's pack says."""
    language = formats.language()
    rows = current_pack().rows("breakdowns.csv", required=False)
    tiers = Definition.objects.filter(family=Family.TIER)
    return {
        **{f"sector={sector.pk}": sector.name for sector in Sector.objects.all()},
        **{f"size={tier.pk}": tier.name for tier in tiers},
        **{row["part"]: row[f"name_{language}"] or row["name_fr"] for row in rows},
    }


@dataclass(frozen=True, slots=True)
class CensusCount:
    """Establishments of a region, all or of one size or one sector: margins, no cross table."""

    region: str
    size: str
    sector: str
    establishments: int
    year: str
    source: str


@lru_cache(maxsize=1)
def census() -> tuple[CensusCount, ...]:
    """What the country's pack holds of it, in its order; a margin without a count is left out."""
    rows = current_pack().rows("establishments.csv", required=False)
    return tuple(
        CensusCount(
            row["region"], row["size_class"], row["sector"], int(row["establishments"]),
            row["year"], row["source"],
        )
        for row in rows
        if row["establishments"]
    )  # fmt: skip


def figures_with_cautions(definition: str) -> QuerySet[Figure]:
    return figures(definition, breakdown=None).prefetch_related("cautions")


def sources() -> QuerySet[Source]:
    return Source.objects.annotate(uses=Count("figure")).order_by("publisher", "title", "key")


def territory_by_code(code: str) -> Territory | None:
    return _valid(Territory.objects.filter(code=code)).first()


def ancestors(place: Territory) -> list[Territory]:
    """From the country down to the place's parent."""
    above = []
    current = place.parent
    while current is not None:
        above.append(current)
        current = current.parent
    return above[::-1]


def children(place: Territory) -> QuerySet[Territory]:
    return _valid(Territory.objects.filter(parent=place)).order_by("code")


def terms(language: str = "fr") -> list[Term]:
    """The glossary in the alphabet of one of its three languages."""
    word = language if language in {"fr", "ar", "en"} else "fr"
    return sorted(Term.objects.order_by("key"), key=lambda term: fold(getattr(term, word)))
