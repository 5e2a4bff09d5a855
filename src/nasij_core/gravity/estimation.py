"""Gravity equations: Poisson pseudo-maximum-likelihood and least squares, with fixed effects.

`E[y] = exp(x'β + effects)` (Santos Silva and Tenreyro 2006), fitted by iterated weighted least
squares; the effects are taken out of every column in each round (Correia, Guimarães and Zylkin
2020), more finely as the deviance settles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nasij_core.errors import NegativeValue, NotEnoughData
from nasij_core.gravity.effects import Reals
from nasij_core.gravity.fit import GravityFit, conclude
from nasij_core.gravity.sample import (
    FINE,
    Integers,
    Sample,
    Warm,
    drop_collinear,
    flatten,
    prepare,
)
from nasij_core.gravity.separation import groups_of_zeros, separated
from nasij_core.gravity.variance import SmallSample

ROUNDS = 200
SETTLED = 1e-9  # relative change of the deviance


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
    if not sample.outcome.any():
        raise NotEnoughData("the gravity equation", "there is no trade at all")
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
