"""Computing a run. Minutes of arithmetic stand outside the database; the record is one short
transaction at the end."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import asdict, dataclass, field, replace

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets.enums import DatasetKind
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import current_snapshots, firm_sums, firm_years, table_of
from nasij.potential import analysis
from nasij.potential.enums import PotentialVerb, RegionalEvidence
from nasij.potential.errors import ExporterNotInFlows, TradeNotLoaded
from nasij.potential.kept import MOST_FROM, RestsOn, SetAside, exceeds
from nasij.potential.models import PotentialRun
from nasij.potential.queries import considered, runs
from nasij.reference.models import Product
from nasij.reference.pack import current_pack
from nasij.reference.queries import exports_by_year, figures, regions
from nasij.work.progress import Progress, silent

RUNS_WITH_TABLES = 5
TERM_OF = {
    DatasetKind.DISTANCES: "distance_factor",
    DatasetKind.GROWTH: "growth",
    DatasetKind.TARIFFS: "tariff_margin",
}


def compute_potential(
    *, exporter: str, progress: Progress | None = None, by: User | None
) -> PotentialRun:
    """The export potential of a country from the current data sets, and its split to regions.

    A table that is not loaded makes its term 1, and the run says so.
    """
    loaded, among = current_snapshots(), considered()
    trade = loaded.get(DatasetKind.TRADE)
    if trade is None or trade.found.is_damaged:
        raise TradeNotLoaded
    own = analysis.own_trade(trade.path, exporter, trade.found.years)
    if own is None:
        raise ExporterNotInFlows(exporter=exporter, snapshot=str(trade))
    years = analysis.last_years(trade.found.years)
    split = _split(loaded, own, years)
    inputs = analysis.Inputs(
        trade=trade.path,
        years=years,
        distances=_table(loaded, DatasetKind.DISTANCES),
        rates=_table(loaded, DatasetKind.GROWTH),
        tariffs=_table(loaded, DatasetKind.TARIFFS),
        evidence=split.evidence,
    )
    computed = analysis.compute(exporter, inputs, progress or silent)
    folder = f"potential/{exporter}-{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    used = [trade, *_used_tables(loaded, computed), *_used_files(split, computed)]
    hashes = {f"{snapshot.kind} {snapshot.pk}": snapshot.sha256 for snapshot in used}
    analysis.write(computed, settings.NASIJ_DATA / folder, hashes)
    try:
        run = _keep(exporter, used, among, computed, split.rests_on, folder, by)
    except BaseException:
        shutil.rmtree(settings.NASIJ_DATA / folder, ignore_errors=True)
        raise
    _forget_old_tables(exporter)
    return run


def _forget_old_tables(exporter: str) -> None:
    """The record of a run stays for good; its tables, while it is among the last ones.

    They can be computed again from the record, and each takes tens of megabytes.
    """
    for run in runs(exporter).filter(is_current=False)[RUNS_WITH_TABLES - 1 :]:
        shutil.rmtree(run.path, ignore_errors=True)


@transaction.atomic
def _keep(
    exporter: str,
    used: list[Snapshot],
    among: frozenset[int],
    computed: analysis.Computed,
    rests_on: RestsOn,
    folder: str,
    by: User | None,
) -> PotentialRun:
    PotentialRun.objects.filter(exporter=exporter, is_current=True).update(is_current=False)
    run = PotentialRun.objects.create(
        exporter=exporter,
        trade=used[0],
        request={
            **computed.method,
            "options": computed.options,
            "snapshots": sorted(snapshot.pk for snapshot in used),
            "considered": sorted(among),
            "regional_evidence": asdict(rests_on),
        },
        totals=computed.totals,
        evidence=computed.evidence,
        folder=folder,
        computed_by=by,
    )
    run.snapshots.set(used)
    record(
        PotentialVerb.POTENTIAL_COMPUTED,
        subject=run,
        by=by,
        after={
            "potential_usd": run.found.potential_usd,
            "unrealised_usd": run.found.unrealised_usd,
            "evidence": computed.evidence,
        },
    )
    return run


def _used_tables(loaded: dict[str, Snapshot], computed: analysis.Computed) -> list[Snapshot]:
    """A table that fits nothing of the trade flows leaves its term at 1: it is not named."""
    terms = computed.totals["terms"]
    return [loaded[kind] for kind, term in TERM_OF.items() if kind in loaded and terms[term]]


def _used_files(split: _Split, computed: analysis.Computed) -> tuple[Snapshot, ...]:
    return split.files if computed.evidence != RegionalEvidence.NONE else ()


def _table(loaded: dict[str, Snapshot], kind: DatasetKind) -> pl.DataFrame | None:
    snapshot = loaded.get(kind)
    return None if snapshot is None else table_of(snapshot)


@dataclass(frozen=True, slots=True)
class _Split:
    """What is known of who exports what, the files it is read from, and what is kept of it."""

    evidence: analysis.Evidence
    files: tuple[Snapshot, ...] = ()
    rests_on: RestsOn = field(default_factory=RestsOn)
    placed: float | None = None  # part of exports that it gives to regions, where it is known


def _split(
    loaded: dict[str, Snapshot], own: analysis.OwnTrade, trade_years: tuple[int, ...]
) -> _Split:
    """The evidence by which most of exports stands in a region; of equals, the finer."""
    codes = tuple(region.code for region in regions())
    exports = own.exports.filter(pl.col("year").is_in(trade_years))
    customs = _customs(codes, own, trade_years, exports)
    regional = _regional(codes, loaded.get(DatasetKind.REGIONAL), exports)
    if customs is None or regional is None:
        return customs or regional or _entries(codes)
    if (customs.placed or 0) >= (regional.placed or 0):
        return _before(customs, regional, DatasetKind.REGIONAL)
    return _before(regional, customs, DatasetKind.CUSTOMS)


def _before(best: _Split, other: _Split, kind: DatasetKind) -> _Split:
    set_aside = SetAside(
        kind=kind.value,
        placed=other.placed,
        best=best.placed,
        coverage=other.rests_on.coverage,
    )
    return replace(best, rests_on=replace(best.rests_on, set_aside=set_aside))


def _regional(
    codes: tuple[str, ...], regional: Snapshot | None, exports: pl.DataFrame
) -> _Split | None:
    if regional is None:
        return None
    table = table_of(regional)
    year = int(table["year"].max() or 0)  # type: ignore[arg-type]
    sectors = table.filter(pl.col("year") == year).drop("year")
    sectors = sectors.rename({"value": "value_usd"})  # only shares are taken from it
    of_chapter = _sector_of_chapters(regional.found.classification == "chapters")
    parts = of_chapter.join(_parts_in_region(sectors, "sector", codes), on="sector")
    return _Split(
        analysis.Evidence(codes, sectors=sectors, product_sectors=of_chapter),
        (regional,),
        RestsOn(snapshot=regional.pk, year=year),
        _placed(exports, parts, pl.col("product").str.slice(0, 2)),
    )


def _parts_in_region(records: pl.DataFrame, by: str, codes: tuple[str, ...]) -> pl.DataFrame:
    """The part of each sector or product that stands in a region of today."""
    in_region = pl.col("value_usd").filter(pl.col("region").is_in(codes)).sum()
    part = (in_region / pl.col("value_usd").sum()).fill_nan(0)
    return records.group_by(by).agg(part.alias("part"))


def _placed(exports: pl.DataFrame, parts: pl.DataFrame, product: pl.Expr) -> float:
    """The part of exports that stands in a region where they are split by these parts: of a
    product that has none, nothing."""
    placed = exports.with_columns(product).join(parts, on="product")
    whole = float(exports["value_usd"].sum())
    return float((placed["value_usd"] * placed["part"]).sum()) / whole if whole else 0.0


def _entries(codes: tuple[str, ...]) -> _Split:
    """Published entries stand in for exports by region until a better table is loaded."""
    entries = current_pack().published.entries
    counts = [(f.territory.code, float(f.value)) for f in figures(entries) if f.territory]
    counts = [(code, count) for code, count in counts if code in codes]
    total = sum(count for _, count in counts)
    if not total:
        return _Split(analysis.Evidence(codes))
    shares = pl.DataFrame(
        {"region": [code for code, _ in counts], "share": [count / total for _, count in counts]}
    )
    return _Split(analysis.Evidence(codes, shares=shares), (), RestsOn(definition=entries))


def _customs(
    codes: tuple[str, ...],
    own: analysis.OwnTrade,
    trade_years: tuple[int, ...],
    exports: pl.DataFrame,
) -> _Split | None:
    """Region × product × market of the customs files in use, in the years of the trade flows;
    where they share none, in the newest year. None where the files name no region of today."""
    files = firm_years(DatasetKind.CUSTOMS)
    years = [year for year in files.years if year in trade_years] or files.years[-1:]
    if not years:
        return None
    folders = {year: files.folders[year] for year in years}
    records = firm_sums(folders, _FLOW)
    if not set(records["region"]) & set(codes):
        return None
    # Only shares are taken from the values, whatever their currency.
    flows = records.group_by(_FLOW).agg(pl.col("value").sum().alias("value_usd")).sort(_FLOW)
    firms = firm_sums(folders, ("region", "firm"))
    used = {files.snapshots[year].pk: files.snapshots[year] for year in years}
    counted, whole = _beside(records, files.currency, own)
    coverage = float(counted["value"].sum()) / whole if whole else None
    placed = _placed(exports, _parts_in_region(flows, "product", codes), pl.col("product"))
    return _Split(
        analysis.Evidence(codes, customs=flows, firms=firms),
        tuple(used.values()),
        RestsOn(snapshots=tuple(sorted(used)), years=tuple(years), coverage=coverage),
        None if coverage is None else _believed(placed, coverage, counted, codes),
    )


_FLOW = ("region", "product", "market")


def _believed(
    placed: float, coverage: float, records: pl.DataFrame, codes: tuple[str, ...]
) -> float:
    """Records of most exports speak for the others of a product too. Of fewer only what they hold
    counts, and of more than all the less, the more they exceed it."""
    if coverage >= MOST_FROM and not exceeds(coverage):
        return placed
    held = float(records["value"].sum())
    in_region = float(records.filter(pl.col("region").is_in(codes))["value"].sum())
    return min(placed, in_region / held * min(coverage, 1 / coverage)) if held else 0.0


def _beside(
    records: pl.DataFrame, currency: str, own: analysis.OwnTrade
) -> tuple[pl.DataFrame, float]:
    """The customs records, and the exports they are a part of: of the same years, in one currency,
    to the same markets. Those of the trade flows where it is theirs, else the published ones, which
    are to all markets."""
    years = records["year"].unique()
    exports: dict[int | None, float]
    if currency == "USD":
        records = own.among(records)
        exports = dict(own.exports.group_by("year").agg(pl.col("value_usd").sum()).iter_rows())
    else:
        published = [values[0] for values in exports_by_year().values()]
        exports = {
            figure.year: float(figure.value) for figure in published if figure.unit == currency
        }
    known = [year for year in years if exports.get(year)]
    return records.filter(pl.col("year").is_in(known)), sum(exports[year] for year in known)


def _sector_of_chapters(by_chapter: bool) -> pl.DataFrame:
    chapters = Product.objects.filter(level=2).order_by("code")
    pairs = chapters.values_list("code", "sector_id")
    rows = [
        (code, code if by_chapter else sector) for code, sector in pairs if by_chapter or sector
    ]
    return pl.DataFrame(rows, schema={"product": pl.String, "sector": pl.String}, orient="row")
