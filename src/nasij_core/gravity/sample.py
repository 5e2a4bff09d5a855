"""The rows of a gravity equation, their regressors, and both with the fixed effects taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import NotANumber, NotEnoughData, WrongShape
from nasij_core.gravity.effects import Effects, Reals

FINE = 1e-9  # of the effects, at the end
COLLINEAR = 1e-9  # share of a column's length left once others are taken out
CONSTANT = "constant"
Integers = NDArray[np.integer[Any]]


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
