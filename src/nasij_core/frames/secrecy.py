"""Statistical secrecy on a table of exporters by year."""

from __future__ import annotations

from itertools import compress

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.dynamics import SecrecyRule, hidden_cells, with_cover
from nasij_core.stats.sums import ratio

FLOWS = (  # of a year and the one before
    "entrants", "exiters", "incumbents", "surviving_entrants", "moved_in", "moved_out",
    "entry_rate", "exit_rate", "survival_1", "survival_2", "survival_3",
    "entrants_value_share", "incumbents_log_growth",
)  # fmt: skip
SINCE_ALL_YEARS = ("re_entrants", "new_to_register")  # who was there in any year before
AHEAD = {"surviving_entrants": 1, "survival_1": 1, "survival_2": 2, "survival_3": 3}


def hide(frame: pl.DataFrame, rule: SecrecyRule, level: str = "nation") -> pl.DataFrame:
    """Null the figures of the rows that its column `hidden` names; counts of firms are null too.

    So is what is counted between two years where one of the two is hidden: a stock is the one
    before with the entries and less the exits.
    """
    keys = [level] if level in frame.columns else []
    near = _near_hidden(frame, keys)
    near = near.with_columns(_flows_with_cover(near, rule) if keys else "of_hidden")
    counts = [n for n, t in frame.schema.items() if n not in ("year", level) and t.is_numeric()]
    return near.with_columns(
        pl.when(_hides(name)).then(None).otherwise(pl.col(name)).alias(name) for name in counts
    ).select(frame.columns)


def _hides(name: str) -> pl.Expr:
    hides = pl.col("hidden")
    if name in FLOWS:
        hides |= pl.col("of_hidden")
    if name in SINCE_ALL_YEARS:
        hides |= pl.col("of_hidden") | pl.col("since_hidden")
    return hides | pl.col(f"ahead_{AHEAD[name]}") if name in AHEAD else hides


def _near_hidden(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Whether the year before, any year before, and each of three years ahead is hidden."""
    cells = frame.filter("hidden").select(*keys, "year")
    first = cells.group_by(keys or pl.lit(0)).agg(pl.col("year").min().alias("first"))
    near = frame
    for name, years in (("before", 1), *((f"ahead_{ahead}", -ahead) for ahead in (1, 2, 3))):
        there = cells.with_columns(pl.col("year") + years, pl.lit(value=True).alias(name))
        near = near.join(there, on=[*keys, "year"], how="left", maintain_order="left")
        near = near.with_columns(pl.col(name).fill_null(value=False))
    near = (
        near.join(first.select(*keys, "first"), on=keys, how="left", maintain_order="left")
        if keys
        else near.with_columns(pl.lit(cells["year"].min(), pl.Int64).alias("first"))
    )
    since = (pl.col("first") < pl.col("year")).fill_null(value=False)
    return near.with_columns(
        since.alias("since_hidden"), (pl.col("before") | pl.col("hidden")).alias("of_hidden")
    )


def _flows_with_cover(near: pl.DataFrame, rule: SecrecyRule) -> pl.Series:
    """Where entries and exits hide: with them, those of other groups of the year, until the hidden
    ones, which the nation's less the shown gives away, are of as many firms as a cell. So few that
    nobody came or left would leave the hidden stock where it was."""
    result = near["of_hidden"].to_numpy().copy()
    flows = near.select(pl.col("entrants", "exiters").fill_null(0)).to_numpy()
    year = near["year"].to_numpy()
    for met in np.unique(year):
        rows = np.flatnonzero(year == met)
        of_year = flows[rows]
        order = np.argsort(of_year.sum(axis=1), kind="stable")

        def tells(mask: NDArray[np.bool_], of_year: NDArray[np.int64] = of_year) -> bool:
            return bool(of_year[mask].sum(axis=0).min() < rule.minimum_firms)

        if near["entrants"].gather(rows).is_not_null().any():
            result[rows] = with_cover(result[rows], order.tolist(), tells)
    return pl.Series("of_hidden", result)


def hide_few(frame: pl.DataFrame, rule: SecrecyRule, keys: tuple[str, ...]) -> pl.DataFrame:
    """Null the rows of a survival or hazard table that rest on too few firms."""
    few = (pl.col("at_risk") > 0) & (pl.col("at_risk") < rule.minimum_firms)
    figures = [name for name in frame.columns if name not in keys]
    hidden = frame.select(few).to_series()
    return frame.with_columns(
        pl.when(~hidden).then(pl.col(name)).otherwise(None).alias(name) for name in figures
    ).with_columns(hidden.alias("hidden"))


def secret_groups(values: pl.DataFrame, by: str, rule: SecrecyRule | None = None) -> dict[str, str]:
    """Groups of a table of `by`, firm, value that rest on too few or too large firms, each with its
    largest firm. What must hide with them hangs on the totals that are shown."""
    firms = values.group_by(by, "firm").agg(pl.col("value").sum()).filter(pl.col("value") > 0)
    cells = (
        firms.sort(by, "value", "firm", descending=[False, True, False])
        .group_by(by, maintain_order=True)
        .agg(
            pl.col("firm").first(),
            pl.len().alias("firms"),
            (pl.col("value").max() / pl.col("value").sum()).alias("top"),
        )
    )
    counts = cells["firms"].cast(pl.Int64).to_numpy()
    secret = pl.Series(hidden_cells(counts, cells["top"].to_numpy(), rule), dtype=pl.Boolean)
    return dict(cells.filter(secret).select(by, "firm").iter_rows())


def hidden_groups(
    totals: pl.DataFrame,
    unrecorded: pl.DataFrame,
    values: pl.DataFrame,
    by: str,
    rule: SecrecyRule,
) -> set[str]:
    """The secret groups of a table of `by`, firm, value, and what must hide with them where figures
    are published of each group and of all.

    `totals` has `by` and those figures (USD), its rows in the order in which groups may be given
    up; `unrecorded`, of groups that it names, what is of firms that `values` does not know: it
    makes a sum larger and its firms no more. The others are not split by firm: a firm is taken to
    hold of them what it holds of `values`, and all of a secret group where it is its largest.
    """
    largest = secret_groups(values, by, rule)
    groups, amounts = totals[by].to_list(), totals.drop(by).to_numpy()
    of_others = totals.select(by).join(unrecorded, on=by, how="left", maintain_order="left")
    recorded = amounts - of_others.drop(by).fill_null(0.0).to_numpy()
    firms, shares = _shares_of_firms(values, by, groups)
    for group, firm in largest.items():
        shares[firms[firm], groups.index(group)] = 1.0

    def tells(hidden: NDArray[np.bool_]) -> bool:
        whole = amounts[hidden].sum(axis=0)
        if np.count_nonzero(shares[:, hidden].any(axis=1)) < rule.minimum_firms:
            # Who knows the parts of all but one knows that of the last: they count as one firm.
            may_hold = recorded[hidden].sum(axis=0)
            return not whole.any() or bool((may_hold > rule.largest_share * whole).any())
        may_hold = shares[:, hidden] @ recorded[hidden]
        return bool((may_hold > rule.largest_share * whole).any())

    alone = np.eye(len(groups), dtype=bool)
    secret = [group in largest and tells(alone[place]) for place, group in enumerate(groups)]
    return {*compress(groups, with_cover(np.array(secret), range(len(groups)), tells))}


def _shares_of_firms(
    values: pl.DataFrame, by: str, groups: list[str]
) -> tuple[dict[str, int], NDArray[np.float64]]:
    """The place of each firm, and (firms, groups) its share of each group; of none, 0."""
    of_firm = values.group_by(by, "firm").agg(pl.col("value").sum()).filter(pl.col("value") > 0)
    firms = {firm: place for place, firm in enumerate(of_firm["firm"].unique().sort())}
    shares = np.zeros((len(firms), len(groups)))
    for group, firm, value in of_firm.select(by, "firm", "value").iter_rows():
        shares[firms[firm], groups.index(group)] = value
    return firms, ratio(shares, shares.sum(axis=0), empty=0.0)
