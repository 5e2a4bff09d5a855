"""What the core does for this room: read trade flows, keep tables, tell what a snapshot holds."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from nasij import standing
from nasij.datasets.errors import CoreRefused, FolderClosed
from nasij.datasets.firm_files.codes import known_by
from nasij.datasets.firm_files.intake import FirmFile
from nasij.datasets.firm_files.years import YearSums
from nasij.files.opening import in_utf8
from nasij.sentences import quoted
from nasij.work.errors import DiskFull, Refusal
from nasij.work.progress import Progress
from nasij_core.dynamics import Break, Names, Panel, SecrecyRule, YearRecords
from nasij_core.errors import CoreError, CouldNotWrite, NoRows
from nasij_core.frames.dynamics import DynamicsFrames, dynamics
from nasij_core.store import import_flows, is_snapshot, load_flows, record_of, write_results
from nasij_core.store.firm_panels import keep_records, open_panel, panel_of_years
from nasij_core.store.folders import damaged_files, drop_file, sha256_of
from nasij_core.store.sources import KINDS, Amounts, Beside, Headings, Reader, Spelling

log = logging.getLogger(__name__)
TABLE = "table"
FLOW_ENDINGS = KINDS  # of the files in which trade flows are read
SECRECY = SecrecyRule()  # the rule by which figures of few firms are hidden, as pages say it


@contextmanager
def in_our_words(thing: str) -> Iterator[None]:
    """Errors of the core and of the disk, as errors of this room."""
    try:
        yield
    except CouldNotWrite as error:
        raise _of_the_disk(error, thing) from error
    except CoreError as error:
        raise CoreRefused(error.template, error.remedy_template, error.values) from error
    except OSError as error:
        raise _of_the_disk(error, thing) from error


def _of_the_disk(error: BaseException, thing: str) -> Refusal:
    """What the system says of it is English and names folders of the server: for the log."""
    if standing.is_full(error):
        return DiskFull(thing=thing)
    log.error("%s: %s", thing, error)
    return FolderClosed(thing=thing)


def fingerprint(path: Path) -> str:
    with in_our_words(path.name):
        return sha256_of(path)


def is_kept(folder: Path) -> bool:
    return is_snapshot(folder)


@lru_cache(maxsize=64)
def _damaged(folder: Path, written: tuple[tuple[str, int, int], ...]) -> tuple[str, ...]:
    return tuple(damaged_files(folder))


def damaged_in(folder: Path) -> tuple[str, ...]:
    """The files of a kept folder that are not as they were written. Asked on every page that shows
    what is in them: hashed once, and again when one of them has another time or size."""
    stats = ((path.name, path.stat()) for path in sorted(folder.glob("*")))
    return _damaged(folder, tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def keep_flows(
    source: Path,
    into: Path,
    *,
    publisher: str,
    vintage: str,
    year: int | None,
    headings: Headings,
    amounts: Amounts,
    spelling: Spelling,
    beside: Beside,
    progress: Progress | None,
) -> dict[str, Any]:
    """Trade flows as a snapshot folder; what was read, for the record. Text in the letters of an
    office is streamed from a copy in UTF-8, and its encoding is one of `encodings`."""
    encodings: dict[str, None] = {}

    def letters(text: Path, copy: Path) -> None:
        encodings[in_utf8(text, copy)] = None

    with in_our_words(source.name):
        kept = import_flows(
            source,
            into=into,
            origin=publisher,
            vintage=vintage,
            progress=progress,
            year=year,
            reader=Reader(headings, amounts, letters, spelling, beside),
        )
    record = {**asdict(kept), "encodings": list(encodings)}
    record["totals_usd"] = {str(year): total for year, total in kept.totals_usd.items()}
    missing = quoted(kept.missing_importers)
    for named in ("unknown_codes", "left_out"):
        record[named] = {quoted(code): found for code, found in record[named].items()}
    return {**record, "years": list(kept.years), "missing_importers": missing}


def keep_table(frame: pl.DataFrame, source: Path, into: Path, options: dict[str, Any]) -> None:
    with in_our_words(source.name):
        asked = record_of("table as loaded", options, {"file": source})
        write_results(into, {TABLE: frame}, asked)


def kept_table(folder: Path) -> pl.DataFrame:
    with in_our_words(folder.name):
        return pl.read_parquet(folder / f"{TABLE}.parquet")


def kept_rejects(folder: Path) -> pl.DataFrame:
    """row, problem, value of the rows of a file of firms that were refused."""
    with in_our_words(folder.name):
        return pl.read_parquet(folder / "rejects.parquet")


def country_by_year(folder: Path, years: list[int], country: str) -> list[dict[str, Any]]:
    """What one country sells in each year of a snapshot: value, markets, products."""
    rows = []
    for year in years:
        with in_our_words(folder.name):
            flows = load_flows(folder, [year])
        if country not in flows.exporters:
            rows.append({"year": year, "value_usd": 0.0, "markets": 0, "products": 0})
            continue
        own = flows.exporter == flows.exporter_position(country)
        rows.append(
            {
                "year": year,
                "value_usd": float(flows.value_usd[own].sum()),
                "markets": len(np.unique(flows.importer[own])),
                "products": len(np.unique(flows.product[own])),
            }
        )
    return rows


def keep_firm_years(
    file: FirmFile, into: Path, about: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """The sums of a file of firms as the core keeps firm records; what was read, for the record."""
    names = Names(pl.Series(file.codes["firm"], dtype=pl.String), *_others(file))
    years = (_records(part) for part in file.years(progress))
    with in_our_words(file.name):
        record = keep_records(
            into, names, years, lambda folder: {**about, **file.finish(folder, _tells_of_few)}
        )
    return {**record, "totals": {str(year): total for year, total in record["totals"].items()}}


def _tells_of_few(values: Collection[float]) -> bool:
    """Whether the sum of what firms have breaks the rule."""
    few = len(values) < SECRECY.minimum_firms
    return few or max(values) > SECRECY.largest_share * sum(values)


def _others(file: FirmFile) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    codes = file.codes
    return tuple(codes["region"]), tuple(codes["product"]), tuple(codes["market"])


def _records(part: YearSums) -> YearRecords:
    firm, region, product, market = (
        part.frame[name].cast(pl.Int32).to_numpy() for name in part.frame.columns[:-1]
    )
    value = part.frame["value"].to_numpy()
    return YearRecords(part.year, firm, region, product, market, value)


# --- files of firms: which file is read for a year is the caller's choice (year → folder) --------

Folders = Mapping[int, Path]


def firm_sums(
    folders: Folders, by: Sequence[str], firms: Collection[str] | None = None
) -> pl.DataFrame:
    """year, the columns of `by` (firm, region, product, market) as names, value; sorted."""
    parts = [
        pl.DataFrame(schema={"year": pl.Int64, **dict.fromkeys(by, pl.String), "value": float})
    ]
    names: dict[Path, Names] = {}
    for year, folder in sorted(folders.items()):
        with in_our_words(folder.name):
            named = names.setdefault(folder, open_panel(folder).names)
            rows = pl.scan_parquet(folder / f"records_{year}.parquet")
            if firms is not None:
                place = pl.Series(named.firms).is_in(list(firms)).arg_true()
                rows = rows.filter(pl.col("firm").is_in(place.implode()))
            found = rows.group_by(list(by)).agg(pl.col("value").sum()).collect(engine="streaming")
        texts = [pl.Series(_list_of(named, name)).gather(found[name]).alias(name) for name in by]
        parts.append(
            found.with_columns(pl.lit(year, pl.Int64).alias("year"), *texts).select(
                parts[0].columns
            )
        )
    return pl.concat(parts).sort("year", *by)


def _list_of(names: Names, column: str) -> pl.Series:
    values = getattr(names, f"{column}s")
    return values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)


def firm_profiles(folders: Folders) -> pl.DataFrame:
    """One line a firm: first and last year; of the last year value, region of most of it, how many
    markets and products. A year at a time, on codes: names are looked up for firms alone."""
    years = [_year_profile(year, folder) for year, folder in sorted(folders.items())]
    rows = pl.concat(years).sort("year", "firm")
    last = rows.group_by("firm", maintain_order=True).agg(
        pl.col("year").first().alias("first_year"),
        pl.col("year").last().alias("last_year"),
        *(pl.col(name).last() for name in ("value", "region", "markets", "products")),
    )
    return last.sort("firm")


def _year_profile(year: int, folder: Path) -> pl.DataFrame:
    with in_our_words(folder.name):
        names = open_panel(folder).names
        rows = pl.scan_parquet(folder / f"records_{year}.parquet")
        known = {
            kind: pl.col(kind).filter(pl.col(kind) != _unsaid(getattr(names, f"{kind}s")))
            for kind in ("market", "product")
        }
        of_firm = rows.group_by("firm").agg(
            pl.col("value").sum(),
            *(codes.n_unique().alias(f"{kind}s") for kind, codes in known.items()),
        )
        of_place = rows.group_by("firm", "region").agg(pl.col("value").sum().alias("of_region"))
        profile, places = pl.collect_all([of_firm, of_place], engine="streaming")
    largest = places.sort("firm", "of_region", "region", descending=[False, True, False])
    found = profile.join(largest.unique("firm", keep="first", maintain_order=True), on="firm")
    return found.select(
        pl.lit(year, pl.Int64).alias("year"),
        _list_of(names, "firm").gather(found["firm"]).alias("firm"),
        _list_of(names, "region").gather(found["region"]).alias("region"),
        "value",
        "markets",
        "products",
    )


def _unsaid(names: tuple[str, ...]) -> int:
    """The code of what a row does not say; −1 where every row says it."""
    return names.index("") if "" in names else -1


def exporter_counts(folders: Folders, thresholds: Mapping[str, float]) -> dict[str, Any]:
    """Exporters, entries, exits and survival by year, of the nation and by region, under each
    threshold on a firm's mean year, and the years that are not compared. Cells with too few or too
    large firms are hidden."""
    with in_our_words("customs"):
        panel = panel_of_years(folders)
        nation, breaks = _counted(panel, "nation", thresholds, {})
        of_regions: dict[str, DynamicsFrames] = {}
        all_breaks = breaks
        if panel.names.regions not in {(), ("",)}:
            of_regions, all_breaks = _counted(panel, "region", thresholds, breaks)
    rows = {
        key: frames.by_year.select("hidden", "region", *_COUNTED).to_dicts()
        for key, frames in of_regions.items()
    }
    placed = {row["year"] for found in rows.values() for row in found if row["region"]}
    counted = {row["year"] for found in rows.values() for row in found}
    found: dict[str, dict[str, Any]] = {
        key: {
            "threshold": thresholds[key],
            "nation": frames.by_year.select("hidden", *_COUNTED).to_dicts(),
            "region": [row for row in rows.get(key, []) if row["year"] in placed],
            "survival": frames.survival.select("age", "survival").to_dicts(),
            "survival_of": list(frames.survival_of),
        }
        for key, frames in nation.items()
    }
    for level in ("nation", "region"):
        _hide_alike([found[key][level] for key in found])
    regional = [all_breaks[year] for year in sorted(all_breaks.keys() - breaks.keys())]
    return {
        "definitions": found,
        "breaks": [asdict(breaks[year]) for year in sorted(breaks)],
        "regional_breaks": list(map(asdict, regional)),
        "unplaced": sorted(counted - placed),
    }


def _counted(
    panel: Panel, by: str, thresholds: Mapping[str, float], breaks: Mapping[int, Break]
) -> tuple[dict[str, DynamicsFrames], dict[int, Break]]:
    """Under each threshold that any firm reaches. A year that is not compared under one is not
    under the others: what one shows would bound what is not counted under the other."""
    known = [known_by(code) for code in panel.names.firms]
    cuts = dict(breaks)

    def frames(threshold: float) -> DynamicsFrames:
        return dynamics(
            panel,
            by=by,
            threshold=threshold,
            threshold_on="mean",
            secrecy=SECRECY,
            known_by=known,
            breaks=cuts.keys(),
        )

    found: dict[str, DynamicsFrames] = {}
    seen: dict[str, int] = {}  # how many years were cut off
    for key, threshold in sorted(thresholds.items(), key=lambda entry: entry[1]):
        with suppress(NoRows):  # nobody is above the threshold
            found[key] = frames(threshold)
            cuts = {**{met.year: met for met in found[key].breaks}, **cuts}
            seen[key] = len(cuts)
    return {
        key: kept if seen[key] == len(cuts) else frames(thresholds[key])
        for key, kept in found.items()
    }, cuts


def _hide_alike(tables: Sequence[list[dict[str, Any]]]) -> None:
    """What one definition hides of a year or a region hides in the others: who is counted by the
    stricter is counted by the wider, so that the one shown would bound the other."""
    hidden: dict[tuple[Any, Any], set[str]] = {}
    rows = [row for table in tables for row in table]
    for row in rows:
        empty = {name for name, value in row.items() if value is None}
        if row["entrants"] == 0:  # nobody began: there is nothing to hide
            empty -= {"survival_1", "survival_3"}
        hidden.setdefault((row["year"], row.get("region")), set()).update(empty)
    for row in rows:
        empty = hidden[row["year"], row.get("region")]
        row.update(dict.fromkeys(empty), hidden="exporters" in empty)


_COUNTED = (
    "year", "exporters", "entrants", "exiters", "re_entrants", "survival_1", "survival_3", "value",
)  # fmt: skip


def named_firms(folder: Path) -> pl.DataFrame | None:
    """Who the firms of a file are, until the registry has taken it over."""
    path = folder / "named.parquet"
    return pl.read_parquet(path) if path.exists() else None


def forget_named_firms(folder: Path) -> None:
    drop_file(folder, "named.parquet")
