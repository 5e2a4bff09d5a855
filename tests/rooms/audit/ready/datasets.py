"""Data sets: files loaded, chosen, taken out of use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from nasij.datasets import acts
from nasij.datasets.enums import DatasetKind
from nasij.datasets.models import Snapshot
from tests.people import Cast
from tests.rooms.datasets.firm_lines import write
from tests.rooms.datasets.made_files import make_csv, make_distances, make_text


def _folder() -> Path:
    return Path(settings.NASIJ_DATA)


def load_trade(cast: Cast) -> dict[str, Any]:
    return {"path": make_csv(_folder()), "by": cast.analyst}


def load_table(cast: Cast) -> dict[str, Any]:
    path = make_distances(_folder())
    return {"kind": DatasetKind.DISTANCES, "path": path, "by": cast.analyst}


def load_firm_file(cast: Cast) -> dict[str, Any]:
    path = write(_folder() / "douane.csv")
    return {"kind": DatasetKind.CUSTOMS, "path": path, "by": cast.analyst}


def load_product_names(cast: Cast) -> dict[str, Any]:
    path = make_text(_folder(), "hs.csv", "code,description_fr\n010690,Autres animaux\n")
    return {"path": path, "language": "fr", "by": cast.analyst}


def _loaded() -> Snapshot:
    return acts.load_distances(make_distances(_folder()), by=None).snapshot


def retire_snapshot(cast: Cast) -> dict[str, Any]:
    return {"snapshot": _loaded(), "by": cast.analyst}


def choose_snapshot(cast: Cast) -> dict[str, Any]:
    snapshot = acts.retire_snapshot(snapshot=_loaded(), by=None)
    return {"snapshot": snapshot, "by": cast.analyst}
