"""How many lines a basket really rests on: Herfindahl, UNCTAD's index, entropy.

`s` are the shares of the lines in the total; N is the number of lines that could exist (the
nomenclature's), n those that do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from nasij_core.errors import NegativeValue, NotANumber, NotEnoughData, OutOfRange, WrongShape

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Concentration:
    """Indices of one basket, without unit.

    hhi: Σ s², in [1/N, 1]. effective: 1 / hhi, lines. normalised: hhi on [0, 1].
    unctad: the square-root form of UNCTAD's handbook, on [0, 1]. entropy: −Σ s ln s.
    effective_entropy: exp(entropy), lines.
    """

    lines: int
    active: int
    hhi: float
    effective: float
    normalised: float
    unctad: float
    entropy: float
    effective_entropy: float


def concentration(values: Reals, lines: int | None = None) -> Concentration:
    """Concentration of one basket. values: (lines,), any unit, ≥ 0.

    lines: lines that could exist; None: as many as given. It changes the normalised forms only.
    """
    share, count = shares(values, lines)
    if count < 2:
        raise NotEnoughData("the normalised concentration", "one line cannot be spread")
    hhi = float(share @ share)
    entropy = float(-special.xlogy(share, share).sum())
    root = np.sqrt(1 / count)
    return Concentration(
        lines=count,
        active=len(share),
        hhi=hhi,
        effective=1 / hhi,
        normalised=(hhi - 1 / count) / (1 - 1 / count),
        unctad=float((np.sqrt(hhi) - root) / (1 - root)),
        entropy=entropy,
        effective_entropy=float(np.exp(entropy)),
    )


def shares(values: Reals, lines: int | None = None) -> tuple[Reals, int]:
    """Shares of the active lines, and the number of lines that could exist."""
    table = check_basket(values)
    count = len(table) if lines is None else lines
    active = table[table > 0]
    if count < len(active):
        raise OutOfRange("the number of lines", count, f"at least the {len(active)} active ones")
    if not len(active):
        raise NotEnoughData("the concentration", "the basket is empty")
    return active / active.sum(), count


def check_basket(values: Reals, thing: str = "the basket") -> Reals:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 1:
        raise WrongShape(thing, table.shape, "(lines,)")
    if not np.isfinite(table).all():
        raise NotANumber(thing, int((~np.isfinite(table)).sum()))
    if (table < 0).any():
        raise NegativeValue(thing, int((table < 0).sum()), table[table < 0][:6].tolist())
    return table
