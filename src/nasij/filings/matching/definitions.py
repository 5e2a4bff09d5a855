"""What yearly export values make a firm under a definition of “exporter”, where they can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nasij.exporters.enums import FirmStatus
from nasij.reference.enums import Family
from nasij.reference.models import Definition
from nasij.reference.rows import VALUE_WORDS

_AMOUNTS = ("threshold_lcu", "threshold_max_lcu")


@dataclass(frozen=True, slots=True)
class Rule:
    """A definition as a test on the values of a firm, year by year."""

    definition: Definition
    above: float = 0.0
    at_most: float | None = None
    window: int | None = None  # years that are averaged; None: the firm's own years of export
    running: int = 1  # years in a row
    averaged: bool = False

    def status(self, values: Mapping[int, float], years: Sequence[int]) -> FirmStatus | None:
        """Exporting, exported before, or nothing: the values do not make it this kind of firm."""
        newest = years[-1]
        if self._holds(values, years, newest):
            return FirmStatus.EXISTING
        earlier = (year for year in years[:-1] if self._holds(values, years, year))
        return FirmStatus.PAST if any(earlier) else None

    def _holds(self, values: Mapping[int, float], years: Sequence[int], year: int) -> bool:
        """Whether the firm was such an exporter in that year."""
        if self.window is not None and year - self.window + 1 < years[0]:
            return False  # the files begin too late to know
        run = range(year - self.running + 1, year + 1)
        if not all(values.get(year, 0.0) > 0 for year in run):
            return False
        amount = self._amount(values, year)
        if self.at_most is not None and amount > self.at_most:
            return False
        return amount > self.above or self.above == 0

    def _amount(self, values: Mapping[int, float], year: int) -> float:
        if self.window is not None:
            inside = range(year - self.window + 1, year + 1)
            return sum(values.get(year, 0.0) for year in inside) / self.window
        if self.averaged:  # as the core counts them: the mean of the years with exports
            own = [value for value in values.values() if value > 0]
            return sum(own) / len(own)
        return values.get(year, 0.0)


def rules(years: Sequence[int], *, in_own_currency: bool) -> list[Rule]:
    """The definitions that these years of values can decide; the others are left out.

    A threshold needs values in the country's currency; a window, as many years without a gap.
    """
    found = Definition.objects.filter(family=Family.EXPORTERS).order_by("key")
    read = (_rule(definition, years, in_own_currency=in_own_currency) for definition in found)
    return [rule for rule in read if rule is not None]


def _rule(definition: Definition, years: Sequence[int], *, in_own_currency: bool) -> Rule | None:
    params: dict[str, Any] = definition.params
    if not params or set(params) - VALUE_WORDS:
        return None
    if not in_own_currency and any(params.get(name) for name in _AMOUNTS):
        return None
    window, running = params.get("window_years"), int(params.get("years_running", 1))
    if _last_run(years) < max(window or 1, running):
        return None
    return Rule(
        definition,
        above=float(params.get("threshold_lcu", 0)),
        at_most=params.get("threshold_max_lcu"),
        window=window,
        running=running,
        averaged="average_over" in params,
    )


def _last_run(years: Sequence[int]) -> int:
    """How many years in a row end with the newest."""
    known, length = set(years), 0
    while years and years[-1] - length in known:
        length += 1
    return length


def is_any_export(rule: Rule) -> bool:
    """The widest definition: any export in the year. It is what a firm's own status follows."""
    return rule.above == 0 and rule.at_most is None and rule.running == 1 and rule.window is None
