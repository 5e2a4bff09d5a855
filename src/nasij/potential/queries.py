"""Reading runs, with the names of products, markets, sectors and regions."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db.models import QuerySet

from nasij.datasets import analysis
from nasij.datasets.enums import DatasetKind
from nasij.datasets.models import Snapshot
from nasij.kept import unless_damaged
from nasij.potential import results
from nasij.potential.enums import RegionalEvidence, Standing
from nasij.potential.models import PotentialRun
from nasij.potential.names import market_names, product_names
from nasij.potential.records import (
    ExplainedPair,
    National,
    Pair,
    Part,
    Regional,
    RegionPart,
    Terms,
    Untold,
)
from nasij.potential.results import MONEY, Amounts, PairsAsked, Row, Sums
from nasij.reference.models import Figure, Product, Sector
from nasij.reference.pack import current_pack
from nasij.reference.queries import country, regions

REST = "not regionalised"  # the core's label of the part that no region gets


def runs(exporter: str = "") -> QuerySet[PotentialRun]:
    found = PotentialRun.objects.select_related("trade__source", "computed_by")
    return found.filter(exporter=exporter or current_pack().code).order_by("-computed_at", "-id")


def current_run(exporter: str = "") -> PotentialRun | None:
    """The run the pages show; none while its tables are not in the data folder, or damaged."""
    run = runs(exporter).filter(is_current=True).first()
    if run is None or not results.has_tables(run.path) or _cannot_be_believed(run):
        return None
    return run


def is_damaged() -> bool:
    """Whether a run is there that cannot be believed."""
    run = runs().filter(is_current=True).first()
    return run is not None and results.has_tables(run.path) and _cannot_be_believed(run)


def _cannot_be_believed(run: PotentialRun) -> bool:
    """Its tables, or what was kept of it."""
    if analysis.damaged_in(run.path):
        return True
    return unless_damaged(lambda: (run.asked, run.found, run.split_by)) is None


def snapshots_of(run: PotentialRun) -> list[Snapshot]:
    return list(run.snapshots.select_related("source").order_by("kind", "id"))


def is_stale(run: PotentialRun) -> bool:
    """Whether a data set that decides it has been loaded, replaced, read otherwise or retired."""
    changed = dict(_deciding().values_list("pk", "options_changed_at"))
    is_older = any(at is not None and at > run.computed_at for at in changed.values())
    return is_older or run.asked.considered != frozenset(changed)


def considered() -> frozenset[int]:
    return frozenset(_deciding().values_list("pk", flat=True))


def _deciding() -> QuerySet[Snapshot]:
    """The data sets that decide what a run is computed from; lists of members are not asked."""
    return Snapshot.objects.filter(is_current=True).exclude(kind=DatasetKind.ASSOCIATION)


def national_potential(limit: int = 10) -> National | None:
    run = current_run()
    if run is None:
        return None
    low, high = range_of(run)
    return National(
        run=run,
        total=national_total(run),
        low_usd=low,
        high_usd=high,
        pairs=named_pairs(results.pairs(run.path, PairsAsked(), limit=limit)),
        sectors=sectors_of(run),
        markets=largest_markets(run, limit),
    )


def region_potential(code: str, limit: int = 10) -> Regional | Untold | None:
    """The region's part of the current run; none if nothing was computed or split."""
    run = current_run()
    return None if run is None else potential_in(run, code, limit)


def potential_in(run: PotentialRun, code: str, limit: int) -> Regional | Untold | None:
    """The region's part of a run; none if it was not split."""
    parts = {part.code: part for part in regions_of(run)}
    places = [part for part in parts.values() if part.code != REST]
    region = regions().filter(code=code).first()
    if code not in parts or region is None:
        return None
    total = parts[code].part
    if total is None:
        return Untold(run, region, parts[code].standing)
    whole = run.found.unrealised_usd or 1.0
    shown = [place.part for place in places if place.part is not None]
    rest = parts[REST].part
    untold = run.found.unrealised_usd - sum(
        part.unrealised_usd for part in ([*shown, rest] if rest else shown)
    )
    withheld = any(place.standing == Standing.WITHHELD for place in places)
    folder, evidence = run.path, run.evidence
    return Regional(
        run=run,
        region=region,
        evidence=run.split_by,
        total=total,
        share=total.unrealised_usd / whole,
        rank=1 + sum(part.unrealised_usd > total.unrealised_usd for part in shown),
        out_of=len(shown),
        all_shown=len(shown) == len(places),
        may_be_preceded=withheld and untold > total.unrealised_usd,
        rest=parts[REST],
        pairs=named_pairs(results.region_pairs(folder, code, evidence, limit)),
        products=named_products(results.region_products(folder, code, evidence, limit)),
        sectors=by_sector(results.region_chapters(folder, code, evidence)),
        markets=named_markets(results.region_markets(folder, code, evidence, limit)),
    )


def regions_of(run: PotentialRun) -> list[RegionPart]:
    """The regions in the order of their codes, then the part of no region."""
    rows = {row["region"]: row for row in results.by_region(run.path)}
    names = {**{region.code: region.name for region in regions()}, REST: ""}
    return [
        _region_part(run, code, name, rows[code]) for code, name in names.items() if code in rows
    ]


def _region_part(run: PotentialRun, code: str, name: str, row: Row) -> RegionPart:
    """Tables of customs records that do not say what may be shown show nothing."""
    exact = run.evidence == RegionalEvidence.EXACT
    standing = Standing(row.get("standing", Standing.WITHHELD if exact else Standing.SHOWN))
    shown = standing == Standing.SHOWN
    part = Part(code, name, **{column: row[column] for column in MONEY}) if shown else None
    return RegionPart(code, name, standing, part)


def pairs_on_page(run: PotentialRun, asked: PairsAsked, *, offset: int, limit: int) -> list[Pair]:
    return named_pairs(results.pairs(run.path, asked, offset=offset, limit=limit))


def sums_of(run: PotentialRun, asked: PairsAsked) -> Sums:
    return results.sums(run.path, asked)


def national_total(run: PotentialRun) -> Part:
    found = run.found
    return Part(run.exporter, "", found.potential_usd, found.actual_usd, found.unrealised_usd)


def sectors_of(run: PotentialRun) -> list[Part]:
    return by_sector(results.by_chapter(run.path))


def largest_markets(run: PotentialRun, limit: int) -> list[Part]:
    return named_markets(results.by_market(run.path, limit))


def product_pairs(run: PotentialRun, code: str) -> list[ExplainedPair]:
    """All markets of one product, the largest unrealised potential first."""
    rows = results.markets_of(run.path, code)
    return [
        ExplainedPair(
            **pair, terms=Terms(**{field.name: row[field.name] for field in fields(Terms)})
        )
        for pair, row in zip(_named(rows), rows, strict=True)
    ]


def product_total(run: PotentialRun, code: str) -> Part | None:
    found = results.product_totals(run.path, code)
    return None if found is None else _part(found, product_names([code])[code])


def range_of(run: PotentialRun) -> tuple[float, float]:
    """Lowest and highest unrealised potential when one term is left out."""
    found = run.found
    values = [found.unrealised_usd, *(other.unrealised_usd for other in found.other_choices)]
    return min(values), max(values)


def what_others_found() -> list[Figure]:
    keys = current_pack().published.potentials
    found = Figure.objects.filter(definition_id__in=keys, territory=country(), breakdown="")
    return list(
        found.select_related("definition", "source", "territory")
        .prefetch_related("cautions")
        .order_by("-year", "definition_id", "id")
    )


def named_pairs(rows: list[Row]) -> list[Pair]:
    return [Pair(**pair) for pair in _named(rows)]


def _named(rows: list[Row]) -> list[dict[str, Any]]:
    products = product_names(row["product"] for row in rows)
    markets = market_names(row["market"] for row in rows)
    return [
        {
            "product": row["product"],
            "product_name": products[row["product"]],
            "market": row["market"],
            "market_name": markets[row["market"]],
            **{name: row[name] for name in MONEY},
        }
        for row in rows
    ]


def named_markets(found: list[Amounts]) -> list[Part]:
    names = market_names(market.key for market in found)
    return [_part(market, names[market.key]) for market in found]


def named_products(found: list[Amounts]) -> list[Part]:
    names = product_names(product.key for product in found)
    return [_part(product, names[product.key]) for product in found]


def by_sector(chapters: list[Amounts]) -> list[Part]:
    """Chapters gathered into sectors, the largest unrealised potential first."""
    sector_of = dict(Product.objects.filter(level=2).values_list("code", "sector_id"))
    gathered: dict[str, list[Amounts]] = {}
    for chapter in chapters:
        gathered.setdefault(sector_of.get(chapter.key) or "other", []).append(chapter)
    names = {sector.key: sector.name for sector in Sector.objects.filter(key__in=gathered)}
    parts = [
        Part(
            code=key,
            name=names.get(key, key),
            potential_usd=sum(chapter.potential_usd for chapter in found),
            actual_usd=sum(chapter.actual_usd for chapter in found),
            unrealised_usd=sum(chapter.unrealised_usd for chapter in found),
        )
        for key, found in gathered.items()
    ]
    return sorted(parts, key=lambda part: (-part.unrealised_usd, part.code))


def _part(found: Amounts, name: str) -> Part:
    return Part(found.key, name, found.potential_usd, found.actual_usd, found.unrealised_usd)
