"""What the format of cells and the multiple of a heading say together of a number, at the doors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nasij.datasets.acts import load_customs
from nasij.files.errors import UnitsDiffer, UnitShown
from tests.rooms.files.doors import DOORS, Answer
from tests.rooms.files.made import opendocument
from tests.rooms.files.test_sheet_units import book

pytestmark = pytest.mark.django_db

_ICE = "001523457000772"


def shown(path: Path, heading: str, cells: str, *values: float, title: str = "") -> Path:
    """One sheet, whose numbers have this format."""
    rows: list[list[Any]] = [["ICE", "Pays", "Année", heading]]
    rows += [[_ICE, "France", "2023", value] for value in values or (1_250_000.0,)]
    return book(path, {"Export": [[title], *rows]}, {"Export": cells})


def loaded(path: Path) -> tuple[float, set[str]]:
    record = load_customs(path, by=None).snapshot.record
    return record["value_kept"], {note["code"] for note in record["notes"]}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Valeur FOB (en milliers de DH)", "# ##0,"),
        ("Valeur (KDH)", '#,##0, "KDH"'),
        ("Valeur (KDH)", '#,##0, "DH"'),
        ("Valeur (DH)", '#,##0, "KDH"'),
        ("Valeur (MDH)", '0.00,," MDH"'),
        ("Valeur (MDH)", "0.00,,"),
        ("Valeur (MDH)", "0,,.00"),
        ("Valeur (DH)", '0.0,,"M"'),
        ("Valeur", '#,##0, "milliers"'),
        ("Valeur", '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0'),
    ],
)
def test_a_number_shown_in_thousands_is_multiplied_once(
    data_folder: Path, tmp_path: Path, heading: str, cells: str
) -> None:
    """1,250,000 shown as 1 250 under “milliers de DH” was read as 1,250,000,000."""
    value, _codes = loaded(shown(tmp_path / "f.xlsx", heading, cells))
    assert value == 1_250_000


def test_a_multiple_that_the_cells_cut_is_not_said_to_be_the_file_s(
    data_folder: Path, tmp_path: Path
) -> None:
    """Millions in the heading, of which the cells cut thousands: “in thousands, as the file says”
    was false."""
    path = shown(tmp_path / "f.xlsx", "Valeur (MDH)", "#,##0,", 1_250.0)
    record = load_customs(path, by=None).snapshot.record
    assert record["value_kept"] == 1_250_000
    said = " ".join(note["text"] for note in record["notes"])
    assert "as the file says" not in said
    assert "read in thousands of MAD" in said


def test_a_title_in_the_multiple_that_is_shown_agrees(data_folder: Path, tmp_path: Path) -> None:
    title = "Exportations (en milliers de DH)"
    path = shown(tmp_path / "f.xlsx", "Valeur (KDH)", "#,##0,", title=title)
    assert loaded(path)[0] == 1_250_000


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ('0.00" millions"', 1_250_000),
        ('#,##0.00 "milliers"', 1_250),
        ('#,##0.00 "K"', 1_250),
        ('#,##0.00 "Md"', 1.25e9),
        ('0.00"M"', 1_250_000),
        ('0.00 "000"', 1_250),
    ],
)
def test_a_multiple_that_cells_show_without_a_currency_is_heard(
    data_folder: Path, tmp_path: Path, cells: str, value: float
) -> None:
    """“1.25 millions” was read as 1.25 dirham."""
    found, codes = loaded(shown(tmp_path / "f.xlsx", "Montant", cells, 1.25))
    assert found == value
    assert {"currency_shown", "factor"} <= codes


@pytest.mark.parametrize(
    ("heading", "cells", "error"),
    [
        ("Valeur", "#,##0,", UnitShown),
        ("Valeur (DH)", "#,##0,", UnitShown),
        ("Valeur (DH)", '#,##0,"DH"', UnitShown),
        ("Valeur (KDH)", "#,##0,,", UnitShown),
        ("Valeur (KDH)", '#,##0 "MDH"', UnitsDiffer),
        ("Valeur (DH)", '#,##0 "milliers"', UnitsDiffer),
    ],
)
def test_numbers_at_odds_with_what_is_shown_are_refused(
    data_folder: Path, tmp_path: Path, heading: str, cells: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as refused:
        load_customs(shown(tmp_path / "f.xlsx", heading, cells), by=None)
    assert heading in refused.value.problem


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Valeur", '0.0 "MDH"'), ("Valeur (MDH)", "0.0,,"), ("Valeur", "0.0 [$€-40C]"),
     ("Valeur (DH)", '0.0 "milliers"')],
)  # fmt: skip
def test_a_regional_table_is_of_the_unit_of_its_heading(
    data_folder: Path, tmp_path: Path, heading: str, cells: str
) -> None:
    """Its figures are shown under that heading, whatever unit the cells had."""
    heads, *rows = DOORS["regional"].table
    sheet = [[*heads[:-1], heading], *([*row[:-1], float(row[-1])] for row in rows)]
    answer = DOORS["regional"].bring(book(tmp_path / "f.xlsx", {"A": sheet}, {"A": cells}))
    assert answer.refused in {"UnitShown", "UnitsDiffer"}
    assert heading in answer.sentences[0]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Valeur", '0.0 "DH"'), ("Valeur (MDH)", '0.0 "MDH"'), ("Valeur", "#,##0.00"),
     ("Valeur (MDH)", '0.0 "DH"')],
)  # fmt: skip
def test_a_regional_table_whose_cells_say_what_its_heading_says_is_read(
    data_folder: Path, tmp_path: Path, heading: str, cells: str
) -> None:
    heads, *rows = DOORS["regional"].table
    sheet = [[*heads[:-1], heading], *([*row[:-1], float(row[-1])] for row in rows)]
    answer = DOORS["regional"].bring(book(tmp_path / "f.xlsx", {"A": sheet}, {"A": cells}))
    assert not answer.refused


@pytest.mark.parametrize(
    "heading",
    ["Distance (milliers de km)", "Distance (1000 km)", "Distance 1000 km", "Distance (10^3 km)",
     "Distance (100 km)", "Distance (centaines de km)",
     "المسافة (ألف كم)"],
)  # fmt: skip
def test_a_multiple_of_a_length_is_refused_with_the_units_that_are_known(
    data_folder: Path, tmp_path: Path, heading: str
) -> None:
    """1.9 thousand kilometres were kept as 1.9."""
    answer = _brought("distances", heading, tmp_path)
    assert answer.refused == "UnitUnknown"
    assert "miles" in answer.sentences[1]


@pytest.mark.parametrize(
    ("door", "heading"),
    [("distances", "Distance (km)"), ("distances", "Distance 2000 (km)"),
     ("distances", "Distance 2020 km"), ("distances", "Distance (milles marins)"),
     ("growth", "Croissance (pour mille)"), ("growth", "النمو (في الألف)"),
     ("growth", "Croissance 2023 (%)"), ("tariffs", "tariff (‰)"),
     ("registry", "Effectif (personnes)"), ("registry", "Effectif 2000")],
)  # fmt: skip
def test_a_heading_without_a_multiple_is_read(
    data_folder: Path, tmp_path: Path, door: str, heading: str
) -> None:
    assert not _brought(door, heading, tmp_path).refused


@pytest.mark.parametrize("heading", ["Effectif (milliers)", "Effectif (1000)", "Salariés (x1000)"])
def test_people_counted_in_thousands_are_refused(
    data_folder: Path, tmp_path: Path, heading: str
) -> None:
    """“3” was kept as three people."""
    answer = _brought("registry", heading, tmp_path)
    assert answer.refused == "UnitUnknown"
    assert heading in answer.sentences[0]


def test_people_shown_in_thousands_are_refused(data_folder: Path, tmp_path: Path) -> None:
    heads, *rows = DOORS["registry"].table
    sheet = [heads, *([*row[:-1], float(row[-1])] for row in rows)]
    for cells in ('0 "milliers"', "0,"):
        path = book(tmp_path / "f.xlsx", {"A": sheet}, {"A": cells})
        assert DOORS["registry"].bring(path).refused == "UnitShown"


@pytest.mark.parametrize(
    ("heading", "number", "text", "value"),
    [("Valeur", "100", "100 KDH", 100_000), ("Valeur", "100", "100,00 milliers", 100_000),
     ("Valeur (KDH)", "1250000", "1 250", 1_250_000), ("Valeur", "1250400", "1,25 M", 1_250_400),
     ("Valeur (MDH)", "1250000", "1,3 MDH", 1_250_000), ("Valeur (KDH)", "400", "0", 400),
     ("Valeur", "1250000", "1,25E+06", 1_250_000), ("Valeur", "1250.5", "1 251", 1250.5),
     ("Valeur (DH)", "1250", "1,250 DH", 1250), ("Valeur (KDH)", "1.25", "1,25", 1250)],
)  # fmt: skip
def test_what_cells_of_opendocument_show_is_heard(
    data_folder: Path, tmp_path: Path, heading: str, number: str, text: str, value: float
) -> None:
    """“100 KDH” was read as 100 dirham, and “1 250” of thousands as 1,250,000 thousand."""
    cells = [_ods_text(cell) for cell in ("ICE", "Pays", "Année", heading)]
    note = "<office:annotation><text:p>300 MDH</text:p></office:annotation>"
    row = [_ods_text(cell) for cell in (_ICE, "France", "2023")]
    row.append(_ods_cell(f'"float" office:value="{number}"', f"{note}<text:p>{text}</text:p>"))
    rows = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in (cells, row))
    body = f'<table:table table:name="A">{rows}</table:table>'
    assert loaded(opendocument(tmp_path / "f.ods", body))[0] == value


def _ods_text(cell: str) -> str:
    return _ods_cell('"string"', f"<text:p>{cell}</text:p>")


def _ods_cell(kind: str, inside: str) -> str:
    return f"<table:table-cell office:value-type={kind}>{inside}</table:table-cell>"


def _brought(door: str, heading: str, folder: Path) -> Answer:
    heads, *rows = DOORS[door].table
    lines = ([*heads[:-1], heading], *([*row[:-1], row[-1]] for row in rows))
    path = folder / "f.csv"
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    return DOORS[door].bring(path)
