"""What a projection keeps of what was asked and of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class UsedFigure:
    """A published figure as it was when it was used: loaded again, it has another `id`."""

    id: int = field(compare=False)
    definition: str
    territory: str
    year: int | None
    year_end: int | None
    breakdown: str
    value: str
    unit: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class AimedAt:
    key: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Start:
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is needed to understand a projection and to run it again."""

    method: str  # of its main path
    version: str
    draws: int
    seed: int
    level: float  # share of the futures inside an interval
    target: AimedAt
    start: Start
    growth_from: tuple[str, ...]  # definitions
    years_seen: int
    figures: tuple[UsedFigure, ...]

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RegionEnd:
    """A region in the last year, in firms."""

    code: str
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class FuturePath:
    """One way into the future, national. Year 0 is the last published year; counts in firms."""

    method: str  # "flows": entries and exits go on; "growth": the growth goes on
    years: tuple[int, ...]
    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]
    probability: float  # of being at or above the target in the last year
    by_region: tuple[RegionEnd, ...]
    assumptions: Mapping[str, float]

    @property
    def end(self) -> tuple[float, float, float]:
        return self.low[-1], self.median[-1], self.high[-1]


@dataclass(frozen=True, slots=True)
class BackTest:
    """Those that follow the third are None where nothing could be tested."""

    years_given: int  # in a row in the customs series; without one, published
    years_needed: int
    files: tuple[int, ...] | None = None  # customs snapshots; None: no series of the definition
    years: tuple[int, ...] | None = None  # first and last
    firms: int | None = None  # in the last of the years
    forecasts: int | None = None
    covered: float | None = None  # share of them inside their interval
    error: float | None = None  # of the medians, relative


@dataclass(frozen=True, slots=True)
class Found:
    paths: tuple[FuturePath, ...]  # the main one first
    back_test: BackTest
    reading: str  # for machines and the audit

    def as_record(self) -> dict[str, Any]:
        tested = {
            name: value for name, value in asdict(self.back_test).items() if value is not None
        }
        return {**asdict(self), "back_test": tested}
