"""What CONTRIBUTING promises of a new field of a firm: its line in the table is enough for files,
for the page and for the record. Fields that no firm has are added here, one of each kind of value.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.utils.translation import gettext_lazy, override

from nasij.exporters import cells, fields
from nasij.exporters.acts import change_firm, firms
from nasij.exporters.enums import FirmStatus
from nasij.exporters.fields import Column, Field, Kind, reading
from nasij.exporters.fields.kinds import attribute, plain_field, text_of
from nasij.exporters.models import Firm
from nasij.files.problems import reason, remedy
from nasij.intake.acts import import_file, start_import
from nasij.intake.models import ImportRun
from nasij.intake.rows.headings import vocabulary
from nasij.intake.rows.reading import STEPS
from nasij.rights.law.record import record_of
from nasij.ui import formats
from tests.rooms.intake.files import simple_row


def _plain(name: str, kind: Kind, read: reading.Read, **more: Any) -> Field:
    label = gettext_lazy(name.title())
    column = partial(Column, help=label, headings=f"mot {name}", read=read)
    return plain_field(name, label, kind, fills=True, column=column, **more)


def _day_shown(value: date | None) -> str:
    return formats.day(value, formats.language()) if value else "–"


def _certified() -> Field:
    label = gettext_lazy("Certified")
    column = Column(
        "certified", label, label, "certification", text_of("certified"),
        reading.day("certified_year_only"), is_day=True,
    )  # fmt: skip
    return Field(
        "certified",
        label,
        Kind.FACT,
        erased={"certified": None, "certified_year_only": False},
        fills=True,
        parts=("certified", "certified_year_only"),
        columns=(column,),
        read=attribute("certified"),
        shown=_day_shown,
    )


NEW: tuple[Field, ...] = (
    _plain("motto", Kind.FACT, reading.line(80)),
    _plain("apprentices", Kind.FACT, reading.plainly(cells.whole_number), left=None),
    _plain(
        "before", Kind.FACT, reading.plainly(cells.status), left="unknown",
        shown=lambda value: str(FirmStatus(value).label),
    ),
    _plain("helpdesk", Kind.REACH, reading.plainly(cells.email)),
    _certified(),
)  # fmt: skip
STORED: dict[str, tuple[models.Field[Any, Any], str]] = {
    "motto": (models.CharField(max_length=80, default=""), "''"),
    "apprentices": (models.PositiveIntegerField(null=True), "NULL"),
    "before": (models.CharField(max_length=20, default="unknown"), "'unknown'"),
    "helpdesk": (models.CharField(max_length=40, default=""), "''"),
    "certified": (models.DateField(null=True), "NULL"),
    "certified_year_only": (models.BooleanField(default=False), "false"),
}
WRITTEN = {
    "motto": "Tisser ensemble",
    "apprentices": "1 250",
    "before": "ancien",
    "helpdesk": "mailto:Aide@example.org",
    "certified": "31/12/2019",
}
KEPT = {
    "motto": "Tisser ensemble",
    "apprentices": 1_250,
    "before": "past",
    "helpdesk": "aide@example.org",
    "certified": date(2019, 12, 31),
}


@pytest.fixture
def widened(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The columns in the table of the database and in the model, the lines in that of fields."""
    for name, (column, default) in STORED.items():
        column.contribute_to_class(Firm, name)
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {Firm._meta.db_table}"
                f" ADD COLUMN {name} {column.db_type(connection)} DEFAULT {default}"
            )
    _add_lines(monkeypatch)
    vocabulary.cache_clear()
    yield
    vocabulary.cache_clear()
    for name, (column, _default) in STORED.items():
        Firm._meta.local_fields.remove(column)
        delattr(Firm, name)
    Firm._meta._expire_cache()  # type: ignore[attr-defined]


def _add_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name by which a module of the site knows the table means the longer one.

    All are loaded first: one that is loaded meanwhile would keep it for the tests that follow.
    """
    import_module(settings.ROOT_URLCONF)
    columns = tuple(column for field in NEW for column in field.columns)
    labels = {field.name: field.label for field in NEW}
    longer = {
        id(fields.FIELDS): (*fields.FIELDS, *NEW),
        id(fields.USED): (*fields.USED, *NEW),
        id(fields.PARTS): (*fields.PARTS, *STORED),
        id(firms._PLAIN): firms._PLAIN | set(STORED),
        id(fields.COLUMNS): (*fields.COLUMNS, *columns),
        id(fields.KEYS): (*fields.KEYS, *(column.key for column in columns)),
        id(fields.LABELS): {**fields.LABELS, **labels},
    }
    for module in [one for name, one in sys.modules.items() if name.startswith("nasij.")]:
        for name, value in list(vars(module).items()):
            if id(value) in longer:
                monkeypatch.setattr(module, name, longer[id(value)])


def written(path: Path, **cells: str) -> Path:
    row = simple_row(**WRITTEN | cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    return path


@pytest.fixture
def brought(widened: None, data_folder: Path, tmp_path: Path) -> Firm:
    run = import_file(written(tmp_path / "neuf.csv"), by=None)
    assert (run.created, run.warnings, run.rejected) == (1, 0, 0)
    return Firm.objects.get()


def test_a_file_brings_it(brought: Firm) -> None:
    assert {name: getattr(brought, name) for name in KEPT} == KEPT


def test_its_preview_shows_it(widened: None, data_folder: Path, tmp_path: Path) -> None:
    run = start_import(
        path=written(tmp_path / "neuf.csv"), file_name="neuf.csv", region=None, by=None
    )
    (row,) = run.foreseen.rows
    assert {name: row.cells[name].kept for name in KEPT} == {
        name: str(value) for name, value in KEPT.items()
    }


def test_the_page_and_the_record_show_it(brought: Firm, as_secretariat: Client) -> None:
    page = as_secretariat.get(f"/fr/exporters/{brought.pk}/").text
    told = {str(entry.label): entry.value for part in record_of(brought) for entry in part.entries}
    for field in NEW:
        shown = field.shown(field.read(brought))
        assert told[str(field.label)] == shown
        assert str(field.label) in page


def test_what_is_taken_away_comes_back_unchanged(
    brought: Firm, as_secretariat: Client, tmp_path: Path
) -> None:
    answer = as_secretariat.get("/fr/exporters/download/?format=csv")
    path = tmp_path / "retour.csv"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert "Tisser ensemble" in path.read_text(encoding="utf-8-sig")
    assert import_file(path, by=None).unchanged == 1
    Firm.objects.all().delete()
    ImportRun.objects.all().delete()
    import_file(path, by=None)
    again = Firm.objects.get()
    assert {name: getattr(again, name) for name in KEPT} == KEPT


def test_what_was_removed_stays_away_whole(brought: Firm, tmp_path: Path) -> None:
    emptied = {"certified": None, "certified_year_only": False}
    year = written(tmp_path / "year.csv", certified="2019")
    for values in (emptied, {"certified": date(2019, 1, 1), "certified_year_only": True}, emptied):
        change_firm(firm=brought, values=values, by=None)
    run = import_file(year, by=None)
    brought.refresh_from_db()
    assert (run.updated, run.unchanged) == (0, 1)
    assert (brought.certified, brought.certified_year_only) == (None, False)


def test_a_number_is_refused_in_words_of_no_other_field(
    widened: None, data_folder: Path, tmp_path: Path
) -> None:
    run = import_file(written(tmp_path / "neuf.csv", apprentices="douze"), by=None)
    problem = run.problems.get(column="apprentices")
    with override("en"):
        told = f"{reason(problem.code, problem.value, problem.details)} {remedy(problem.code)}"
    assert "“douze” is not a whole number of 0 or more" in told
    assert not re.search("people|employees", told)


def test_every_column_is_read_alone_or_by_a_step_of_its_own() -> None:
    alone = {column.key for column in fields.COLUMNS if column.read is not None}
    with_others = {key for keys in STEPS for key in keys}
    assert alone | with_others == set(fields.KEYS)
    assert not alone & with_others
