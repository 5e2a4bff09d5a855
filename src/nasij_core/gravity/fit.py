"""What a fitted gravity equation tells, and its standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nasij_core.errors import BadOption
from nasij_core.gravity.effects import Reals
from nasij_core.gravity.sample import CONSTANT, Sample
from nasij_core.gravity.variance import SmallSample, sandwich


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
