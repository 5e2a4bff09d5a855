"""Gravity equations: Poisson pseudo-maximum-likelihood and least squares, with fixed effects.

`E[y] = exp(x'β + effects)` (Santos Silva and Tenreyro 2006), fitted by iterated weighted least
squares; the effects are taken out of every column in each round (Correia, Guimarães and Zylkin
2020), more finely as the deviance settles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import (
    BadOption,
    NegativeValue,
    NotANumber,
    NotEnoughData,
    WrongShape,
)
from nasij_core.gravity.effects import Effects, Reals
from nasij_core.gravity.separation import groups_of_zeros, separated
from nasij_core.gravity.variance import SmallSample, sandwich

ROUNDS = 200
SETTLED = 1e-9  # relative change of the deviance
FINE = 1e-9  # of the effects, at the end
COLLINEAR = 1e-9  # share of a column's length left once others are taken out
CONSTANT = "constant"
Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class GravityFit:
    """A fitted equation.

    coefficients, standard_errors: (k,), NaN for a regressor in `collinear`. fitted: (rows,) in
    the unit of the outcome, NaN for rows left out. left_out: groups of zeros and separated rows.
    separation_checked: False when the sample was too large for the full check.
    """

    names: tuple[str, ...]
    coefficients: Reals
    standard_errors: Reals
    covariance: Reals
    collinear: tuple[str, ...]
    rows: int
    zero_groups: int
    separated: int
    separation_checked: bool
    fitted: Reals
    deviance: float
    rounds: int
    clusters: int | None
    small_sample: SmallSample

    def coefficient(self, name: str) -> float:
        return float(self.coefficients[self._place(name)])

    def standard_error(self, name: str) -> float:
        return float(self.standard_errors[self._place(name)])

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise BadOption("the regressor", name, self.names)
        return self.names.index(name)


@dataclass(slots=True)
class Sample:
    """Rows in use and the regressors over them; a constant is added where nothing replaces it."""

    outcome: Reals
    columns: Reals
    effects: Effects
    clusters: Integers | None
    names: list[str]
    places: NDArray[np.intp]  # of these rows among those given
    given: int
    collinear: list[str] = field(default_factory=list)

    def keep(self, rows: NDArray[np.bool_]) -> None:
        self.outcome, self.columns = self.outcome[rows], self.columns[rows]
        self.effects = self.effects.keep(rows)
        self.clusters = None if self.clusters is None else self.clusters[rows]
        self.places = self.places[rows]


def ppml(
    outcome: Reals,
    columns: Reals,
    names: Sequence[str],
    effects: Sequence[Integers] = (),
    clusters: Integers | None = None,
    small_sample: SmallSample | str = SmallSample.GROUPS,
) -> GravityFit:
    """Poisson pseudo-maximum-likelihood.

    outcome: (rows,), ≥ 0, trade in any unit, zeros kept. columns: (rows, k). effects: codes of
    each set of fixed effects, (rows,). clusters: codes (unordered pairs, as a rule); None: robust.
    Raises NegativeValue, NotANumber, WrongShape; NotEnoughData when nothing identifies anything.
    """
    sample = prepare(outcome, columns, names, effects, clusters)
    if (sample.outcome < 0).any():
        raise NegativeValue("the outcome", int((sample.outcome < 0).sum()))
    idle = groups_of_zeros(sample.outcome, sample.effects)
    sample.keep(~idle)
    lost = (
        separated(sample.outcome, sample.columns, sample.effects) if len(sample.outcome) else None
    )
    if lost is not None and lost.any():
        sample.keep(~lost)
    drop_collinear(sample)
    beta, mu, flat, rounds, deviance = iterate(sample)
    return conclude(
        sample,
        names,
        beta,
        flat,
        weight=mu,
        residual=sample.outcome - mu,
        fitted=mu,
        small_sample=small_sample,
        counts=(int(idle.sum()), 0 if lost is None else int(lost.sum()), lost is not None),
        rounds=rounds,
        deviance=deviance,
    )


def ols(
    outcome: Reals,
    columns: Reals,
    names: Sequence[str],
    effects: Sequence[Integers] = (),
    clusters: Integers | None = None,
    small_sample: SmallSample | str = SmallSample.GROUPS,
) -> GravityFit:
    """Least squares, for comparison: on the logarithm of trade it leaves the zeros out, and is
    biased where variances are unequal. Arguments as for `ppml`; the outcome may be negative."""
    sample = prepare(outcome, columns, names, effects, clusters)
    drop_collinear(sample)
    weight = np.ones(len(sample.outcome))
    flat, level = flatten(sample, sample.outcome, weight, FINE, Warm(sample))
    beta = least_squares(flat, level)
    residual = level - flat @ beta
    return conclude(
        sample,
        names,
        beta,
        flat,
        weight=weight,
        residual=residual,
        fitted=sample.outcome - residual,
        small_sample=small_sample,
        counts=(0, 0, True),
        rounds=1,
        deviance=float(residual @ residual),
    )


def prepare(
    outcome: Reals,
    columns: Reals,
    names: Sequence[str],
    effects: Sequence[Integers],
    clusters: Integers | None,
) -> Sample:
    values = np.asarray(outcome, dtype=np.float64)
    table = np.asarray(columns, dtype=np.float64)
    if table.ndim != 2 or table.shape != (len(values), len(names)):
        raise WrongShape("the regressors", table.shape, (len(values), len(names)))
    for thing, codes in (
        ("an effect", c) for c in (*effects, *([clusters] if clusters is not None else []))
    ):
        if codes.shape != values.shape:
            raise WrongShape(thing, codes.shape, values.shape)
    broken = ~np.isfinite(values) | ~np.isfinite(table).all(axis=1)
    if broken.any():
        rows = np.flatnonzero(broken)[:6]
        raise NotANumber("the gravity rows", int(broken.sum()), (f"row {row + 1}" for row in rows))
    if not len(values):
        raise NotEnoughData("the gravity equation", "there are no rows")
    named = list(names)
    if not effects:
        table = np.column_stack([table, np.ones(len(values))])
        named.append(CONSTANT)
    order = by_largest_set(effects, len(values))
    return Sample(
        values[order],
        table[order],
        Effects([column[order] for column in effects]),
        None if clusters is None else clusters[order],
        named,
        order,
        len(values),
    )


def by_largest_set(effects: Sequence[Integers], rows: int) -> NDArray[np.intp]:
    """Rows in the order of the set with most groups: its sums are then those of runs."""
    if not effects:
        return np.arange(rows)
    largest = max(effects, key=lambda column: len(np.unique(column)))
    return np.argsort(largest, kind="stable")


def drop_collinear(sample: Sample) -> None:
    """Leave out, from the last to the first, regressors that others and the effects explain."""
    weight = np.ones(len(sample.outcome))
    flat, _ = flatten(sample, sample.outcome, weight, FINE, Warm(sample))
    length = np.sqrt((sample.columns**2).sum(axis=0))
    basis = np.zeros((len(flat), 0))
    kept = []
    # the constant first: a regressor that never varies gives way to it
    order = sorted(range(len(sample.names)), key=lambda place: sample.names[place] != CONSTANT)
    for place in order:
        rest = flat[:, place] - basis @ (basis.T @ flat[:, place])
        rest -= basis @ (basis.T @ rest)
        size = float(np.sqrt(rest @ rest))
        if size > COLLINEAR * length[place]:
            basis = np.column_stack([basis, rest / size])
            kept.append(place)
    sample.collinear = [n for place, n in enumerate(sample.names) if place not in kept]
    kept.sort()
    sample.columns = sample.columns[:, kept]
    sample.names = [sample.names[place] for place in kept]
    if sample.collinear and not kept:
        raise NotEnoughData("the gravity equation", "the effects explain every regressor")


class Warm:
    """The last effects of each column, to start the next round from."""

    def __init__(self, sample: Sample) -> None:
        groups = int(sample.effects.bounds[-1])
        self.last = np.zeros((sample.columns.shape[1] + 1, groups))


def flatten(
    sample: Sample, target: Reals, weight: Reals, tolerance: float, warm: Warm
) -> tuple[Reals, Reals]:
    """Regressors and target with the effects taken out under the weights."""
    if not sample.effects:
        return sample.columns, target
    flat = np.empty_like(sample.columns)
    for place in range(sample.columns.shape[1] + 1):
        column = sample.columns[:, place] if place < sample.columns.shape[1] else target
        found = sample.effects.absorb(column, weight, warm.last[place], tolerance)
        warm.last[place] = found
        rest = column - sample.effects.spread(found)
        if place < sample.columns.shape[1]:
            flat[:, place] = rest
        else:
            target = rest
    return flat, target


def iterate(sample: Sample) -> tuple[Reals, Reals, Reals, int, float]:
    """β, μ, the flat regressors at the end, rounds, deviance."""
    y = sample.outcome
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    deviance, tolerance = np.inf, 1e-4  # the start is no fit: any first step is an improvement
    warm = Warm(sample)
    beta = np.zeros(sample.columns.shape[1])
    for done in range(1, ROUNDS + 1):
        flat, level = flatten(sample, eta + (y - mu) / mu, mu, tolerance, warm)
        root = np.sqrt(mu)
        beta = least_squares(flat * root[:, None], level * root)
        target = eta + (y - mu) / mu - (level - flat @ beta)
        eta, mu, now = shorten(y, eta, target, deviance)
        change = abs(now - deviance) / max(min(now, deviance), 0.1) if done > 1 else 1.0
        deviance = now
        if change < SETTLED and tolerance <= FINE:
            return beta, mu, flat, done, deviance
        tolerance = max(FINE, min(tolerance, change * 1e-1))
    raise NotEnoughData("the gravity equation", f"it still moves after {ROUNDS} rounds")


def least_squares(columns: Reals, target: Reals) -> Reals:
    solution: Reals = np.linalg.lstsq(columns, target, rcond=None)[0].astype(np.float64)
    return solution


def shorten(y: Reals, eta: Reals, target: Reals, deviance: float) -> tuple[Reals, Reals, float]:
    """The step to the target, halved while it makes the deviance worse."""
    for halving in range(12):
        trial = eta + (target - eta) / 2**halving
        mu = np.exp(np.clip(trial, -300.0, 300.0))
        now = poisson_deviance(y, mu)
        if now <= deviance * (1 + 1e-6) + 1e-9 or halving == 11:
            break
    return trial, mu, now


def poisson_deviance(y: Reals, mu: Reals) -> float:
    positive = y > 0
    logs = y[positive] * np.log(y[positive] / mu[positive])
    return float(2 * (logs.sum() - (y - mu).sum()))


def conclude(
    sample: Sample,
    names: Sequence[str],
    beta: Reals,
    flat: Reals,
    *,
    weight: Reals,
    residual: Reals,
    fitted: Reals,
    small_sample: SmallSample | str,
    counts: tuple[int, int, bool],
    rounds: int,
    deviance: float,
) -> GravityFit:
    try:
        factor = SmallSample(small_sample)
    except ValueError:
        raise BadOption("small_sample", small_sample, list(SmallSample)) from None
    parameters = len(beta) + free_effects(sample)
    covariance, clusters = sandwich(flat, weight, residual, sample.clusters, parameters, factor)
    shown = [*names, *([] if sample.effects else [CONSTANT])]
    place = [shown.index(name) for name in sample.names]
    whole = np.full((len(shown), len(shown)), np.nan)
    whole[np.ix_(place, place)] = covariance
    coefficients = np.full(len(shown), np.nan)
    coefficients[place] = beta
    predicted = np.full(sample.given, np.nan)
    predicted[sample.places] = fitted
    return GravityFit(
        names=tuple(shown),
        coefficients=coefficients,
        standard_errors=np.sqrt(np.diag(whole)),
        covariance=whole,
        collinear=tuple(sample.collinear),
        rows=len(sample.outcome),
        zero_groups=counts[0],
        separated=counts[1],
        separation_checked=counts[2],
        fitted=predicted,
        deviance=deviance,
        rounds=rounds,
        clusters=clusters,
        small_sample=factor,
    )


def free_effects(sample: Sample) -> int:
    """Effects that count as parameters: those not nested in the clusters, less one by set beyond
    the first."""
    free = sets = 0
    for column, size in zip(sample.effects.codes, sample.effects.sizes, strict=True):
        if sample.clusters is not None:
            last = np.empty(size, dtype=sample.clusters.dtype)
            last[column] = sample.clusters
            if (last[column] == sample.clusters).all():
                continue  # every group lies within one cluster
        free, sets = free + size, sets + 1
    return free - max(sets - 1, 0)
