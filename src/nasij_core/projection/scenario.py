"""Programmes as multipliers on entries and exits, each with its error, reach, decay and source.

No effect is the default. An estimate of “dollars per dollar” is never turned into exporters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import BadOption, MissingField, OutOfRange

Reals = NDArray[np.float64]


class Lever(StrEnum):
    """What a programme moves: entries, exits of first-year exporters, or all exits."""

    ENTRIES = "entries"
    FIRST_YEAR_EXITS = "first_year_exits"
    EXITS = "exits"


@dataclass(frozen=True, slots=True)
class Effect:
    """One programme. `effect` is relative: +0.10 on entries, −0.20 on exits."""

    name: str
    lever: Lever
    effect: float
    standard_error: float
    source: str  # a figure without a source is refused
    take_up: float = 1.0  # share of the firms concerned that it reaches
    deadweight: float = 0.0  # share of those that would have done it anyway
    decay: float = 0.0  # share of the effect lost each year after the first
    first_year: int = 1  # of the projection, 1 being the first projected year
    last_year: int | None = None  # None: until the end
    regions: tuple[str, ...] | None = None  # None: all
    sizes: tuple[str, ...] | None = None  # None: all

    def __post_init__(self) -> None:
        if self.lever not in tuple(Lever):
            raise BadOption("lever", self.lever, Lever)
        if not self.source.strip():
            raise MissingField(f"scenario “{self.name}”", ["source"], ["effect"])
        for name in ("take_up", "deadweight", "decay"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise OutOfRange(f"{name} of “{self.name}”", getattr(self, name), "between 0 and 1")
        if not self.standard_error >= 0.0:
            raise OutOfRange(f"standard error of “{self.name}”", self.standard_error, "0 or more")
        if not self.effect >= -1.0:
            raise OutOfRange(f"effect of “{self.name}”", self.effect, "−1 (all of it) or more")
        last = self.first_year if self.last_year is None else self.last_year
        if self.first_year < 1 or last < self.first_year:
            raise OutOfRange(
                f"years of “{self.name}”", (self.first_year, self.last_year), "in order"
            )

    def strength(self, years: int) -> Reals:
        """(years,): share of the effect at work in each projected year."""
        since = np.arange(1, years + 1) - self.first_year
        at_work = (since >= 0) & (np.arange(1, years + 1) <= (self.last_year or years))
        fading = (1.0 - self.decay) ** np.maximum(since, 0)
        strength: Reals = at_work * fading * self.take_up * (1.0 - self.deadweight)
        return strength


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Factors by draw, year and region; the exits by age class as well."""

    entries: Reals  # (draws, years, regions)
    exits: Reals  # (draws, years, regions, ages)


def multipliers(
    effects: Sequence[Effect],
    regions: tuple[str, ...],
    years: int,
    ages: int,
    draws: int = 1,
    rng: np.random.Generator | None = None,
    sizes: tuple[str, ...] = (),
) -> Multipliers:
    """Combined factors, effects multiplying; without `rng` the point estimates.

    `sizes` (regions,) are the size classes of the rows, if they have any.
    """
    entries = np.ones((draws, years, len(regions)))
    exits = np.ones((draws, years, len(regions), ages))
    for effect in effects:
        drawn = np.full(draws, effect.effect)
        if rng is not None and effect.standard_error > 0:
            drawn = rng.normal(effect.effect, effect.standard_error, draws)
        touched = _touched(effect, regions, sizes)
        factor = 1.0 + drawn[:, None, None] * effect.strength(years)[None, :, None] * touched
        factor = np.maximum(factor, 0.0)
        if effect.lever is Lever.ENTRIES:
            entries *= factor
        elif effect.lever is Lever.EXITS:
            exits *= factor[..., None]
        else:
            exits[..., 0] *= factor
    return Multipliers(entries, exits)


def _touched(effect: Effect, regions: tuple[str, ...], sizes: tuple[str, ...]) -> Reals:
    touched = np.ones(len(regions))
    for what, wanted, names in (("region", effect.regions, regions), ("size", effect.sizes, sizes)):
        if wanted is None:
            continue
        for name in wanted:
            if name not in names:
                raise BadOption(f"{what} of “{effect.name}”", name, dict.fromkeys(names))
        touched *= np.array([float(name in wanted) for name in names])
    return touched
