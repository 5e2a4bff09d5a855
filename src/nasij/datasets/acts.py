"""Loading files. Reading takes minutes and happens outside the database; the record is one short
transaction at the end, so that a page is never kept waiting by a file.

A file whose content was loaded before is not read again: `snapshot.was_known` says so.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets import layouts
from nasij.datasets.analysis import (
    Progress,
    country_by_year,
    fingerprint,
    is_kept,
    keep_flows,
    keep_table,
)
from nasij.datasets.enums import DatasetKind, DatasetVerb
from nasij.datasets.errors import SourceUnknown
from nasij.datasets.files import read_table
from nasij.datasets.known import country_codes, region_spellings, sector_spellings
from nasij.datasets.layouts import Reading, note
from nasij.datasets.models import Snapshot
from nasij.datasets.remarks import notes_on_trade
from nasij.reference.models import Source
from nasij.reference.pack import current_pack

VINTAGE_IN_NAME = re.compile(r"V(\d{6}[a-z]?)", re.IGNORECASE)

# Shown when no source of the register was chosen.
USUAL_PUBLISHERS = {
    DatasetKind.TRADE: "CEPII, BACI",
    DatasetKind.DISTANCES: "CEPII, GeoDist",
    DatasetKind.GROWTH: "IMF, World Economic Outlook",
}


def silent(done: int, total: int, what: str) -> None:
    """The progress of someone who does not look."""


def load_trade(
    path: Path,
    *,
    vintage: str = "",
    source_key: str = "",
    title: str = "",
    origin: str = "",
    year: int | None = None,
    by: User | None,
    progress: Progress | None = None,
) -> Snapshot:
    """World trade flows: BACI's official CSV (file, folder or zip) or Parquet."""
    sha256, known = _known(DatasetKind.TRADE, path, by)
    if known is not None:
        return known
    source = _source(source_key)
    found = VINTAGE_IN_NAME.search(path.name)
    vintage = vintage or (found.group(1) if found else "")
    folder = _folder(DatasetKind.TRADE, sha256)
    publisher = source.publisher if source else USUAL_PUBLISHERS[DatasetKind.TRADE]
    kept = keep_flows(
        path,
        settings.NASIJ_DATA / folder,
        publisher=publisher,
        vintage=vintage,
        year=year,
        progress=progress,
    )
    country = current_pack().code
    kept["own_country"] = country
    kept["own_exports"] = country_by_year(settings.NASIJ_DATA / folder, kept["years"], country)
    kept["closed_world"] = bool(kept["missing_importers"])
    kept["notes"] = notes_on_trade(kept, vintage)
    kept["publisher"] = publisher
    return _keep(
        Snapshot(
            kind=DatasetKind.TRADE,
            title=title or publisher,
            origin=origin or path.name,
            vintage=vintage,
            source=source,
            sha256=sha256,
            folder=folder,
            year_from=min(kept["years"]),
            year_until=max(kept["years"]),
            row_count=kept["rows"],
            record=kept,
            loaded_by=by,
        ),
        by,
    )


def load_distances(
    path: Path,
    *,
    vintage: str = "",
    source_key: str = "",
    title: str = "",
    origin: str = "",
    by: User | None,
    progress: Progress | None = None,
) -> Snapshot:
    """Distances between countries: CEPII's GeoDist, or exporter, importer, km."""
    given = _Given(path, vintage, source_key, title, origin, by, progress or silent)
    return _load_table(
        DatasetKind.DISTANCES, given, lambda f: layouts.distances(f, path.name, country_codes())
    )


def load_growth(
    path: Path,
    *,
    vintage: str = "",
    source_key: str = "",
    title: str = "",
    origin: str = "",
    by: User | None,
    progress: Progress | None = None,
) -> Snapshot:
    """Yearly growth forecasts; the ratio over five years is taken when a potential is computed,
    since its first year is that of the trade flows."""
    given = _Given(path, vintage, source_key, title, origin, by, progress or silent)
    return _load_table(
        DatasetKind.GROWTH, given, lambda f: layouts.growth(f, path.name, country_codes())
    )


def load_tariffs(
    path: Path,
    *,
    vintage: str = "",
    source_key: str = "",
    title: str = "",
    origin: str = "",
    by: User | None,
    progress: Progress | None = None,
) -> Snapshot:
    """Ad valorem tariffs by exporter (or * for everybody), importer and product."""
    given = _Given(path, vintage, source_key, title, origin, by, progress or silent)
    return _load_table(
        DatasetKind.TARIFFS, given, lambda f: layouts.tariffs(f, path.name, country_codes())
    )


def load_regional(
    path: Path,
    *,
    vintage: str = "",
    source_key: str = "",
    title: str = "",
    origin: str = "",
    by: User | None,
    progress: Progress | None = None,
) -> Snapshot:
    """Exports by region and sector (or HS chapter) and year."""
    given = _Given(path, vintage, source_key, title, origin, by, progress or silent)
    return _load_table(
        DatasetKind.REGIONAL,
        given,
        lambda f: layouts.regional(f, path.name, region_spellings(), sector_spellings()),
    )


LOADERS: dict[str, Callable[..., Snapshot]] = {
    DatasetKind.TRADE: load_trade,
    DatasetKind.DISTANCES: load_distances,
    DatasetKind.GROWTH: load_growth,
    DatasetKind.TARIFFS: load_tariffs,
    DatasetKind.REGIONAL: load_regional,
}


@transaction.atomic
def retire_snapshot(*, snapshot: Snapshot, by: User | None) -> Snapshot:
    """Take a data set out of use; its figures stay, and nothing new is computed from it."""
    snapshot.is_current = False
    snapshot.save(update_fields=["is_current"])
    record(
        DatasetVerb.SNAPSHOT_RETIRED,
        subject=snapshot,
        by=by,
        before={"is_current": True},
        after={"is_current": False},
    )
    return snapshot


@transaction.atomic
def choose_snapshot(*, snapshot: Snapshot, by: User | None) -> Snapshot:
    """Make an older data set the current one of its kind."""
    _make_current(snapshot)
    record(
        DatasetVerb.SNAPSHOT_CHOSEN,
        subject=snapshot,
        by=by,
        before={"is_current": False},
        after={"is_current": True},
    )
    return snapshot


class _Given:
    """What every loader of a small table is given."""

    def __init__(
        self,
        path: Path,
        vintage: str,
        source_key: str,
        title: str,
        origin: str,
        by: User | None,
        progress: Progress,
    ) -> None:
        self.path, self.vintage, self.title, self.by = path, vintage, title, by
        self.source_key, self.progress = source_key, progress
        self.origin = origin or path.name


def _load_table(
    kind: DatasetKind, given: _Given, layout: Callable[[pl.DataFrame], Reading]
) -> Snapshot:
    given.progress(0, 3, given.path.name)
    sha256, known = _known(kind, given.path, given.by)
    if known is not None:
        return known
    source = _source(given.source_key)
    reading = layout(read_table(given.path))
    given.progress(1, 3, given.path.name)
    folder = _folder(kind, sha256)
    options = {"kind": kind.value, "vintage": given.vintage, **reading.extra}
    keep_table(reading.frame, given.path, settings.NASIJ_DATA / folder, options)
    given.progress(2, 3, given.path.name)
    publisher = source.publisher if source else USUAL_PUBLISHERS.get(kind, "")
    years = _years(reading.frame)
    snapshot = Snapshot(
        kind=kind,
        title=given.title or publisher or str(kind.label),
        origin=given.origin,
        vintage=given.vintage,
        source=source,
        sha256=sha256,
        folder=folder,
        year_from=min(years, default=None),
        year_until=max(years, default=None),
        row_count=reading.frame.height,
        record={
            "publisher": publisher,
            "file": given.origin,
            "sha256": sha256,
            "vintage": given.vintage,
            "rows": reading.frame.height,
            "years": years,
            "notes": reading.notes,
            **reading.extra,
        },
        loaded_by=given.by,
    )
    kept = _keep(snapshot, given.by)
    given.progress(3, 3, "")
    return kept


def _years(frame: pl.DataFrame) -> list[int]:
    return sorted(frame["year"].unique().to_list()) if "year" in frame.columns else []


def _folder(kind: DatasetKind, sha256: str) -> str:
    return f"snapshots/{kind.value}/{sha256[:8]}"


def _known(kind: DatasetKind, path: Path, by: User | None) -> tuple[str, Snapshot | None]:
    """The file's hash, and the snapshot it already is: used again if it had been retired."""
    sha256 = fingerprint(path)
    snapshot = Snapshot.objects.filter(kind=kind, sha256=sha256).first()
    if snapshot is None or not is_kept(snapshot.path):
        return sha256, None
    if not snapshot.is_current:
        choose_snapshot(snapshot=snapshot, by=by)
    text = gettext_noop("This very file was loaded on %(day)s: nothing was read again.")
    told = note("known_file", text, day=f"{snapshot.loaded_at:%Y-%m-%d}")
    snapshot.record = {**snapshot.record, "notes": [told, *snapshot.record.get("notes", [])]}
    snapshot.was_known = True
    return sha256, snapshot


def _source(key: str) -> Source | None:
    if not key:
        return None
    source = Source.objects.filter(key=key).first()
    if source is None:
        raise SourceUnknown(key=key)
    return source


def _keep(snapshot: Snapshot, by: User | None) -> Snapshot:
    """Record the snapshot; without its record the folder would be a stranger, so it goes too."""
    try:
        return _record_snapshot(snapshot, by)
    except BaseException:
        shutil.rmtree(snapshot.path, ignore_errors=True)
        raise


@transaction.atomic
def _record_snapshot(snapshot: Snapshot, by: User | None) -> Snapshot:
    earlier = Snapshot.objects.filter(kind=snapshot.kind, sha256=snapshot.sha256).first()
    if earlier is not None:  # its folder was lost and has just been written again
        snapshot.pk, snapshot.loaded_at = earlier.pk, earlier.loaded_at
    snapshot.save()
    _make_current(snapshot)
    record(
        DatasetVerb.SNAPSHOT_LOADED,
        subject=snapshot,
        by=by,
        after={
            "kind": snapshot.kind,
            "vintage": snapshot.vintage,
            "sha256": snapshot.sha256,
            "rows": snapshot.row_count,
        },
    )
    return snapshot


def _make_current(snapshot: Snapshot) -> None:
    others = Snapshot.objects.filter(kind=snapshot.kind, is_current=True).exclude(pk=snapshot.pk)
    others.update(is_current=False)
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True
