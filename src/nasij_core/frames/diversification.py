"""Diversification of every basket in a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.diversification import concentration, portfolio_risk, similarity, theil
from nasij_core.errors import BadOption, NotEnoughData
from nasij_core.flows import FlowTable
from nasij_core.stats.sums import table_of
from nasij_core.tables import REAL, TEXT, WHOLE, Column, Table
from nasij_core.units import Unit

METHOD = "diversification"
VALUE = "value_usd"
FLOW_COLUMNS = ("exporter", "importer", "product")
Reals = NDArray[np.float64]
MARKET_IMPORTS = Table(
    "market imports",
    (
        Column("market", TEXT, Unit.CODE),
        Column("year", WHOLE, Unit.YEAR),
        Column("value_usd", REAL, Unit.USD),
    ),
    key=("market", "year"),
)


@dataclass(frozen=True, slots=True)
class Baskets:
    """values (baskets, lines) in USD, ≥ 0, with their names."""

    by: str
    names: list[str]
    held: list[str]
    values: Reals


def diversification(
    frame: pl.DataFrame | FlowTable,
    *,
    by: str = "exporter",
    over: str = "product",
    lines: int | None = None,
) -> pl.DataFrame:
    """One row a basket: lines, active, hhi, effective, normalised, unctad, entropy,
    effective_entropy, theil, theil_extensive, theil_intensive, and against the sum of all baskets
    finger_kreinin, unctad_diversification, krugman, hachman (undefined: null).

    frame: columns `by`, `over` and value_usd (further keys are summed), or coded flows.
    by: whose baskets (exporter, region). over: what they hold (product, importer, market).
    lines: how many lines could exist; None: as many as appear in the frame.
    """
    baskets = baskets_of(frame, by, over)
    count = lines if lines is not None else len(baskets.held)
    reference = baskets.values.sum(axis=0)
    rows = []
    for name, basket in zip(baskets.names, baskets.values, strict=True):
        spread, split = concentration(basket, count), theil(basket, count)
        alike = similarity(basket, reference)
        rows.append(
            {
                by: name,
                **{key: getattr(spread, key) for key in spread.__dataclass_fields__},
                "theil": split.total,
                "theil_extensive": split.extensive,
                "theil_intensive": split.intensive,
                **{key: getattr(alike, key) for key in alike.__dataclass_fields__},
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def baskets_of(frame: pl.DataFrame | FlowTable, by: str, over: str) -> Baskets:
    """Sums by basket and line; baskets that hold nothing are left out."""
    if isinstance(frame, FlowTable):
        found = _baskets_of_flows(frame, by, over)
    else:
        found = _baskets_of_table(frame, by, over)
    kept = found.values.sum(axis=1) > 0
    if not kept.any():
        raise NotEnoughData("diversification", "no basket holds anything")
    traded = found.values.sum(axis=0) > 0
    return Baskets(
        by,
        [name for name, holds in zip(found.names, kept, strict=True) if holds],
        [name for name, sold in zip(found.held, traded, strict=True) if sold],
        found.values[np.ix_(kept, traded)],
    )


def _baskets_of_flows(flows: FlowTable, by: str, over: str) -> Baskets:
    for name, given in (("by", by), ("over", over)):
        others = [other for other in FLOW_COLUMNS if name == "by" or other != by]
        if given not in others:
            raise BadOption(name, given, others)
    names: tuple[str, ...] = getattr(flows, f"{by}s")
    held: tuple[str, ...] = getattr(flows, f"{over}s")
    shape = (len(names), len(held))
    values = table_of(getattr(flows, by), getattr(flows, over), flows.value_usd, shape)
    return Baskets(by, list(names), list(held), values / len(flows.years))


def _baskets_of_table(frame: pl.DataFrame, by: str, over: str) -> Baskets:
    others = [name for name in frame.columns if name not in (by, VALUE)]
    if by == VALUE:
        raise BadOption("by", by, others)
    if over in (by, VALUE):
        raise BadOption("over", over, others)
    sums = _baskets_table(by, over).validate(frame).group_by(by, over).agg(pl.col(VALUE).sum())
    names, held = sums[by].unique().sort().to_list(), sums[over].unique().sort().to_list()
    row = {name: place for place, name in enumerate(names)}
    column = {name: place for place, name in enumerate(held)}
    values = np.zeros((len(names), len(held)))
    values[[row[n] for n in sums[by]], [column[n] for n in sums[over]]] = sums[VALUE]
    return Baskets(by, names, held, values)


def _baskets_table(by: str, over: str) -> Table:
    return Table(
        "the baskets",
        (
            Column(by, TEXT, Unit.CODE),
            Column(over, TEXT, Unit.CODE),
            Column(VALUE, REAL, Unit.USD),
        ),
    )


def market_risk(
    exports: pl.DataFrame | FlowTable, market_imports: pl.DataFrame, *, by: str = "exporter"
) -> pl.DataFrame:
    """One row a basket and market: value_usd, share, contribution (shares of the variance, sum 1),
    and the same in each row: volatility, independent, shrinkage, years, few_years.

    exports: `by`, market (or importer) and value_usd, or coded flows. market_imports:
    `MARKET_IMPORTS`; markets without a full series are left out, and `covered` says how much of
    the exports remains.
    """
    of_flows = isinstance(exports, FlowTable) or "market" not in exports.columns
    baskets = baskets_of(exports, by, "importer" if of_flows else "market")
    markets, imports = _full_series(market_imports, baskets.held)
    place = [baskets.held.index(name) for name in markets]
    parts = [
        _risk_of(name, markets, row[place], imports, float(row.sum()))
        for name, row in zip(baskets.names, baskets.values, strict=True)
        if row[place].sum() > 0
    ]
    return pl.concat(parts).rename({"basket": by})


def _full_series(market_imports: pl.DataFrame, held: list[str]) -> tuple[list[str], Reals]:
    """Markets sold to whose imports are known in every year, and (years, markets) USD."""
    series = MARKET_IMPORTS.validate(market_imports)
    years = series["year"].n_unique()
    full = series.group_by("market").len().filter(pl.col("len") == years)["market"]
    markets = sorted(set(full) & set(held))
    if not markets:
        raise NotEnoughData("the risk", "no market of the exports has a full series of imports")
    wide = series.filter(pl.col("market").is_in(markets))
    table = wide.pivot(on="market", index="year", values="value_usd").sort("year")
    return markets, table.select(markets).to_numpy()


def _risk_of(
    name: str, markets: list[str], values: Reals, imports: Reals, total: float
) -> pl.DataFrame:
    sold = values > 0
    risk = portfolio_risk(values[sold], imports[:, sold])
    frame = pl.DataFrame(
        {
            "basket": name,
            "market": [market for market, sells in zip(markets, sold, strict=True) if sells],
            "value_usd": values[sold],
            "share": values[sold] / values.sum(),
            "contribution": risk.contribution,
        }
    )
    return frame.with_columns(
        volatility=pl.lit(risk.volatility),
        independent=pl.lit(risk.independent),
        shrinkage=pl.lit(risk.shrinkage),
        years=pl.lit(risk.years),
        few_years=pl.lit(risk.few_years),
        covered=pl.lit(float(values.sum()) / total),
    )
