"""Files that name firms: customs records with values, and lists of members without.

What is kept are sums by firm, region, product, market and year, under codes that tell nobody who
a firm is. Who the firms are stands beside them only until the registry has taken it over.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from nasij.datasets import analysis
from nasij.datasets.acts.keeping import (
    Given,
    Loaded,
    Start,
    free_folder,
    keep,
    read_once,
    start_of,
)
from nasij.datasets.comparing import breaks_told
from nasij.datasets.counting import keep_counts
from nasij.datasets.enums import DatasetKind
from nasij.datasets.firm_files.asked import Asked
from nasij.datasets.firm_files.intake import FirmFile, read_firm_file
from nasij.datasets.kept import Options
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import exporter_counts, firm_sums, firm_years
from nasij.datasets.remarks import FEWER_FIRMS, LEAVES_OUT, NOT_READ
from nasij.datasets.signals import firm_file_loaded
from nasij.files.remarks import Note, note
from nasij.files.units import currency_code

SCRATCH = "snapshots/.reading"
_FEWER = gettext_noop(
    "In %(year)s, this file names less than half as many firms as the one used before "
    "(%(former)s). While this data set is in use, the year is read in it alone. If that is not "
    "meant, retire it: the year is then read in the former file again."
)
_LEAVES_OUT = gettext_noop(
    "Left out since this file was loaded, because they are in another currency (%(currency)s), of "
    "the files in use: %(count)s (%(files)s). Files are read together in the currency of the "
    "newest. If that is not meant, retire this one."
)


def load_firm_file(
    kind: DatasetKind,
    path: Path,
    *,
    year: int | None = None,
    currency: str = "",
    columns: dict[str, str] | None = None,
    **options: Any,
) -> Loaded:
    """Read, check and keep a file of firms, then tell the rooms that know firms."""
    read_with = Options(year, currency_code(currency), columns or {})
    given = Given(path, options=read_with, **options)
    start = start_of(kind, given)
    loaded = read_once(start, partial(_read, kind))
    snapshot = loaded.snapshot
    if not snapshot.is_current:
        return loaded
    if kind == DatasetKind.CUSTOMS and not loaded.is_known:
        keep_counts()
        loaded = replace(loaded, notes=(*loaded.notes, *_not_compared()))
    firm_file_loaded.send(sender=Snapshot, snapshot=snapshot, by=given.by, progress=given.progress)
    if start.earlier is None:
        return loaded
    return replace(loaded, notes=(*loaded.notes, *_not_read(kind, snapshot)))


def _read(kind: DatasetKind, start: Start) -> Loaded:
    given, sha256, source = start.given, start.sha256, start.given.source()
    publisher = source.publisher if source else ""
    folder = free_folder(kind, sha256)
    about = {
        "publisher": publisher,
        "file": given.shown_origin,
        "sha256": sha256,
        "vintage": given.vintage,
    }
    asked = Asked(
        given.options,
        with_value=kind == DatasetKind.CUSTOMS,
        edition=given.vintage,
        as_of=timezone.localdate(start.earlier.loaded_at if start.earlier else None),
    )
    # Two may read one file at once.
    scratch = settings.NASIJ_DATA / SCRATCH / f"{sha256[:16]}-{token_hex(4)}"
    with read_firm_file(given.path, scratch, asked, given.progress) as file:
        record = analysis.keep_firm_years(file, settings.NASIJ_DATA / folder, about, given.progress)
        if kind == DatasetKind.CUSTOMS:
            told = [*_leaves_out(start, record), *_smaller_years(folder, record)]
            record["notes"] = [*told, *record["notes"]]
        if start.repairs and start.earlier and not start.earlier.is_current:
            analysis.forget_named_firms(settings.NASIJ_DATA / folder)  # as when it was retired
        return keep(_snapshot(kind, folder, record, given, file), start)


def _leaves_out(start: Start, record: dict[str, Any]) -> list[Note]:
    """Files are read together in the currency of the newest: one file puts a whole series aside."""
    used, earlier = firm_years(), start.earlier
    others = [file for file in used.files if file != earlier]
    is_newest = earlier is None or all(file.loaded_at <= earlier.loaded_at for file in others)
    if not others or not is_newest or used.currency == record["currency"]:
        return []
    names = [str(file) for file in others]
    return [note(LEAVES_OUT, _LEAVES_OUT, count=len(names), files=names, currency=used.currency)]


def _smaller_years(folder: str, record: dict[str, Any]) -> list[Note]:
    """A file takes the place of another for a whole year: a part of a year, loaded as if it were
    all of it, would make most exporters stop. Said of years with less than half of their firms."""
    used = firm_years()
    if used.currency != record["currency"]:
        return []
    notes = []
    for year in sorted(set(record["years"]) & set(used.snapshots)):
        former = used.snapshots[year]
        before = firm_sums({year: former.path}, ("firm",)).height
        now = firm_sums({year: settings.NASIJ_DATA / folder}, ("firm",)).height
        if now * 2 < before:
            # Not how many: a count that is hidden would be told.
            notes.append(note(FEWER_FIRMS, _FEWER, year=year, former=str(former)))
    return notes


def _not_compared() -> list[Note]:
    """Of all definitions at once: only of those with a threshold, the last, is more to be said."""
    counted = exporter_counts()
    return breaks_told(counted[-1]) if counted else []


def _not_read(kind: DatasetKind, snapshot: Snapshot) -> list[Note]:
    """Loaded again, a file does not come before those loaded since."""
    used = firm_years(kind)
    if snapshot in used.left_out:
        text = gettext_noop(
            "This file is not read: the newest one is in another currency (%(currency)s)."
        )
        return [note(NOT_READ, text, currency=used.currency)]
    others = {
        year: str(newer)
        for year, newer in sorted(used.snapshots.items())
        if year in snapshot.found.years and newer != snapshot
    }
    if not others:
        return []
    text = gettext_noop(
        "Years read in a newer file, and not in this one: %(years)s (%(newer)s). To read them in "
        "this one again, retire the newer."
    )
    newer = sorted(set(others.values()))
    return [note(NOT_READ, text, years=list(map(str, others)), newer=newer)]


def _snapshot(
    kind: DatasetKind, folder: str, record: dict[str, Any], given: Given, file: FirmFile
) -> Snapshot:
    return Snapshot(
        kind=kind,
        title=given.title or record["publisher"] or given.shown_origin,
        origin=given.shown_origin,
        vintage=given.vintage,
        source=given.source(),
        sha256=record["sha256"],
        folder=folder,
        year_from=min(record["years"]),
        year_until=max(record["years"]),
        row_count=file.tally.kept,
        record=record,
        loaded_by=given.by,
    )


def forget_named_firms(snapshot: Snapshot) -> None:
    """Who the firms of a file are is known elsewhere, or no longer needed."""
    analysis.forget_named_firms(snapshot.path)


load_customs = partial(load_firm_file, DatasetKind.CUSTOMS)
load_association = partial(load_firm_file, DatasetKind.ASSOCIATION)
