"""Small tables: one mechanism for all; a kind adds the layout that reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from nasij.datasets import layouts
from nasij.datasets.acts.keeping import Given, folder_of, keep, known_snapshot
from nasij.datasets.analysis import keep_table
from nasij.datasets.enums import DatasetKind
from nasij.datasets.files import read_table
from nasij.datasets.known import country_codes, region_spellings, sector_spellings
from nasij.datasets.layouts import Reading
from nasij.datasets.models import Snapshot

Layout = Callable[["pl.DataFrame", str], Reading]
LAYOUTS: dict[DatasetKind, Layout] = {
    DatasetKind.DISTANCES: lambda frame, file: layouts.distances(frame, file, country_codes()),
    DatasetKind.GROWTH: lambda frame, file: layouts.growth(frame, file, country_codes()),
    DatasetKind.TARIFFS: lambda frame, file: layouts.tariffs(frame, file, country_codes()),
    DatasetKind.REGIONAL: lambda frame, file: layouts.regional(
        frame, file, region_spellings(), sector_spellings()
    ),
}
# Shown when no source of the register was chosen.
USUAL_PUBLISHERS = {
    DatasetKind.DISTANCES: "CEPII, GeoDist",
    DatasetKind.GROWTH: "IMF, World Economic Outlook",
}


def load_table(kind: DatasetKind, path: Path, **options: Any) -> Snapshot:
    """Read, check and keep one small table."""
    given = Given(path, **options)
    given.progress(0, 3, path.name)
    sha256, known = known_snapshot(kind, given)
    if known is not None:
        return known
    source = given.source()
    reading = LAYOUTS[kind](read_table(path), path.name)
    given.progress(1, 3, path.name)
    folder = folder_of(kind, sha256)
    asked = {"kind": kind.value, "vintage": given.vintage, **reading.extra}
    keep_table(reading.frame, path, settings.NASIJ_DATA / folder, asked)
    given.progress(2, 3, path.name)
    publisher = source.publisher if source else USUAL_PUBLISHERS.get(kind, "")
    years = _years(reading.frame)
    snapshot = Snapshot(
        kind=kind,
        title=given.title or publisher or str(kind.label),
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
    kept = keep(snapshot, given.by)
    given.progress(3, 3, "")
    return kept


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
