"""Small tables: one mechanism for all; a kind adds the layout that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from nasij.datasets import analysis, layouts
from nasij.datasets.acts.keeping import (
    Given,
    Loaded,
    Start,
    free_folder,
    keep,
    read_once,
    start_of,
)
from nasij.datasets.enums import DatasetKind
from nasij.datasets.known import country_codes, product_codes, sector_names, sector_spellings
from nasij.datasets.layouts import Reading, SmallTable
from nasij.datasets.models import Snapshot
from nasij.files.headings import Vocabulary
from nasij.files.places import Places

# Its headings, those it needs with what may stand for each, and what reads the rows.
LAYOUTS: dict[
    DatasetKind, tuple[Vocabulary, Mapping[str, tuple[str, ...]], Callable[[SmallTable], Reading]]
] = {
    DatasetKind.DISTANCES: (
        layouts.DISTANCES,
        {"exporter": (), "importer": (), "km": ()},
        lambda given: layouts.distances(given, country_codes()),
    ),
    DatasetKind.GROWTH: (
        layouts.GROWTH,
        {"country": (), "year": (), "growth": ()},
        lambda given: layouts.growth(given, country_codes()),
    ),
    DatasetKind.TARIFFS: (
        layouts.TARIFFS,
        {"exporter": (), "importer": (), "product": (), "tariff": ()},
        lambda given: layouts.tariffs(given, country_codes(), product_codes()),
    ),
    DatasetKind.REGIONAL: (
        layouts.REGIONAL,
        {"region": (), "sector": ("chapter",), "year": (), "value": ()},
        lambda given: layouts.regional(given, Places.load(), sector_spellings(), sector_names()),
    ),
}


def load_table(kind: DatasetKind, path: Path, **options: Any) -> Loaded:
    """Read, check and keep one small table."""
    given = Given(path, **options)
    given.progress(0, 3, path.name)
    start = start_of(kind, given)
    loaded = read_once(start, partial(_read, kind))
    given.progress(3, 3, "")
    return loaded


def _read(kind: DatasetKind, start: Start) -> Loaded:
    given, sha256, path = start.given, start.sha256, start.given.path
    source = given.source()
    vocabulary, needed, read = LAYOUTS[kind]
    reading = read(layouts.read_small(path, vocabulary, needed))
    given.progress(1, 3, path.name)
    folder = free_folder(kind, sha256)
    asked = {"kind": kind.value, "vintage": given.vintage, **reading.extra}
    analysis.keep_table(reading.frame, path, settings.NASIJ_DATA / folder, asked)
    given.progress(2, 3, path.name)
    publisher = source.publisher if source else ""
    years = _years(reading.frame)
    snapshot = Snapshot(
        kind=kind,
        title=given.title or publisher or given.shown_origin,
        origin=given.shown_origin,
        vintage=given.vintage,
        source=source,
        sha256=sha256,
        folder=folder,
        year_from=min(years, default=None),
        year_until=max(years, default=None),
        row_count=reading.frame.height,
        record={
            "publisher": publisher,
            "file": given.shown_origin,
            "sha256": sha256,
            "vintage": given.vintage,
            "rows": reading.frame.height,
            "years": years,
            "notes": reading.notes,
            **reading.extra,
        },
        loaded_by=given.by,
    )
    return keep(snapshot, start)


def _years(frame: pl.DataFrame) -> list[int]:
    return sorted(frame["year"].unique().to_list()) if "year" in frame.columns else []


# Distances between countries: CEPII's GeoDist, or exporter, importer, km.
load_distances = partial(load_table, DatasetKind.DISTANCES)
# Yearly growth forecasts. The ratio over five years is taken when a potential is computed, since
# its first year is that of the trade flows.
load_growth = partial(load_table, DatasetKind.GROWTH)
# Ad valorem tariffs by exporter (or * for everybody), importer and product.
load_tariffs = partial(load_table, DatasetKind.TARIFFS)
# Exports by region and sector (or HS chapter) and year.
load_regional = partial(load_table, DatasetKind.REGIONAL)
