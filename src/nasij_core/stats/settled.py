"""Numbers without their last bits, so that an order or a rank is the same on every machine.

A matrix product adds up in an order of its own, by the processor's kernel, the threads and the
shape asked: the same sum differs by some 1e-15 of itself. Values that are equal but for that are
one value here, and a tie is a tie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 30  # kept of each number
DIGITS = 9  # the same in decimals
PRECISION = 1e-9  # relative, to which the same question has the same answer everywhere


def settled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same numbers to nine digits, whatever their size; NaN stays NaN."""
    part, power = np.frexp(values)
    rounded: NDArray[np.float64] = np.ldexp(np.round(np.ldexp(part, BITS)), power - BITS)
    return rounded
