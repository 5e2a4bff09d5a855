"""Theil's index and its exact split into the two margins of diversification.

`T = (1/N) Σ (x/μ) ln(x/μ) = ln N − entropy`. Between active and inactive lines it is `ln(N/n)`,
the extensive margin; within the active ones it is their own Theil index, the intensive margin
(Cadot, Carrère and Strauss-Kahn 2011). N must be the nomenclature's, the same in every year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from nasij_core.diversification.concentration import Reals, shares


@dataclass(frozen=True, slots=True)
class Theil:
    """total = extensive + intensive, each ≥ 0; total is at most ln N."""

    total: float
    extensive: float
    intensive: float
    lines: int
    active: int


def theil(values: Reals, lines: int | None = None) -> Theil:
    """Split of one basket. values: (lines,), ≥ 0. lines: lines that could exist."""
    share, count = shares(values, lines)
    active = len(share)
    intensive = float(special.xlogy(share, share * active).sum())
    extensive = float(np.log(count / active))
    return Theil(extensive + intensive, extensive, intensive, count, active)
