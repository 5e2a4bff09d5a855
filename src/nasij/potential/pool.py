"""The pool from which exporters come: establishments of the census beside firms of the registry.

The two count different things: an establishment is a place of work, a firm may have several. The
census gives margins, by size and by sector, and no cross table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nasij.exporters.enums import FirmStatus
from nasij.potential.candidates import SizeCount, firms_by_size
from nasij.potential.queries import current_run
from nasij.potential.results import region_products
from nasij.reference.models import Source, Territory
from nasij.reference.queries import CensusCount, census, regions

LARGE = 10  # jobs: below it an export service of one's own is rare
GOODS = 40  # products of a region's potential that a firm is compared with


@dataclass(frozen=True, slots=True)
class Slice:
    """One size class, sector or region: the census, and the registry where it can tell."""

    key: str
    establishments: int
    registered: int | None = None
    exporting: int | None = None

    @property
    def coverage(self) -> float | None:
        """Registered firms over establishments: an upper view of who is known, never exact."""
        if not self.establishments or self.registered is None:
            return None
        return self.registered / self.establishments

    @property
    def not_registered(self) -> int | None:
        return None if self.registered is None else max(0, self.establishments - self.registered)


@dataclass(frozen=True, slots=True)
class Pool:
    """Establishments and firms of some regions together, and of each."""

    whole: Slice
    large: Slice  # of ten jobs or more
    sizes: list[Slice]
    sectors: list[Slice]
    by_region: list[tuple[Territory, Slice, Slice]]  # all, and of ten jobs or more
    unsized: Slice  # registered firms whose size nobody noted, or that have no employees
    year: str
    source: Source | None


def lowest(size_class: str) -> int:
    """The least number of jobs of a class as the pack writes it: “10-49”, “50+”, “1”."""
    return int(size_class.rstrip("+").split("-")[0])


def pool_of(codes: Collection[str]) -> Pool | None:
    """The pool of these regions; none where the country's pack holds no census."""
    margins = [margin for margin in census() if margin.region in codes]
    if not margins:
        return None
    counts = firms_by_size(set(codes))
    classes = sorted({margin.size for margin in margins} - {"all"}, key=lowest)
    by_region = []
    for region in regions().filter(code__in=codes):
        code = region.code
        of_region = [margin for margin in margins if margin.region == code]
        own = [count for count in counts if count.region == code]
        by_region.append((region, _whole(code, of_region, own), _large(code, of_region, own)))
    return Pool(
        whole=_whole("all", margins, counts),
        large=_large("large", margins, counts),
        sizes=_by_size(classes, margins, counts),
        sectors=_by_sector(margins),
        by_region=by_region,
        unsized=_slice("unsized", (), [count for count in counts if not count.employees]),
        year=max(margin.year for margin in margins),
        source=Source.objects.filter(pk=margins[0].source).first(),
    )


def _whole(key: str, margins: Iterable[CensusCount], counts: Collection[SizeCount]) -> Slice:
    total = [margin for margin in margins if margin.size == margin.sector == "all"]
    return _slice(key, total, counts)


def _large(key: str, margins: Iterable[CensusCount], counts: Iterable[SizeCount]) -> Slice:
    large = [margin for margin in margins if margin.size != "all" and lowest(margin.size) >= LARGE]
    return _slice(key, large, [count for count in counts if (count.employees or 0) >= LARGE])


def _slice(key: str, margins: Iterable[CensusCount], counts: Collection[SizeCount]) -> Slice:
    return Slice(
        key,
        establishments=sum(margin.establishments for margin in margins),
        registered=sum(count.firms for count in counts),
        exporting=sum(count.firms for count in counts if count.status == FirmStatus.EXISTING),
    )


def _by_size(
    classes: list[str], margins: Collection[CensusCount], counts: Iterable[SizeCount]
) -> list[Slice]:
    of_class: dict[str, list[SizeCount]] = defaultdict(list)
    for count in counts:
        fitting = [name for name in classes if count.employees and lowest(name) <= count.employees]
        if fitting:
            of_class[fitting[-1]].append(count)
    return [
        _slice(name, [margin for margin in margins if margin.size == name], of_class[name])
        for name in classes
    ]


def _by_sector(margins: Iterable[CensusCount]) -> list[Slice]:
    """The registry knows firms by product, and a census sector is no product: not computable."""
    of_sector: dict[str, int] = defaultdict(int)
    for margin in margins:
        if margin.sector != "all":
            of_sector[margin.sector] += margin.establishments
    return [Slice(key, number) for key, number in of_sector.items()]


def wanted_goods(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Six-digit products each region could sell more of, by the current run; none without one."""
    run = current_run()
    if run is None:
        return {}
    found = {
        code: frozenset(
            product.key for product in region_products(run.path, code, run.evidence, GOODS)
        )
        for code in codes
    }
    return {code: goods for code, goods in found.items() if goods}
