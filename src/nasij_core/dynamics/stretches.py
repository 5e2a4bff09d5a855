"""Years that can be compared: where firms are known by other things, one firm counts as two."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.cells import Cells, take

ALIKE = 0.05  # of the firms may be known by other things than those of the year before
_DIGITS = 9  # of a share, that binary numbers keep


@dataclass(frozen=True, slots=True)
class Break:
    """A year that is not compared with the one observed before it."""

    year: int
    before: int
    lost: str  # what a smaller share of the firms is known by
    gained: str  # and a larger; the same where only their groups are said otherwise


def breaks_of(
    cells: Cells, known_by: NDArray[np.str_], unsaid: int | None = None
) -> tuple[Break, ...]:
    """Between which years the shares of what firms are known by differ by more than `ALIKE`.

    `known_by` says it of each firm. `unsaid` is the group of what is in none: whether a firm is in
    another counts too, and nothing is compared between years of which one alone knows any group.
    """
    n_firms = len(known_by)
    pairs, place = np.unique(
        cells.year.astype(np.int64) * n_firms + cells.firm, return_inverse=True
    )
    kinds, kind = np.unique(known_by, return_inverse=True)
    grouped = np.ones(len(pairs), np.int64)
    if unsaid is not None:
        grouped[:] = 0
        grouped[place[cells.group != unsaid]] = 1
    years, year = np.unique(pairs // n_firms, return_inverse=True)
    counts = np.zeros((len(years), len(kinds), 2))
    np.add.at(counts, (year, kind[pairs % n_firms], grouped), 1.0)
    shares = counts / counts.sum(axis=(1, 2), keepdims=True)
    return tuple(
        Break(
            int(years[at + 1]),
            int(years[at]),
            *(str(kinds[found((then - now).sum(axis=1))]) for found in (np.argmax, np.argmin)),
        )
        for at, (then, now) in enumerate(pairwise(shares))
        if _differ(then, now)
    )


def _differ(then: NDArray[np.float64], now: NDArray[np.float64]) -> bool:
    changed = round(float(np.abs(now - then).sum()) / 2, _DIGITS)
    return changed > ALIKE or bool(then[:, 1].any() != now[:, 1].any())


def stretches(cells: Cells, first_years: Collection[int]) -> Iterator[Cells]:
    """The cells of each run of years, a new one from each of the first years on. One in which
    nobody exports is none."""
    bounds = [year for year in cells.years[1:] if year in first_years]
    for first, end in pairwise([cells.years[0], *bounds, cells.years[-1] + 1]):
        years = tuple(year for year in cells.years if first <= year < end)
        part = take(cells, (cells.year >= first) & (cells.year < end))
        if len(part):
            yield replace(part, years=years)
