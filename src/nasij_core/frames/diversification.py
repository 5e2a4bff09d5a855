"""Diversification of every basket in a frame."""

from __future__ import annotations

import numpy as np
import polars as pl

from nasij_core.diversification import concentration, portfolio_risk, similarity, theil
from nasij_core.errors import BadOption, MissingColumn, NotEnoughData
from nasij_core.tables import Column, Table
from nasij_core.units import Unit

METHOD = "diversification"
MARKET_IMPORTS = Table(
    "market imports",
    (
        Column("market", pl.String(), Unit.CODE),
        Column("year", pl.Int64(), Unit.YEAR),
        Column("value_usd", pl.Float64(), Unit.USD),
    ),
    key=("market", "year"),
)


def diversification(
    frame: pl.DataFrame,
    *,
    by: str = "exporter",
    over: str = "product",
    lines: int | None = None,
) -> pl.DataFrame:
    """One row a basket: lines, active, hhi, effective, normalised, unctad, entropy,
    effective_entropy, theil, theil_extensive, theil_intensive, and against the sum of all baskets
    finger_kreinin, unctad_diversification, krugman, hachman (undefined: null).

    frame: columns `by`, `over` and value_usd (further keys are summed). by: whose baskets
    (exporter, region). over: what they hold (product, importer, market).
    lines: how many lines could exist; None: as many as appear in the frame.
    """
    names, held, values = basket_table(frame, by, over)
    count = lines if lines is not None else len(held)
    reference = values.sum(axis=0)
    rows = []
    for name, basket in zip(names, values, strict=True):
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


def basket_table(
    frame: pl.DataFrame, by: str, over: str
) -> tuple[list[str], list[str], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    missing = [column for column in (by, over, "value_usd") if column not in frame.columns]
    if missing:
        raise MissingColumn("the baskets", missing, frame.columns)
    if by == over:
        raise BadOption("over", over, [c for c in frame.columns if c not in (by, "value_usd")])
    sums = frame.group_by(by, over).agg(pl.col("value_usd").cast(pl.Float64).sum())
    sums = sums.filter(pl.col("value_usd") > 0)
    names, held = sums[by].unique().sort().to_list(), sums[over].unique().sort().to_list()
    if not names:
        raise NotEnoughData("diversification", "no basket holds anything")
    row = {name: place for place, name in enumerate(names)}
    column = {name: place for place, name in enumerate(held)}
    values = np.zeros((len(names), len(held)))
    values[[row[n] for n in sums[by]], [column[n] for n in sums[over]]] = sums["value_usd"]
    return names, held, values


def market_risk(exports: pl.DataFrame, market_imports: pl.DataFrame) -> pl.DataFrame:
    """One row a market: share, contribution (shares of the variance, sum 1), and the same in each
    row: volatility, independent, shrinkage, years, few_years.

    exports: market, value_usd. market_imports: `MARKET_IMPORTS`; markets without a full series
    are left out, and `covered` says how much of the exports remains.
    """
    series = MARKET_IMPORTS.validate(market_imports)
    sums = exports.group_by("market").agg(pl.col("value_usd").cast(pl.Float64).sum())
    years = series["year"].n_unique()
    complete = series.group_by("market").len().filter(pl.col("len") == years)["market"]
    kept = sums.filter(pl.col("market").is_in(complete.implode())).sort("market")
    if kept.is_empty():
        raise NotEnoughData("the risk", "no market of the exports has a full series of imports")
    wide = series.filter(pl.col("market").is_in(kept["market"].implode()))
    table = wide.pivot(on="market", index="year", values="value_usd").sort("year")
    values = kept["value_usd"].to_numpy()
    risk = portfolio_risk(values, table.select(kept["market"].to_list()).to_numpy())
    return kept.with_columns(
        share=pl.Series(values / values.sum()),
        contribution=pl.Series(risk.contribution),
        volatility=pl.lit(risk.volatility),
        independent=pl.lit(risk.independent),
        shrinkage=pl.lit(risk.shrinkage),
        years=pl.lit(risk.years),
        few_years=pl.lit(risk.few_years),
        covered=pl.lit(float(values.sum()) / float(sums["value_usd"].sum())),
    )
