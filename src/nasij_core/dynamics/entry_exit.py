"""Who entered, who left, who stayed: World Bank Exporter Dynamics Database definitions.

exporter: exports in t. entrant: in t, not in t−1. exiter of t: in t−1, not in t. incumbent: in
both. surviving entrant: entrant of t that also exports in t+1. The entry rate is on exporters of
t, the exit rate on exporters of t−1. What a missing neighbour year leaves undefined is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.cells import Cells
from nasij_core.stats.sums import counts_by, ratio, sums_by

Counts = NDArray[np.int64]
Reals = NDArray[np.float64]
SURVIVAL_YEARS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Presence:
    """Per cell, whether the firm is in the group in the years around."""

    before: NDArray[np.bool_]  # in t−1
    after: NDArray[np.bool_]  # (years ahead 1 to 3, cells)
    seen_earlier: NDArray[np.bool_]  # in any year before t
    first_ever: NDArray[np.bool_]  # first year of the firm in any group


@dataclass(frozen=True, slots=True)
class EntryExit:
    """(groups, years) each; counts of firms, NaN where undefined."""

    exporters: Counts
    entrants: Reals
    exiters: Reals
    incumbents: Reals
    surviving_entrants: Reals
    re_entrants: Reals  # entrants seen before the gap
    new_to_register: Reals  # entrants never seen in any group
    moved_in: Reals  # entrants that exported from another group in t−1
    moved_out: Reals  # exiters that export from another group in t
    entry_rate: Reals
    exit_rate: Reals
    survival: Reals  # (3, groups, years): share of entrants present 1, 2, 3 years later
    value: Reals
    entrants_value: Reals
    incumbents_growth: Reals  # log difference of the incumbents' total value


def presence(cells: Cells, n_firms: int) -> Presence:
    """Neighbours along the sorted rows: a firm's years stand next to each other."""
    pair = cells.group.astype(np.int64) * n_firms + cells.firm
    year = cells.year.astype(np.int64)
    size = len(cells)
    same_before = np.zeros(size, bool)
    same_before[1:] = pair[1:] == pair[:-1]
    before = np.zeros(size, bool)
    before[1:] = same_before[1:] & (year[1:] == year[:-1] + 1)
    after = np.zeros((len(SURVIVAL_YEARS), size), bool)
    for row, ahead in enumerate(SURVIVAL_YEARS):
        for step in range(1, ahead + 1):  # the wanted year is at most `ahead` rows further
            if step < size:
                after[row, :-step] |= (pair[step:] == pair[:-step]) & (
                    year[step:] == year[:-step] + ahead
                )
    first = np.full(n_firms, np.iinfo(np.int64).max)
    np.minimum.at(first, cells.firm, year)
    return Presence(before, after, same_before, year == first[cells.firm])


def entry_exit(cells: Cells, n_firms: int) -> EntryExit:
    """All counts and rates by group and year."""
    years = np.array(cells.years)
    n_g, n_y = cells.n_groups, len(years)
    place = cells.group.astype(np.int64) * n_y + np.searchsorted(years, cells.year)
    around = presence(cells, n_firms)
    entrant = ~around.before

    def count(mask: NDArray[np.bool_]) -> Reals:
        return counts_by(place[mask], n_g * n_y).reshape(n_g, n_y).astype(float)

    def total(mask: NDArray[np.bool_]) -> Reals:
        return sums_by(place[mask], cells.value[mask], n_g * n_y).reshape(n_g, n_y)

    everyone = np.ones(len(cells), bool)
    exporters = count(everyone)
    known_before = np.isin(years - 1, years)
    known_after = np.array([np.isin(years + ahead, years) for ahead in SURVIVAL_YEARS])
    entrants = _where(known_before, count(entrant))
    leaves = ~around.after[0]
    exiters = _shifted(count(leaves), known_before)
    moved = _exports_elsewhere(cells, n_firms)
    survivors = np.stack([count(entrant & around.after[h]) for h in range(len(SURVIVAL_YEARS))])
    survivors = np.where(known_before & known_after[:, None, :], survivors, np.nan)
    earlier = _shifted(exporters, known_before)
    return EntryExit(
        exporters.astype(np.int64),
        entrants,
        exiters,
        _where(known_before, count(around.before)),
        survivors[0],
        _where(known_before, count(entrant & around.seen_earlier)),
        _where(known_before, count(entrant & around.first_ever)),
        _where(known_before, count(entrant & moved[0])),
        _shifted(count(leaves & moved[1]), known_before),
        ratio(entrants, exporters),
        ratio(exiters, earlier),
        ratio(survivors, entrants),
        total(everyone),
        _where(known_before, total(entrant)),
        _incumbents_growth(cells, around, place, (n_g, n_y), known_before),
    )


def _exports_elsewhere(cells: Cells, n_firms: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the firm exports in t−1, in t+1, from any group at all.

    Only read for firms absent from their own group then: it means another group.
    """
    if cells.n_groups == 1:
        nowhere = np.zeros(len(cells), bool)
        return nowhere, nowhere
    first = int(cells.years[0])
    span = int(cells.years[-1]) - first + 3
    active = np.zeros(n_firms * span, bool)
    place = cells.firm.astype(np.int64) * span + (cells.year - first + 1)
    active[place] = True
    return active[place - 1], active[place + 1]


def _where(known: NDArray[np.bool_], counts: Reals) -> Reals:
    return np.where(known[None, :], counts, np.nan)


def _shifted(counts: Reals, known_before: NDArray[np.bool_]) -> Reals:
    """Counts of t−1 under t; only columns whose previous year was observed are read."""
    moved = np.full_like(counts, np.nan)
    moved[:, 1:] = counts[:, :-1]
    return _where(known_before, moved)


def _incumbents_growth(
    cells: Cells,
    around: Presence,
    place: Counts,
    shape: tuple[int, int],
    known_before: NDArray[np.bool_],
) -> Reals:
    rows = np.flatnonzero(around.before)
    size = shape[0] * shape[1]
    now = sums_by(place[rows], cells.value[rows], size).reshape(shape)
    then = sums_by(place[rows], cells.value[rows - 1], size).reshape(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log(now / then)
    return _where(known_before, np.where((now > 0) & (then > 0), growth, np.nan))
