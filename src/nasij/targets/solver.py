"""What must be true: the couples of entries and exits that reach the target, and the trade-off."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from nasij.targets import analysis
from nasij.targets.models import Target
from nasij.targets.published import StockAndFlow

SHOWN_RATES = (0.08, 0.20, 0.35)  # beside the deduced one
DEFAULT_EXIT_RATE = 0.10  # where nothing is published: said on the page
POINT = 0.01  # of exits: what the page prices; less than one is not one
SLACK = 1e-6  # of a firm; what is less comes of adding up


@dataclass(frozen=True, slots=True)
class Asked:
    """A situation and a target. Counts in firms; the exit rate a share of last year's stock."""

    year: int
    stock: float
    entries: float
    exit_rate: float
    target_year: int
    target: float

    @property
    def years(self) -> int:
        return self.target_year - self.year

    @property
    def reached(self) -> int:
        """The stock in the target year, in whole firms: nine tenths of one are none."""
        return math.floor(self._stock_then + SLACK)

    @property
    def _stock_then(self) -> float:
        return analysis.stock_after(self.stock, self.entries, self.exit_rate, self.years)

    @property
    def is_reached(self) -> bool:
        """The one judgement: what a page names as enough has passed it, rounded as it is named."""
        return self.reached >= self.target

    @property
    def is_just_reached(self) -> bool:
        """And by no more: with a little less it would not be."""
        return self.is_reached and abs(self._stock_then - self.target) <= SLACK


@dataclass(frozen=True, slots=True)
class Needed:
    exit_rate: float
    entries: int  # gross, each year

    @property
    def survival(self) -> float:
        return 1 - self.exit_rate


@dataclass(frozen=True, slots=True)
class Solution:
    asked: Asked
    entries_needed: int  # each year, at this exit rate
    extra_entries: int  # each year, beside those given
    exit_rate_needed: float | None  # with these entries; None: out of reach even without exits
    point_of_exits: float  # entries a year that one point less of exits saves
    growth_needed: float | None  # net, a year, up to the next tenth of a percent
    by_rate: list[Needed]

    @property
    def survival_needed(self) -> float | None:
        return None if self.exit_rate_needed is None else 1 - self.exit_rate_needed


def solve(asked: Asked) -> Solution:
    return Solution(
        asked=asked,
        entries_needed=entries_needed(asked),
        extra_entries=_extra_entries(asked),
        exit_rate_needed=_exit_rate(asked),
        point_of_exits=_entries(asked, asked.exit_rate)
        - _entries(asked, max(asked.exit_rate - POINT, 0.0)),
        growth_needed=_growth(asked) if asked.stock > 0 else None,
        by_rate=[
            Needed(rate, entries_needed(replace(asked, exit_rate=rate)))
            for rate in sorted({*SHOWN_RATES, asked.exit_rate})
        ],
    )


def entries_needed(asked: Asked) -> int:
    """The fewest whole firms a year that reach the target at this exit rate."""
    return _least(
        _entries(asked, asked.exit_rate), lambda firms: replace(asked, entries=firms).is_reached
    )


def _extra_entries(asked: Asked) -> int:
    return _least(
        _entries(asked, asked.exit_rate) - asked.entries,
        lambda firms: replace(asked, entries=asked.entries + firms).is_reached,
    )


def _least(about: float, is_enough: Callable[[int], bool]) -> int:
    """Up to the next whole: a need rounded to the nearest falls short half of the time."""
    whole = max(math.floor(about), 0)
    return whole if is_enough(whole) else whole + 1


def _exit_rate(asked: Asked) -> float | None:
    """The highest tenth of a percent that still reaches the target; that given, if it does and is
    higher."""
    exact = analysis.exit_rate_allowed(asked.stock, asked.target, asked.entries, asked.years)
    if exact is None:
        return None
    tenths = math.floor(1000 * exact)
    above = min(tenths + 1, 1000) / 1000
    allowed = above if replace(asked, exit_rate=above).is_reached else tenths / 1000
    return max(allowed, asked.exit_rate) if asked.is_reached else allowed


def _growth(asked: Asked) -> float:
    exact = analysis.yearly_growth(asked.stock, asked.target, asked.years)
    return math.ceil(round(1000 * exact, 6)) / 1000


def _entries(asked: Asked, exit_rate: float) -> float:
    """Never below zero: a target that is overshot needs no entries."""
    needed = analysis.entries_needed(asked.stock, asked.target, exit_rate, asked.years)
    return max(needed, 0.0)


def curve(asked: Asked) -> list[tuple[float, float]]:
    """The couples (exit rate, entries a year) that reach the target, exits up to twice today's."""
    top = math.ceil(100 * min(max(2.2 * asked.exit_rate, 0.25), 0.95)) / 100
    rates = [top * step / 40 for step in range(41)]
    return [(rate, _entries(asked, rate)) for rate in rates]


def starting_point(target: Target, flow: StockAndFlow | None) -> Asked | None:
    """The target's own base, with the entries and exits of active exporters, as precise as they
    can be typed: the address that repeats it gives the same answer."""
    if target.base_value is None or target.base_year is None:
        return None
    return Asked(
        year=target.base_year,
        stock=float(target.base_value),
        entries=round(flow.flows.entries_per_year, 1) if flow else 0.0,
        exit_rate=round(flow.flows.exit_rate, 5) if flow else DEFAULT_EXIT_RATE,
        target_year=target.year,
        target=float(target.value),
    )


def as_fields(asked: Asked) -> dict[str, str]:
    """A situation in the words of the form and of its address."""
    values = {
        "year": asked.year,
        "stock": asked.stock,
        "entries": asked.entries,
        "exit_rate": 100 * asked.exit_rate,
        "target_year": asked.target_year,
        "target": asked.target,
    }
    return {name: f"{value:.12g}" for name, value in values.items()}
