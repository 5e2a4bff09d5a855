"""How much two baskets are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nasij_core.diversification.concentration import Reals, check_basket
from nasij_core.errors import NotEnoughData, WrongShape


@dataclass(frozen=True, slots=True)
class Similarity:
    """A basket s against a reference w, without unit.

    finger_kreinin: Σ min(s, w), in [0, 1]. unctad_diversification: ½ Σ |s − w|, one minus it.
    krugman: Σ |s − w|, in [0, 2]. hachman: 1 / Σ s²/w, in (0, 1], 1 when equal; None where the
    basket holds a line the reference lacks.
    """

    finger_kreinin: float
    unctad_diversification: float
    krugman: float
    hachman: float | None


def similarity(values: Reals, reference: Reals) -> Similarity:
    """Compare two baskets on the same lines. Both (lines,), ≥ 0, any unit each."""
    basket, other = check_basket(values), check_basket(reference, "the reference basket")
    if basket.shape != other.shape:
        raise WrongShape("the reference basket", other.shape, basket.shape)
    if not basket.any() or not other.any():
        raise NotEnoughData("the similarity", "one of the baskets is empty")
    share, weight = basket / basket.sum(), other / other.sum()
    apart = float(np.abs(share - weight).sum())
    held = share > 0
    comparable = bool((weight[held] > 0).all())
    hachman = 1 / float((share[held] ** 2 / weight[held]).sum()) if comparable else None
    return Similarity(float(np.minimum(share, weight).sum()), apart / 2, apart, hachman)
