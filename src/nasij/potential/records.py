"""What queries answer: figures of a run with the names of what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.potential.enums import RegionalEvidence, Standing
from nasij.potential.models import PotentialRun
from nasij.reference.models import Territory


@dataclass(frozen=True, slots=True)
class Pair:
    """One product in one market, USD a year."""

    product: str
    product_name: str
    market: str
    market_name: str
    potential_usd: float
    actual_usd: float
    unrealised_usd: float

    @property
    def realised_share(self) -> float | None:
        if self.potential_usd <= 0:
            return None
        return min(1.0, self.actual_usd / self.potential_usd)


@dataclass(frozen=True, slots=True)
class Terms:
    """The factors of one product in one market."""

    share: float  # of the world market
    balance: float
    tariff_margin: float
    supply: float  # the product of the three above
    projected_demand_usd: float
    tariff_advantage: float
    distance_factor: float
    demand: float  # the product of the three above
    ease: float


@dataclass(frozen=True, slots=True)
class ExplainedPair(Pair):
    terms: Terms


@dataclass(frozen=True, slots=True)
class Part:
    """One market, product, sector or region of a total, USD a year."""

    code: str
    name: str
    potential_usd: float
    actual_usd: float
    unrealised_usd: float


@dataclass(frozen=True, slots=True)
class RegionPart:
    """What may be told of one region's part, or of the part of no region."""

    code: str
    name: str
    standing: Standing
    part: Part | None  # None unless it is shown


@dataclass(frozen=True, slots=True)
class National:
    run: PotentialRun
    total: Part
    low_usd: float
    high_usd: float
    pairs: list[Pair]
    sectors: list[Part]
    markets: list[Part]


@dataclass(frozen=True, slots=True)
class Regional:
    """A region's part; the lists are empty where cells may not be shown."""

    run: PotentialRun
    region: Territory
    evidence: RegionalEvidence
    total: Part
    share: float  # of the national unrealised potential
    rank: int  # by unrealised potential, among the `out_of` shown; equal values share a rank
    out_of: int
    all_shown: bool
    may_be_preceded: bool  # by a region that is withheld
    rest: RegionPart  # what no region gets
    pairs: list[Pair]
    products: list[Part]
    sectors: list[Part]
    markets: list[Part]

    @property
    def has_cells(self) -> bool:
        """Cells made from customs records could tell of one firm: none of them leaves."""
        return self.evidence != RegionalEvidence.EXACT


@dataclass(frozen=True, slots=True)
class Untold:
    """A region of a split whose own part is not shown."""

    run: PotentialRun
    region: Territory
    standing: Standing
