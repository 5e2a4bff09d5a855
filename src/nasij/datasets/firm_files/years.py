"""Coded rows year by year: what is refused and why, what must be said, the sums kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nasij.datasets.firm_files.coding import NO_PROBLEM, Coded
from nasij.datasets.firm_files.opening import ROW
from nasij.datasets.firm_files.problems import ORDER
from nasij.datasets.firm_files.totals import BETWEEN, FIRM, PERIOD
from nasij.files.frames import FAULT
from nasij.files.problems import RowProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Faults = NDArray[np.int64]  # (things examined, rows): positions in ORDER, or `NO_PROBLEM`

SHOWN_REJECTS = 100_000  # in the file of refused rows; all are counted


@dataclass(frozen=True, slots=True)
class YearSums:
    """Values of one year by firm, region, product and market (positions among the codes)."""

    year: int
    frame: pl.DataFrame  # firm, region, product, market, value; sorted, each key once


@dataclass(slots=True)
class Tally:
    """What became of the rows. read = kept + rejected + lines of totals; of values the last are
    no part."""

    read: int = 0
    kept: int = 0
    total_lines: int = 0
    value_kept: float = 0.0
    value_refused: float = 0.0  # without amounts below zero, which are no exports
    refused_by_firm: Counter[int] = field(default_factory=Counter)  # value, of those with any
    unvalued: int = 0  # refused rows without an amount that can be added up
    of_other_unit: int = 0  # refused rows with an amount of another currency or multiple
    repeated: int = 0
    zero: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)  # rows
    remark_texts: dict[str, Counter[str]] = field(default_factory=dict)
    months: dict[int, set[int]] = field(default_factory=dict)
    totals: dict[int, float] = field(default_factory=dict)
    rejects: list[pl.DataFrame] = field(default_factory=list)  # row, problem, value
    rejects_kept: int = 0

    @property
    def rejected(self) -> int:
        return self.read - self.kept - self.total_lines

    @property
    def value_read(self) -> float:
        return self.value_kept + self.value_refused


def year_sums(coded: Coded, tally: Tally, *, factor: int = 1) -> Iterator[YearSums]:
    """One year at a time: memory is bounded by the largest year."""
    undated = [at for at, period in enumerate(coded.periods) if period.problem is not None]
    if undated:
        _refuse_undated(coded, undated, tally)
    for year in sorted({period.year for period in coded.periods if period.problem is None}):
        keys = [at for at, period in enumerate(coded.periods) if period.year == year]
        rows = coded.scan().filter(pl.col(PERIOD).is_in(keys)).collect(engine="streaming")
        if rows.is_empty():
            continue
        faults = _faults(coded, rows)
        kept = (faults == NO_PROBLEM).all(axis=0)
        _count(coded, rows, kept, tally)
        _keep_rejects(coded, rows.filter(~kept), faults[:, ~kept], tally)
        if kept.any():
            yield _sums(coded, rows.filter(kept), year, tally, factor)


def _refuse_undated(coded: Coded, keys: list[int], tally: Tally) -> None:
    rows = coded.scan().filter(pl.col(PERIOD).is_in(keys)).collect(engine="streaming")
    _count(coded, rows, np.zeros(rows.height, bool), tally)
    _keep_rejects(coded, rows, _faults(coded, rows), tally)


def _faults(coded: Coded, rows: pl.DataFrame) -> Faults:
    """For each thing examined, the problem of each row; of a broken row only that it is broken."""
    of_period = [
        NO_PROBLEM if period.problem is None else ORDER.index(period.problem)
        for period in coded.periods
    ]
    faults = np.stack(
        [
            *(coded.columns[name].problem[rows[key].to_numpy()] for name, key in _EXAMINED),
            np.array(of_period)[rows[PERIOD].to_numpy()],
            _of_amounts(rows),
        ]
    )
    faults[1:, faults[0] != NO_PROBLEM] = NO_PROBLEM
    return faults


_EXAMINED = (
    (FAULT, FAULT),
    ("firm", FIRM),
    *((name, name) for name in ("product", "market", "currency")),
)


def _of_amounts(rows: pl.DataFrame) -> NDArray[np.int64]:
    problem = np.full(rows.height, NO_PROBLEM)
    amount = rows["amount"]
    for bad, reason in (
        ((amount < 0).fill_null(value=False), RowProblem.VALUE_NEGATIVE),
        (amount.is_null(), RowProblem.VALUE_UNREADABLE),
        (rows["with_words"], RowProblem.VALUE_WITH_UNIT),
        (rows["two_ways"], RowProblem.VALUE_AMBIGUOUS),
        (~rows["has_amount"], RowProblem.VALUE_MISSING),
    ):
        problem[bad.to_numpy()] = ORDER.index(reason)
    return problem


def _count(coded: Coded, rows: pl.DataFrame, kept: Mask, tally: Tally) -> None:
    unread = rows["amount"].null_count()
    rows = rows.with_columns(_in_the_unit(coded, rows))
    amount = rows["amount"].fill_null(0.0).to_numpy()
    tally.read += rows.height
    tally.kept += int(kept.sum())
    tally.unvalued += unread
    tally.of_other_unit += rows["amount"].null_count() - unread
    tally.value_refused += float(amount[~kept].clip(min=0).sum())
    tally.value_kept += float(amount[kept].sum())
    _count_refused(coded, rows.filter(~kept & (amount > 0)), tally)
    for name in ("firm", "product", "market", "place", "currency"):
        column = coded.columns[name]
        keys = rows[FIRM if name == "firm" else name].to_numpy()
        counts = np.bincount(keys[kept], minlength=len(column.remark))
        for at in np.flatnonzero(counts):
            if remark := column.remark[at]:
                tally.remarks[remark] += int(counts[at])
                if name != "firm":  # whose texts are names, which no record keeps
                    texts = tally.remark_texts.setdefault(remark, Counter())
                    texts[column.text(int(at))] += int(counts[at])


def _in_the_unit(coded: Coded, rows: pl.DataFrame) -> pl.Series:
    """The amounts, without those of another currency or multiple than the file's."""
    others = coded.columns["currency"].problem[rows["currency"].to_numpy()] != NO_PROBLEM
    return rows["amount"].set(pl.Series(others), None)


def _count_refused(coded: Coded, rows: pl.DataFrame, tally: Tally) -> None:
    sums = rows.group_by(FIRM).agg(pl.col("amount").sum())
    firms = coded.columns["firm"].code[sums[FIRM].to_numpy()]
    for firm, amount in zip(firms.tolist(), sums["amount"], strict=True):
        tally.refused_by_firm[firm] += amount


def _keep_rejects(coded: Coded, rows: pl.DataFrame, faults: Faults, tally: Tally) -> None:
    """A line for each fault of a row: who corrects one and brings the file back meets no other."""
    shown = {*range(min(rows.height, max(0, SHOWN_REJECTS - tally.rejects_kept)))}
    for at, count in zip(*np.unique(faults, return_counts=True), strict=True):
        if at != NO_PROBLEM:
            if ORDER[at] not in tally.problems:  # of each reason the first row is told
                shown.add(int((faults == at).any(axis=0).argmax()))
            tally.problems[ORDER[at]] += int(count)
    told = sorted(shown)
    lines = [
        (row[ROW], ORDER[code].value, _at_fault(coded, ORDER[code], row))
        for row, codes in zip(rows[told].iter_rows(named=True), faults.T[told], strict=True)
        for code in sorted(codes[codes != NO_PROBLEM])
    ]
    if lines:
        frame = pl.DataFrame(lines, schema=[ROW, "problem", "value"], orient="row")
        tally.rejects.append(frame)
        tally.rejects_kept += frame.height


def _at_fault(coded: Coded, problem: RowProblem, row: dict[str, int]) -> str:
    """The text at fault; of amounts it is looked up in the file afterwards. Never a firm's name."""
    if problem in {
        RowProblem.PERIOD_UNREADABLE,
        RowProblem.MONTH_UNKNOWN,
        RowProblem.PERIOD_FUTURE,
        RowProblem.PERIOD_ANCIENT,
    }:
        year, *month = str(coded.period_texts[row[PERIOD] - 1]).split(BETWEEN)[:2]
        is_of_month = problem == RowProblem.MONTH_UNKNOWN and month
        return month[0] if is_of_month else "/".join(filter(None, (year, *month)))
    for name, of in (
        ("product", RowProblem.PRODUCT_UNREADABLE),
        ("market", RowProblem.MARKET_UNKNOWN),
        ("market", RowProblem.MARKET_SEVERAL),
        ("market", RowProblem.MARKET_TOTAL),
        ("market", RowProblem.MARKET_OWN),
        ("currency", RowProblem.CURRENCY_OTHER),
    ):
        if problem == of:
            return coded.columns[name].text(row[name])
    return ""


def _sums(coded: Coded, rows: pl.DataFrame, year: int, tally: Tally, factor: int) -> YearSums:
    tally.repeated += (
        rows.height - rows.select(FIRM, PERIOD, "product", "market", "place").n_unique()
    )
    months = {coded.periods[key].month for key in rows[PERIOD].unique()} - {0}
    tally.months.setdefault(year, set()).update(months)
    tally.zero += int((rows["amount"] == 0).sum())
    named = {"firm": FIRM, "region": "place", "product": "product", "market": "market"}
    codes = {
        ours: coded.columns["place" if ours == "region" else ours].code[rows[key].to_numpy()]
        for ours, key in named.items()
    }
    frame = (
        pl.DataFrame({**codes, "value": rows["amount"] * float(factor)})
        .group_by(list(codes))
        .agg(pl.col("value").sum())
        .filter(pl.col("value") > 0)
        .sort(list(codes))
    )
    tally.totals[year] = float(frame["value"].sum())
    return YearSums(year, frame)
