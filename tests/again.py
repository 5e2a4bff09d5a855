"""Worlds of tests: built by their acts once a process, then written again as they were."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

Rows = dict[type[Model], dict[Any, Model]]
_kept: dict[str, Rows] = {}
_FILES = Path(os.environ["NASIJ_DATA"]) / "worlds"  # of this run: `tests/conftest.py`


def again(world: str, build: Callable[[], object], *, folder: Path | None = None) -> None:
    """Build this world, or write the rows that building it wrote, and the files of its folder: a
    tenth of the work.

    What it stands on must be the same each time: nothing but the pack, or another world.
    """
    files = _FILES / world
    if world in _kept:
        if folder is not None:
            shutil.copytree(files, folder, dirs_exist_ok=True)
        with transaction.atomic():  # keys of other rows are looked at when all are there
            for model, rows in _kept[world].items():
                model._base_manager.filter(pk__in=rows)._raw_delete(model._base_manager.db)
                model._base_manager.bulk_create(rows.values())
    else:
        before = _all_rows()
        build()
        _kept[world] = _written(before, _all_rows())
        if folder is not None:
            shutil.copytree(folder, files, dirs_exist_ok=True)


def forget_worlds() -> None:
    """The pack was loaded anew: its rows have other keys."""
    _kept.clear()


def _all_rows() -> Rows:
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("nasij.") and model._meta.app_label != "reference"
    ]
    return {model: model._base_manager.in_bulk() for model in models}


def _written(before: Rows, after: Rows) -> Rows:
    changed = {
        model: {pk: row for pk, row in rows.items() if _said(row) != _said(before[model].get(pk))}
        for model, rows in after.items()
    }
    return {model: rows for model, rows in changed.items() if rows}


def _said(row: Model | None) -> list[Any] | None:
    return row and [getattr(row, field.attname) for field in row._meta.concrete_fields]
