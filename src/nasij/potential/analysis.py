"""What the core does for this room: compute a run, write its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nasij.datasets.analysis import SECRECY, in_our_words
from nasij.potential.enums import Standing
from nasij.potential.results import MONEY
from nasij.work.progress import Progress
from nasij_core import __version__
from nasij_core.errors import NotEnoughData
from nasij_core.flows import FlowTable
from nasij_core.frames.potential import METHOD, PotentialFrames, export_potential
from nasij_core.frames.regional import NOT_REGIONALISED, RegionalFrames, split_potential
from nasij_core.frames.secrecy import hidden_groups
from nasij_core.frames.world import growth_from_rates, places_of
from nasij_core.notes import Note
from nasij_core.store import load_flows, record_of, write_results

WINDOW = 5  # years of trade averaged
HORIZON = 5  # years ahead
# BACI counts in thousands of dollars: a smaller cell is below what the data can tell. Totals
# count all cells; only the lists leave these out.
LISTED_FROM_USD = 1_000.0
REGION_PAIRS = 500  # listed for each region
REST = NOT_REGIONALISED


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of who exports what: the one table the split rests on; the others None."""

    regions: tuple[str, ...] = ()
    customs: pl.DataFrame | None = None  # region, product, market, value_usd
    firms: pl.DataFrame | None = None  # region, firm, value: of the same customs records
    sectors: pl.DataFrame | None = None  # region, sector, value_usd
    product_sectors: pl.DataFrame | None = None  # product or chapter, sector
    shares: pl.DataFrame | None = None  # region, share


@dataclass(frozen=True, slots=True)
class OwnTrade:
    """What one country sells in the trade flows, and the markets and products that they hold: only
    what other records say of these can be held against it."""

    exports: pl.DataFrame  # year, product, value_usd
    markets: pl.DataFrame  # year, market
    products: pl.DataFrame  # year, product

    def among(self, records: pl.DataFrame) -> pl.DataFrame:
        """Records of the markets and products of the flows, year by year."""
        of_markets = records.join(self.markets, on=["year", "market"], how="semi")
        return of_markets.join(self.products, on=["year", "product"], how="semi")


@dataclass(frozen=True, slots=True)
class Inputs:
    trade: Path
    years: tuple[int, ...]
    distances: pl.DataFrame | None = None  # exporter, importer, km
    rates: pl.DataFrame | None = None  # country, year, growth
    tariffs: pl.DataFrame | None = None  # exporter, importer, product, tariff
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class Computed:
    totals: dict[str, Any]
    evidence: str
    options: dict[str, Any]
    frames: dict[str, pl.DataFrame]

    @property
    def method(self) -> dict[str, str]:
        return {"method": METHOD, "version": __version__}


def last_years(years: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(years)[-WINDOW:])


def own_trade(folder: Path, exporter: str, years: Iterable[int]) -> OwnTrade | None:
    """None where the country exports in none of the years."""
    parts = []
    for year in years:
        with in_our_words(folder.name):
            flows = load_flows(folder, [year])
        own = flows.exporter == places_of(flows.exporters, pl.Series([exporter]))[0]
        products, values = flows.product[own], flows.value_usd[own]
        exports = pl.DataFrame(
            {"product": pl.Series(flows.products).gather(products), "value_usd": values}
        )
        known = {"market": flows.importers, "product": flows.products}
        frames = (exports, *(pl.DataFrame({name: codes}) for name, codes in known.items()))
        parts.append([frame.insert_column(0, pl.lit(year).alias("year")) for frame in frames])
    found = OwnTrade(*(pl.concat(frames) for frames in zip(*parts, strict=True)))
    return None if found.exports.is_empty() else found


def compute(exporter: str, inputs: Inputs, progress: Progress) -> Computed:
    """The potential of one country, its range under other choices, and its split to regions."""
    with in_our_words(exporter):
        progress(0, 5, _("Reading the trade flows"))
        flows = load_flows(inputs.trade, inputs.years)
        growth, horizon = _growth(inputs)
        progress(1, 5, _("Computing the potential"))
        national = _national(flows, exporter, inputs, growth)
        progress(2, 5, _("Computing it again without one term"))
        others = _other_choices(flows, exporter, inputs, growth)
        progress(3, 5, _("Splitting it between the regions"))
        regional = _regional(national, inputs.evidence)
        progress(4, 5, _("Preparing the tables"))
        notes = national.notes if regional is None else regional.notes
        options = {
            "exporter": exporter,
            "years": list(inputs.years),
            "year_weights": "equal",
            "horizon": horizon,
            "sigma": 1.0,
            "epsilon": 1.0,
            "listed_from_usd": LISTED_FROM_USD,
        }
        totals = {
            "potential_usd": national.potential_usd,
            "actual_usd": national.actual_usd,
            "unrealised_usd": national.unrealised_usd,
            "other_choices": others,
            "terms": {term.name: term.used for term in national.terms},
            "notes": [_note(_of_growth(note, inputs)) for note in notes],
        }
        evidence = "none" if regional is None else str(regional.evidence)
        return Computed(totals, evidence, options, _frames(national, regional, inputs.evidence))


def write(computed: Computed, into: Path, snapshots: dict[str, str]) -> None:
    """All tables of a run at once, with the request; nothing is left of a failed run."""
    with in_our_words(into.name):
        record = record_of(METHOD, computed.options, {})
        record |= {"totals": computed.totals, "evidence": computed.evidence}
        write_results(into, computed.frames, {**record, "snapshots": snapshots})


def _growth(inputs: Inputs) -> tuple[pl.DataFrame | None, int]:
    """Ratios from the newest trade year to the horizon, or as far as the forecasts go."""
    base = max(inputs.years)
    if inputs.rates is None:
        return None, base
    last = _last_year(inputs.rates, base)
    if last <= base:
        return None, base
    ratios = growth_from_rates(inputs.rates, base, last)
    return (None, base) if ratios.is_empty() else (ratios, last)


def _last_year(rates: pl.DataFrame, base: int) -> int:
    return min(base + HORIZON, int(rates["year"].max() or base))  # type: ignore[arg-type]


def _of_growth(note: Note, inputs: Inputs) -> Note:
    """The core is given no growth where the forecasts loaded fit no country."""
    if note.code != "no_growth" or inputs.rates is None:
        return note
    base = max(inputs.years)
    last = _last_year(inputs.rates, base)
    text = gettext_noop(
        "No growth used: the forecasts loaded give no year of %(years)s for any country; "
        "supply and demand are today's."
    )
    return Note(note.code, text, {"years": f"{base + 1}–{last if last > base else base + HORIZON}"})


def _national(
    flows: FlowTable, exporter: str, inputs: Inputs, growth: pl.DataFrame | None
) -> PotentialFrames:
    return export_potential(
        flows,
        exporter,
        distances=inputs.distances,
        growth=growth,
        tariffs=inputs.tariffs,
        minimum_usd=LISTED_FROM_USD,
    )


def _other_choices(
    flows: FlowTable, exporter: str, inputs: Inputs, growth: pl.DataFrame | None
) -> list[dict[str, Any]]:
    """The same question with one term left out each time: how far the answer hangs on it."""
    given = {"distances": inputs.distances, "growth": growth, "tariffs": inputs.tariffs}
    rows = []
    for left_out, table in given.items():
        if table is None:
            continue
        kept = {name: other for name, other in given.items() if name != left_out}
        found = export_potential(
            flows,
            exporter,
            distances=kept.get("distances"),
            growth=kept.get("growth"),
            tariffs=kept.get("tariffs"),
            minimum_usd=float("inf"),
        )
        rows.append(
            {
                "left_out": left_out,
                "potential_usd": found.potential_usd,
                "unrealised_usd": found.unrealised_usd,
            }
        )
    return rows


def _regional(national: PotentialFrames, evidence: Evidence) -> RegionalFrames | None:
    tables = (evidence.customs, evidence.sectors, evidence.shares)
    if all(table is None for table in tables):
        return None
    try:
        return split_potential(
            national,
            customs=evidence.customs,
            sectors=evidence.sectors,
            product_sectors=evidence.product_sectors,
            shares=evidence.shares,
            regions=evidence.regions or None,
        )
    except NotEnoughData:  # a table that fits no product: the figures stay national
        return None


def _standings(regional: RegionalFrames, evidence: Evidence) -> dict[str, Standing]:
    """What may be told of each region, and of the part of none. Of customs records the rule of
    statistical secrecy decides: a total of one firm is the firm's own."""
    standings = dict.fromkeys((*evidence.regions, REST), Standing.SHOWN)
    if evidence.firms is None or evidence.customs is None:
        rows = evidence.shares if evidence.sectors is None else evidence.sectors
        told = set() if rows is None else set(rows["region"])
        without = [code for code in evidence.regions if code not in told]
        return standings | dict.fromkeys(without, Standing.NO_ROWS)
    # Records that name no region of today are part of what no region gets.
    of_today = pl.col("region").is_in(evidence.regions)
    place = pl.when(of_today).then("region").otherwise(pl.lit(REST)).alias("region")
    firms = evidence.firms.filter(pl.col("value") > 0).with_columns(place)
    known = {*firms["region"], REST}
    # What hides with a secret region: the part of no region where that is enough, else the smallest
    # region that is.
    order = regional.by_region.sort(pl.col("region") != REST, "unrealised_usd", "region")
    totals = order.filter(pl.col("region").is_in(known)).select("region", *MONEY)
    rest = regional.by_product.filter(
        pl.col("region") == REST, ~pl.col("product").is_in(evidence.customs["product"].implode())
    )
    unrecorded = rest.group_by("region").agg(pl.col(*MONEY).sum())
    hidden = hidden_groups(totals, unrecorded, firms, "region", SECRECY)
    standings |= {code: Standing.NO_RECORDS for code in evidence.regions if code not in known}
    return standings | dict.fromkeys(hidden, Standing.WITHHELD)


def _told(regional: RegionalFrames, evidence: Evidence) -> pl.DataFrame:
    """The figures of each region as they may leave: null where they may not."""
    standings = _standings(regional, evidence)
    standing = pl.col("region").replace_strict(standings, return_dtype=pl.String)
    shown = pl.col("standing") == Standing.SHOWN
    by_region = regional.by_region.drop("evidence").with_columns(standing.alias("standing"))
    return by_region.with_columns(pl.when(shown).then(pl.col(name)).alias(name) for name in MONEY)


def _frames(
    national: PotentialFrames, regional: RegionalFrames | None, evidence: Evidence
) -> dict[str, pl.DataFrame]:
    order = ["unrealised_usd", "market", "product"]
    frames = {
        "pairs": national.pairs.drop("exporter").sort(order, descending=[True, False, False]),
        "by_market": national.by_market.drop("exporter"),
        "by_product": national.by_product.drop("exporter"),
    }
    if regional is None:
        return frames
    frames["by_region"] = _told(regional, evidence)
    for name, frame in (("market", regional.by_market), ("product", regional.by_product)):
        frames[f"region_{name}"] = frame.drop("exporter")
    listed = [
        regional.pairs(region, LISTED_FROM_USD)
        .sort(order, descending=[True, False, False])
        .head(REGION_PAIRS)
        for region in regional.regions
    ]
    frames["region_pairs"] = pl.concat(listed).drop("exporter", "evidence")
    return frames


def _note(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "template": note.text,
        "values": dict(note.values),
        "text": str(note),
    }
