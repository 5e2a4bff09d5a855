"""What must be true: the couples of entries and exits that reach the target, and the trade-off."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.targets import analysis
from nasij.targets.models import Target
from nasij.targets.published import StockAndFlow

SHOWN_RATES = (0.08, 0.20, 0.35)  # beside the deduced one
DEFAULT_EXIT_RATE = 0.10  # where nothing is published: said on the page


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


@dataclass(frozen=True, slots=True)
class Needed:
    exit_rate: float
    entries: float  # gross, each year

    @property
    def survival(self) -> float:
        return 1 - self.exit_rate


@dataclass(frozen=True, slots=True)
class Solution:
    asked: Asked
    reached: float  # the stock in the target year at these entries and exits
    entries_needed: float  # each year, at this exit rate
    exit_rate_needed: float | None  # with these entries; None: out of reach even without exits
    point_of_exits: float  # entries a year that one point less of exits saves
    growth_needed: float | None  # net, a year
    by_rate: list[Needed]

    @property
    def is_reached(self) -> bool:
        return self.reached >= self.asked.target

    @property
    def extra_entries(self) -> float:
        return max(self.entries_needed - self.asked.entries, 0.0)

    @property
    def survival_needed(self) -> float | None:
        return None if self.exit_rate_needed is None else 1 - self.exit_rate_needed


def solve(asked: Asked) -> Solution:
    return Solution(
        asked=asked,
        reached=analysis.stock_after(asked.stock, asked.entries, asked.exit_rate, asked.years),
        entries_needed=_entries(asked, asked.exit_rate),
        exit_rate_needed=analysis.exit_rate_allowed(
            asked.stock, asked.target, asked.entries, asked.years
        ),
        point_of_exits=_entries(asked, asked.exit_rate)
        - _entries(asked, max(asked.exit_rate - 0.01, 0.0)),
        growth_needed=analysis.yearly_growth(asked.stock, asked.target, asked.years)
        if asked.stock > 0
        else None,
        by_rate=[
            Needed(rate, _entries(asked, rate)) for rate in sorted({*SHOWN_RATES, asked.exit_rate})
        ],
    )


def _entries(asked: Asked, exit_rate: float) -> float:
    """Never below zero: a target that is overshot needs no entries."""
    needed = analysis.entries_needed(asked.stock, asked.target, exit_rate, asked.years)
    return max(needed, 0.0)


def curve(asked: Asked) -> list[tuple[float, float]]:
    """The couples (exit rate, entries a year) that reach the target, exits up to twice today's."""
    top = min(max(2.2 * asked.exit_rate, 0.25), 0.95)
    rates = [top * step / 40 for step in range(41)]
    return [(rate, _entries(asked, rate)) for rate in rates]


def starting_point(target: Target, flow: StockAndFlow | None) -> Asked | None:
    """The target's own base, with the entries and exits of active exporters."""
    if target.base_value is None or target.base_year is None:
        return None
    return Asked(
        year=target.base_year,
        stock=float(target.base_value),
        entries=flow.flows.entries_per_year if flow else 0.0,
        exit_rate=flow.flows.exit_rate if flow else DEFAULT_EXIT_RATE,
        target_year=target.year,
        target=float(target.value),
    )


def as_fields(asked: Asked) -> dict[str, float]:
    """A situation in the words of the form, as precise as it can be typed."""
    return {
        "year": asked.year,
        "stock": round(asked.stock),
        "entries": round(asked.entries, 1),
        "exit_rate": round(100 * asked.exit_rate, 3),
        "target_year": asked.target_year,
        "target": round(asked.target),
    }
