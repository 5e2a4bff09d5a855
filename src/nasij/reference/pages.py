"""What the pages of the register show, each asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from nasij.reference import queries, words
from nasij.reference.enums import Family
from nasij.reference.models import Caution, Definition, Figure, Product, Source, Territory
from nasij.ui.ways import Link, ways_from

_SHOWN_PRODUCTS = 60


@dataclass(frozen=True, slots=True)
class FamilyLines:
    title: str
    definitions: Sequence[Definition]


def definitions_page() -> list[FamilyLines]:
    """The register in the order a reader needs it: who is counted first."""
    order = {family: rank for rank, family in enumerate(Family.values)}
    by_family = [
        (family, list(found))
        for family, found in groupby(queries.definitions(), key=attrgetter("family"))
    ]
    by_family.sort(key=lambda pair: order.get(pair[0], len(order)))
    return [FamilyLines(words.family(family), found) for family, found in by_family]


@dataclass(frozen=True, slots=True)
class FigureLine:
    figure: Figure
    period: str
    part: str  # of the whole; "" for all of it
    value: str
    cautions: Sequence[Caution]


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    definition: Definition
    figures: Sequence[FigureLine]


def definition_page(definition: Definition) -> DefinitionPage:
    names = queries.breakdown_names()
    figures = [
        FigureLine(
            figure=figure,
            period=words.period(figure),
            part=words.of_whom(figure, names),
            value=words.said_value(figure),
            cautions=list(figure.cautions.all()),
        )
        for figure in queries.figures_with_cautions(definition.key)
    ]
    return DefinitionPage(definition=definition, figures=figures)


@dataclass(frozen=True, slots=True)
class SourceLine:
    source: Source
    tier: str


def sources_page() -> list[SourceLine]:
    return [SourceLine(source, words.tier(source)) for source in queries.sources()]


@dataclass(frozen=True, slots=True)
class ProductsPage:
    """From ordinary words to customs codes."""

    text: str
    found: Sequence[Product]
    is_service: bool  # which has no code
    found_nothing: bool
    chapters: Sequence[Product]  # before anything is asked


def products_page(text: str) -> ProductsPage:
    found = queries.find_products(text, limit=_SHOWN_PRODUCTS)
    is_service = queries.means_service(text)
    return ProductsPage(
        text=text,
        found=found,
        is_service=is_service,
        found_nothing=bool(text) and not found and not is_service,
        chapters=[] if text else list(queries.chapters()),
    )


@dataclass(frozen=True, slots=True)
class TerritoriesPage:
    regions: Sequence[Territory]
    counted_by: str  # who counted the people; "" where the pack names nobody


def territories_page() -> TerritoriesPage:
    return TerritoriesPage(list(queries.regions()), words.population_line())


@dataclass(frozen=True, slots=True)
class TerritoryPage:
    territory: Territory
    counted_by: str
    ancestors: Sequence[Territory]
    children: Sequence[Territory]
    ways: Sequence[Link]


def territory_page(territory: Territory, user: Any) -> TerritoryPage:
    return TerritoryPage(
        territory=territory,
        counted_by=words.population_line(),
        ancestors=queries.ancestors(territory),
        children=list(queries.children(territory)),
        ways=ways_from("territory", user, territory),
    )
