"""Amounts as people write them, through the doors: the number that was meant, or a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from nasij.datasets.acts import load_association, load_customs, load_regional, load_tariffs
from nasij.datasets.errors import (
    AmountsAmbiguous,
    AmountsContradict,
    NothingUsable,
    PercentSignsMissing,
)
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, sentences, table_of, years_of_file
from tests.rooms.datasets.firm_lines import HEADINGS, LINES, ice, write

pytestmark = pytest.mark.django_db

Values = list[str | float]
REGIONS = ("Souss-Massa", "Oriental", "Fès-Meknès", "Casablanca-Settat")


def regional_rows(values: Values) -> list[list[Any]]:
    rows = [[REGIONS[at], "automotive", 2023, value] for at, value in enumerate(values)]
    return [["Région", "Secteur", "Année", "Valeur"], *rows]


def customs_rows(values: Values) -> list[list[Any]]:
    rows = [
        [ice(at + 1), f"Firme {at}", "Agadir", "070200", "FRA", "2024-05", value]
        for at, value in enumerate(values)
    ]
    return [list(HEADINGS), *rows]


def as_text(folder: Path, rows: list[list[Any]], delimiter: str) -> Path:
    return write(folder / "f.csv", rows[1:], rows[0], delimiter)


def as_book(folder: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(folder / "f.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return folder / "f.xlsx"


def plain(said: str) -> str:
    """A sentence without the marks that set its values apart, and with plain blanks."""
    return said.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "")


def made(folder: Path, rows: list[list[Any]], kind: str) -> Path:
    return as_book(folder, rows) if kind == "xlsx" else as_text(folder, rows, kind)


def of_regions(snapshot: Snapshot) -> list[float]:
    return sorted(table_of(snapshot)["value"])


def of_firms(snapshot: Snapshot) -> list[float]:
    return sorted(firm_sums(years_of_file(snapshot), ("firm",))["value"])


MEANT: list[tuple[str, Values, list[float]]] = [
    (",", ["12,500", "1 250,5", "3,125", "2 040,75"], [3.125, 12.5, 1250.5, 2040.75]),
    (",", ["12,500", "1\u202f250,500"], [12.5, 1250.5]),
    (";", ["12,500", "1 250,5", "٥٠٫٥"], [12.5, 50.5, 1250.5]),
    ("xlsx", ["3,500", "1 250,50", 1250.5], [3.5, 1250.5, 1250.5]),
    ("xlsx", ["12,75", "640,25", "8,125", 1250.5], [8.125, 12.75, 640.25, 1250.5]),
    (";", ["1,250.50", "12,500"], [1250.5, 12500]),
]


@pytest.mark.parametrize(("kind", "values", "meant"), MEANT)
def test_a_column_whose_amounts_decide_is_read_as_it_was_meant(
    kind: str, values: Values, meant: list[float], data_folder: Path, tmp_path: Path
) -> None:
    regional = load_regional(made(tmp_path, regional_rows(values), kind), by=None).snapshot
    assert of_regions(regional) == pytest.approx(meant)
    customs = load_customs(made(tmp_path, customs_rows(values), kind), by=None).snapshot
    assert of_firms(customs) == pytest.approx(meant)
    assert not customs.record["rejected"]


UNDECIDED: list[tuple[str, Values]] = [
    (",", ["12,500", "300"]),
    (";", ["12,500", "٥٠٫٥"]),
    ("xlsx", ["12,500", 1250.5]),
    (",", ["1.250", "300"]),
]


@pytest.mark.parametrize(("kind", "values"), UNDECIDED)
def test_an_amount_that_nothing_decides_is_refused_by_name(
    kind: str, values: Values, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(AmountsAmbiguous) as refused:
        load_regional(made(tmp_path, regional_rows(values), kind), by=None)
    assert str(values[0]) in refused.value.problem
    customs = load_customs(made(tmp_path, customs_rows(values), kind), by=None).snapshot
    assert customs.record["problems"] == {"value_ambiguous": 1}
    assert customs.record["examples"]["value_ambiguous"][0]["value"] == values[0]
    assert len(of_firms(customs)) == 1


CELLS = {
    "fr": ("Ligne 2, colonne « Valeur FOB (MAD) » : « 12,500 » peut se lire", "1,2340"),
    "ar": ("السطر 2، العمود «Valeur FOB (MAD)»", "1,2340"),
}


@pytest.mark.parametrize("language", CELLS)
def test_where_no_row_is_usable_each_reason_names_a_cell_and_what_helps(
    language: str, data_folder: Path, tmp_path: Path
) -> None:
    """Dots stood in the place of the value, and no row was named."""
    file = as_text(tmp_path, customs_rows(["12,500", "3,125"]), ",")
    with translation.override(language), pytest.raises(NothingUsable) as refused:
        load_customs(file, by=None)
    with translation.override(language):
        said = plain(str(refused.value))
    assert all(part in said for part in (*CELLS[language], "12,500"))
    assert "…" not in said


def test_a_list_of_members_without_a_usable_row_names_its_cells(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [[ice(1), "X", "Nulle part"], ["", "", "FRA"], [ice(2), "Y", "Ailleurs"]]
    file = as_text(tmp_path, [["ICE", "Raison sociale", "Pays"], *rows], ";")
    with translation.override("fr"), pytest.raises(NothingUsable) as refused:
        load_association(file, by=None)
    with translation.override("fr"):
        said = plain(str(refused.value))
    assert "Ligne 2, colonne « Pays » : « Nulle part » n’est pas un pays" in said
    assert "Ligne 3, colonne « ICE » : " in said
    assert "…" not in said


@pytest.mark.parametrize("values", [["1.234,5", "1,234.5"], ["1 250,5", "2040.75", "12,500"]])
def test_amounts_that_contradict_each_other_are_refused_by_name(
    values: Values, data_folder: Path, tmp_path: Path
) -> None:
    for load, rows in ((load_regional, regional_rows), (load_customs, customs_rows)):
        with pytest.raises(AmountsContradict) as refused:
            load(as_text(tmp_path, rows(values), ";"), by=None)
        assert all(str(value) in refused.value.problem for value in values[:2])
    assert not Snapshot.objects.exists()


def test_a_tariff_without_its_percent_sign_is_a_number_all_the_same(
    data_folder: Path, tmp_path: Path
) -> None:
    head = ["exporter", "importer", "product", "tariff"]
    rates = {"10121": "12,5 %", "280920": "5 %", "280910": "20"}
    rows = [head, *(["*", "IND", product, rate] for product, rate in rates.items())]
    with pytest.raises(PercentSignsMissing) as refused:
        load_tariffs(as_text(tmp_path, rows, ";"), by=None)
    assert "percent sign" in refused.value.problem
    assert "(20 in row 4)" in refused.value.problem


@pytest.mark.parametrize("sign", ["%", " %", "٪", "\u00a0٪", "％", "\u200f٪\u200f"])
def test_a_percent_sign_is_read_as_each_script_writes_it(
    sign: str, data_folder: Path, tmp_path: Path
) -> None:
    head = ["exporter", "importer", "product", "tariff"]
    rows = [head, ["*", "IND", "280910", f"٦٫٢{sign}"], ["*", "IND", "280920", "1,5 %"]]
    tariffs = load_tariffs(as_text(tmp_path, rows, ";"), by=None).snapshot
    assert sorted(table_of(tariffs)["tariff"]) == pytest.approx([0.015, 0.062])


# --- the share of what was refused --------------------------------------------------------------


def told(snapshot: Snapshot) -> str:
    return next(text for text in sentences(snapshot.found.notes) if "Rows refused" in text)


BAD = (ice(9), "X", "Agadir", "070200", "FRA", "2024-05")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["abc"], "none of them has an amount above zero that can be added up"),
        (["abc", "-5"], "none of them has an amount above zero that can be added up"),
        (["-5"], "none of them has an amount above zero that can be added up"),
    ],
)
def test_refused_rows_without_an_export_are_no_share_of_the_value(
    values: list[str], said: str, data_folder: Path, tmp_path: Path
) -> None:
    lines = [*LINES, *((*BAD, value) for value in values)]
    assert said in told(load_customs(write(tmp_path / "f.csv", lines), by=None).snapshot)


def test_refused_members_are_no_share_of_a_value(data_folder: Path, tmp_path: Path) -> None:
    rows = [line[:6] for line in LINES] + [(ice(8), "X", "Agadir", "070200", "Nowhere", "2024-05")]
    snapshot = load_association(write(tmp_path / "f.csv", rows, HEADINGS[:6]), by=None).snapshot
    assert told(snapshot) == "Rows refused: 1 of 7."


def test_tariffs_in_cells_that_show_percent_are_the_shares_they_hold(
    data_folder: Path, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        percent = book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["exporter", "importer", "product", "tariff"])
        for row, (product, rate) in enumerate({"10121": 0.07, "280920": 0.12125}.items(), start=1):
            sheet.write_row(row, 0, ["*", "IND", product])
            sheet.write_number(row, 3, rate, percent)
    table = table_of(load_tariffs(tmp_path / "f.xlsx", by=None).snapshot)
    assert sorted(table["tariff"]) == pytest.approx([0.07, 0.12125])


@pytest.mark.parametrize(("from_1904", "year"), [(False, 2015), (True, 2019)])
def test_a_period_counted_in_days_is_counted_as_its_workbook_counts(
    from_1904: bool, year: int, data_folder: Path, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx"), {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, (*BAD[:5], 42097, 7)]):
            sheet.write_row(number, 0, row)
    assert load_customs(tmp_path / "f.xlsx", by=None).snapshot.year_from == year
