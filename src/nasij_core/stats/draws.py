"""Fast random counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LARGE = 8.0  # variance from which the corrected normal is used
ROUNDING = 1.0 / 12.0  # variance that rounding to whole counts adds (Sheppard)


def binomial_counts(
    rng: np.random.Generator, trials: NDArray[np.int64], chance: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Binomial counts, elementwise; exact where the variance is below `LARGE`.

    Above it, a normal with the Cornish-Fisher correction for skewness, rounded and clipped: its
    distribution function is off by less than 0.002 there, and it is seven times faster.
    """
    mean = trials * chance
    variance = mean * (1.0 - chance)
    counts = _near_normal(rng, mean, variance, 1.0 - 2.0 * chance)
    np.clip(counts, 0, trials, out=counts)
    small = variance < LARGE
    counts[small] = rng.binomial(trials[small], chance[small])
    return counts


def poisson_counts(rng: np.random.Generator, mean: NDArray[np.float64]) -> NDArray[np.int64]:
    """Poisson counts, elementwise; exact where the mean is below `LARGE`, as near as binomial
    counts above it, and twice as fast."""
    counts = _near_normal(rng, mean, mean, 1.0)
    np.maximum(counts, 0, out=counts)
    small = mean < LARGE
    counts[small] = rng.poisson(mean[small])
    return counts


def _near_normal(
    rng: np.random.Generator,
    mean: NDArray[np.float64],
    variance: NDArray[np.float64],
    asymmetry: float | NDArray[np.float64],
) -> NDArray[np.int64]:
    """Rounded normals, corrected for a skewness of `asymmetry / √variance`."""
    normal = rng.standard_normal(mean.shape)
    corrected = mean + np.sqrt(np.maximum(variance - ROUNDING, 0.0)) * normal
    corrected += asymmetry * (normal * normal - 1.0) * (1.0 / 6.0)
    return np.rint(corrected, out=corrected).astype(np.int64)
