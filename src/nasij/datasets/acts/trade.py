"""World trade flows: the core streams them, since they are larger than a table."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
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
from nasij.datasets.enums import DatasetKind
from nasij.datasets.kept import Options
from nasij.datasets.known import product_codes
from nasij.datasets.layouts import FlowNames, flow_amounts, flow_headings
from nasij.datasets.models import Snapshot
from nasij.datasets.remarks import notes_on_trade
from nasij.files.remarks import note
from nasij.reference.pack import current_pack

KIND = DatasetKind.TRADE
_OF_NAME = gettext_noop(
    "The data set is kept as the edition %(edition)s, which was given beside the file; its name "
    "(%(name)s) says %(other)s. If that is not meant, load it again with the right one."
)
VINTAGE_IN_NAME = re.compile(r"V(\d{6}[a-z]?)", re.IGNORECASE)
BACI = "CEPII, BACI"
FILE_OF_BACI = re.compile(r"BACI_HS\d\d_Y\d{4}_V\d{6}[a-z]?\.csv", re.IGNORECASE)


def load_trade(path: Path, *, year: int | None = None, **options: Any) -> Loaded:
    """World trade flows: BACI's official CSV (file, folder or zip) or Parquet."""
    start = start_of(KIND, Given(path, options=Options(year), **options))
    return read_once(start, _read)


def _read(start: Start) -> Loaded:
    given, sha256, path = start.given, start.sha256, start.given.path
    source = given.source()
    found = VINTAGE_IN_NAME.search(path.name)
    vintage = given.vintage or (found.group(1) if found else "")
    publisher = source.publisher if source else ""
    folder = free_folder(KIND, sha256)
    names = FlowNames(product_codes())
    kept = analysis.keep_flows(
        path,
        settings.NASIJ_DATA / folder,
        publisher=publisher,
        vintage=vintage,
        year=given.options.year,
        headings=flow_headings,
        amounts=flow_amounts,
        spelling=names.spelling,
        beside=names.check_units,
        progress=given.progress,
    )
    country = current_pack().code
    kept["own_country"] = country
    kept["own_exports"] = analysis.country_by_year(
        settings.NASIJ_DATA / folder, kept["years"], country
    )
    kept["closed_world"] = bool(kept["missing_importers"])
    if source is None and all(
        FILE_OF_BACI.fullmatch(PurePath(name).name) for name in kept["files"]
    ):
        publisher = BACI
    # What BACI's publisher says of it is claimed of no other file.
    kept["is_baci"] = "BACI" in (f"{source.publisher} {source.title}" if source else publisher)
    kept["notes"] = notes_on_trade(kept, vintage)
    kept["notes"] += names.notes
    if found and found[1] != vintage:
        of_name = {"edition": vintage, "name": path.name, "other": found[1]}
        kept["notes"].append(note("edition_of_name", _OF_NAME, **of_name))
    kept["publisher"], kept["sha256"] = publisher, sha256
    snapshot = Snapshot(
        kind=KIND,
        title=given.title or publisher or given.shown_origin,
        origin=given.shown_origin,
        vintage=vintage,
        source=source,
        sha256=sha256,
        folder=folder,
        year_from=min(kept["years"]),
        year_until=max(kept["years"]),
        row_count=kept["rows"],
        record=kept,
        loaded_by=given.by,
    )
    return keep(snapshot, start, in_use=any(own["value_usd"] for own in kept["own_exports"]))
