"""Reading the tables of a run: plain rows out, in milliseconds, from Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from nasij.potential.enums import PairOrder, RegionalEvidence

Row = dict[str, Any]
MONEY = ("potential_usd", "actual_usd", "unrealised_usd")


@dataclass(frozen=True, slots=True)
class PairsAsked:
    """Which products × markets, and in which order. Empty means all."""

    market: str = ""
    product: str = ""  # 2, 4 or 6 digits
    chapters: tuple[str, ...] | None = None  # those of a sector; None: every chapter
    order: PairOrder = PairOrder.UNREALISED


@dataclass(frozen=True, slots=True)
class Sums:
    """Of all the pairs of a question, not only of those on a page."""

    count: int
    potential_usd: float
    actual_usd: float
    unrealised_usd: float


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of one market, product or chapter."""

    key: str
    potential_usd: float
    actual_usd: float
    unrealised_usd: float


def has_tables(folder: Path) -> bool:
    return (folder / "pairs.parquet").exists()


@lru_cache(maxsize=256)  # the tables of a run are never written again
def sums(folder: Path, asked: PairsAsked) -> Sums:
    found = _asked(pl.scan_parquet(folder / "pairs.parquet"), asked)
    totals = found.select(pl.len().alias("count"), *[pl.col(name).sum() for name in MONEY])
    return Sums(**totals.collect().row(0, named=True))


def pairs(folder: Path, asked: PairsAsked, *, offset: int = 0, limit: int = 25) -> list[Row]:
    found = _asked(pl.scan_parquet(folder / "pairs.parquet"), asked)
    if asked.order != PairOrder.UNREALISED:  # the order in which the table was written
        found = _ordered(found, asked.order)
    return found.slice(offset, limit).collect().to_dicts()


def all_pairs(folder: Path, asked: PairsAsked) -> pl.DataFrame:
    """Every row of the question, for a download."""
    found = _asked(pl.scan_parquet(folder / "pairs.parquet"), asked)
    return _ordered(found, asked.order).collect()


def _asked(frame: pl.LazyFrame, asked: PairsAsked) -> pl.LazyFrame:
    if asked.market:
        frame = frame.filter(pl.col("market") == asked.market)
    if asked.product:
        frame = frame.filter(pl.col("product").str.starts_with(asked.product))
    if asked.chapters is not None:
        frame = frame.filter(pl.col("product").str.slice(0, 2).is_in(list(asked.chapters)))
    return frame


def _ordered(frame: pl.LazyFrame, order: PairOrder) -> pl.LazyFrame:
    return frame.sort([order.value, "market", "product"], descending=[True, False, False])


def markets_of(folder: Path, product: str) -> list[Row]:
    """All markets of one product with every term, best first."""
    return all_pairs(folder, PairsAsked(product=product)).to_dicts()


def product_totals(folder: Path, product: str) -> Amounts | None:
    found = pl.scan_parquet(folder / "by_product.parquet").filter(pl.col("product") == product)
    return next(iter(_amounts(found, "product")), None)


def by_market(folder: Path, limit: int | None = None) -> list[Amounts]:
    frame = pl.scan_parquet(folder / "by_market.parquet")
    return _most_first(frame, "market", limit)


def by_chapter(folder: Path) -> list[Amounts]:
    return _chapters(pl.scan_parquet(folder / "by_product.parquet"))


def by_region(folder: Path) -> list[Row]:
    """One row per region and one for the part of no region; none if nothing was split. Each has
    its standing; the figures of those that may not be shown are None."""
    path = folder / "by_region.parquet"
    return pl.read_parquet(path).to_dicts() if path.exists() else []


def region_markets(folder: Path, region: str, evidence: str, limit: int) -> list[Amounts]:
    frame = _of_region(folder, "region_market", region, evidence)
    return _most_first(frame, "market", limit) if frame is not None else []


def region_products(folder: Path, region: str, evidence: str, limit: int | None) -> list[Amounts]:
    frame = _of_region(folder, "region_product", region, evidence)
    return _most_first(frame, "product", limit) if frame is not None else []


def region_chapters(folder: Path, region: str, evidence: str) -> list[Amounts]:
    frame = _of_region(folder, "region_product", region, evidence)
    return _chapters(frame) if frame is not None else []


def region_pairs(folder: Path, region: str, evidence: str, limit: int) -> list[Row]:
    frame = _of_region(folder, "region_pairs", region, evidence)
    return frame.head(limit).collect().to_dicts() if frame is not None else []


def _of_region(folder: Path, name: str, region: str, evidence: str) -> pl.LazyFrame | None:
    """The one door through which cells below a region's total leave.

    Cells made from customs records can reveal one firm: until the rule of statistical secrecy
    stands here, none of them leaves. Shares and sector tables reveal nobody.
    """
    path = folder / f"{name}.parquet"
    if not path.exists() or evidence == RegionalEvidence.EXACT:
        return None
    return pl.scan_parquet(path).filter(pl.col("region") == region)


def _most_first(frame: pl.LazyFrame, by: str, limit: int | None) -> list[Amounts]:
    ordered = frame.sort(["unrealised_usd", by], descending=[True, False])
    return _amounts(ordered if limit is None else ordered.head(limit), by)


def _chapters(frame: pl.LazyFrame) -> list[Amounts]:
    chapter = pl.col("product").str.slice(0, 2).alias("chapter")
    summed = frame.group_by(chapter).agg(pl.col(*MONEY).sum()).sort("chapter")
    return _amounts(summed, "chapter")


def _amounts(frame: pl.LazyFrame, key: str) -> list[Amounts]:
    return [Amounts(*row) for row in frame.select(key, *MONEY).collect().iter_rows()]
