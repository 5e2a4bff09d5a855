"""Intake: a spreadsheet on its way into the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from nasij.intake import acts
from nasij.intake.models import ImportRun
from tests.people import Cast
from tests.rooms.intake.files import simple_row, write_xlsx


def _file() -> Path:
    return write_xlsx(Path(settings.NASIJ_DATA) / "members.xlsx", [simple_row()])


def start_import(cast: Cast) -> dict[str, Any]:
    path = _file()
    return {"path": path, "file_name": path.name, "region": None, "by": cast.secretariat}


def _run(cast: Cast) -> ImportRun:
    return acts.start_import(**start_import(cast))


def remember_columns(cast: Cast) -> dict[str, Any]:
    return {"columns": {"Firma": "name"}, "run": _run(cast), "by": cast.secretariat}


def confirm_import(cast: Cast) -> dict[str, Any]:
    return {"run": _run(cast), "by": cast.secretariat}


def cancel_import(cast: Cast) -> dict[str, Any]:
    return {"run": _run(cast), "by": cast.secretariat}


def apply_import(cast: Cast) -> dict[str, Any]:
    return {"run": _run(cast), "by": cast.secretariat}


def import_file(cast: Cast) -> dict[str, Any]:
    return {"path": _file(), "by": cast.secretariat}
