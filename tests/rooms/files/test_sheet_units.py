"""Sheets of one file are added together where their values are of one unit, at every door."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils.translation import override

from nasij.datasets.acts import load_customs, load_regional
from nasij.datasets.errors import CurrenciesContradict
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, years_of_file
from nasij.files.errors import UnitAbove, UnitsDiffer
from nasij.files.units import Unit, check_above, names_unknown, unit_of
from nasij.work.errors import Refusal
from tests.rooms.files.doors import DOORS

pytestmark = pytest.mark.django_db

Sheets = dict[str, list[list[Any]]]
_ICE = "001523457000772"


def book(path: Path, sheets: Sheets, formats: dict[str, str] | None = None) -> Path:
    """`formats` are those of the numbers, by sheet."""
    with xlsxwriter.Workbook(str(path)) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            shown = made.add_format({"num_format": (formats or {}).get(title, "General")})
            for number, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    sheet.write(number, at, cell, shown if isinstance(cell, float) else None)
    return path


def customs(path: Path, values: dict[str, tuple[str, float]], **more: Any) -> Path:
    """A sheet a year, each with its heading of values and one amount."""
    sheets: Sheets = {
        year: [["ICE", "Pays", "Année", heading], [_ICE, "France", year, value]]
        for year, (heading, value) in values.items()
    }
    return book(path, sheets, **more)


def sums(snapshot: Snapshot) -> dict[str, float]:
    rows = firm_sums(years_of_file(snapshot), ("market",))
    return {row[-2]: row[-1] for row in rows.iter_rows()}


_VALUES = [
    ("Valeur DH", "Valeur EUR"),
    ("Valeur (milliers DH)", "Valeur (DH)"),
    ("Valeur DH", "Valeur MDH"),
    ("Valeur", "Valeur (EUR)"),
    ("Valeur (CFA)", "Valeur (£)"),
    ("Valeur £", "Valeur ¥"),
]
_HEADINGS = {
    "customs": _VALUES,
    "regional": _VALUES,
    "growth": [("Croissance", "Croissance (%)")],
    "tariffs": [("tariff", "tariff_percent"), ("tariff", "tariff (%)")],
    "distances": [("km", "Distance (miles)"), ("Distance (km)", "Distance (miles)")],
}


@pytest.mark.parametrize(
    ("door", "first", "second"),
    [(door, *pair) for door, pairs in _HEADINGS.items() for pair in pairs],
)
def test_sheets_of_several_units_are_refused_by_their_headings(
    data_folder: Path, tmp_path: Path, door: str, first: str, second: str
) -> None:
    heads, *rows = DOORS[door].table
    sheets: Sheets = {
        "Un": [[*heads[:-1], first], *rows[:1]],
        "Deux": [[*heads[:-1], second], *rows[1:]],
    }
    answer = DOORS[door].bring(book(tmp_path / "f.xlsx", sheets))
    assert answer.refused == "UnitsDiffer"
    assert all(word in answer.sentences[0] for word in (first, second, "Un", "Deux"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Valeur DH", "Value (MAD)"),
        ("Valeur (milliers DH)", "القيمة بآلاف الدرهم"),
        ("Valeur (janvier)", "Valeur (février)"),
        ("Valeur 2023", "Valeur 2024"),
        ("Valeur FOB (MAD)", "Valeur (MAD)"),
    ],
)
def test_one_unit_under_two_headings_is_read(
    data_folder: Path, tmp_path: Path, first: str, second: str
) -> None:
    path = customs(tmp_path / "f.xlsx", {"2023": (first, 1.0), "2024": (second, 2.0)})
    snapshot = load_customs(path, by=None).snapshot
    assert snapshot.record["kept"] == 2


def test_a_column_that_only_the_second_sheet_has_is_read(data_folder: Path, tmp_path: Path) -> None:
    sheets: Sheets = {
        "2023": [["ICE", "Année", "Valeur DH"], [_ICE, "2023", 1.0]],
        "2024": [["ICE", "Pays", "Mois", "Année", "Valeur DH", "Note"], [_ICE, "ES", 3, 2024, 2.0]],
    }
    snapshot = load_customs(book(tmp_path / "f.xlsx", sheets), by=None).snapshot
    assert sums(snapshot) == {"": 1, "ESP": 2}
    unread = [note for note in snapshot.record["notes"] if note["code"] == "columns_unread"]
    assert unread[0]["values"]["headings"] == ["Note"]


@pytest.mark.parametrize(
    ("shown", "currency", "value"),
    [
        ('#,##0 "EUR"', "EUR", 7.0),
        ("#,##0.00 [$€-40C]", "EUR", 7.0),
        ('_-* #,##0.00\\ "DH"_-', "MAD", 7.0),
        ('#,##0 "MDH"', "MAD", 7e6),
        ('#,##0,, "MDH"', "MAD", 7.0),
        ("[$$-409]#,##0;[Red][$$-409]-#,##0", "USD", 7.0),
    ],
)
def test_the_currency_that_cells_show_is_that_of_the_file(
    data_folder: Path, tmp_path: Path, shown: str, currency: str, value: float
) -> None:
    path = customs(tmp_path / "f.xlsx", {"2023": ("Valeur", 7.0)}, formats={"2023": shown})
    record = load_customs(path, by=None).snapshot.record
    assert (record["currency"], record["value_kept"]) == (currency, value)
    codes = {note["code"] for note in record["notes"]}
    assert "currency_shown" in codes
    assert "assumed_currency" not in codes


@pytest.mark.parametrize("shown", ['#,##0 "u"', "#,##0 [$CFA]", '0 "k€",', "#,##0.00"])
def test_what_cells_show_that_is_no_sure_unit_is_not_used(
    data_folder: Path, tmp_path: Path, shown: str
) -> None:
    path = customs(tmp_path / "f.xlsx", {"2023": ("Valeur", 7.0)}, formats={"2023": shown})
    record = load_customs(path, by=None).snapshot.record
    codes = {note["code"] for note in record["notes"]}
    assert record["currency"] == "MAD" or shown.startswith('0 "k')
    assert codes & {"assumed_currency", "currency_shown"}


@pytest.mark.parametrize(
    ("heading", "formats"),
    [
        ("Valeur", {"2023": '0 "EUR"', "2024": '0 "MAD"'}),
        ("Valeur", {"2023": '0 "EUR"'}),
        ("Valeur DH", {"2023": '0 "EUR"', "2024": '0 "EUR"'}),
    ],
)
def test_cells_that_show_another_currency_are_refused(
    data_folder: Path, tmp_path: Path, heading: str, formats: dict[str, str]
) -> None:
    values = {"2023": (heading, 1.0), "2024": (heading, 2.0)}
    with pytest.raises(UnitsDiffer) as refused:
        load_customs(customs(tmp_path / "f.xlsx", values, formats=formats), by=None)
    assert "EUR" in refused.value.problem


def test_a_heading_and_a_column_of_two_currencies_are_refused(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [["ICE", "Pays", "Année", "Valeur DH", "Devise"], [_ICE, "France", "2023", 7.0, "EUR"]]
    path = book(tmp_path / "f.xlsx", {"2023": rows})
    with pytest.raises(CurrenciesContradict):
        load_customs(path, by=None)
    assert load_customs(path, by=None, currency="MAD").snapshot.record["currency"] == "MAD"


@pytest.mark.parametrize(
    "heading",
    ["valeur (milliards de dirhams)", "Value (billion MAD)", "valeur (Mds MAD)",
     "القيمة (مليار درهم)"],
)  # fmt: skip
def test_billions_of_a_heading_are_read(heading: str) -> None:
    """Beside a currency that is known they were passed over, and read as units."""
    assert unit_of(heading) == Unit("MAD", 1_000_000_000)


def test_a_multiple_that_is_not_known_is_told_beside_a_currency() -> None:
    assert names_unknown("Value (lakh USD)")
    assert not names_unknown("Valeur FOB (millions USD)")


TABLE = "{above};;;;\nEntreprise;Produit;Pays;Année;{heading}\nAtlas;080510;FRA;2023;53\n"
REGIONS = "{above};;;\nRégion;Secteur;Année;{heading}\nOriental;Agrumes;2023;53\n"


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(
    "above",
    ["En milliers de dirhams", "(en millions de DH)", "Unité : milliards de dirhams",
     "Valeurs en EUR", "بملايين الدراهم", "Exportations de l’année 2023 (en millions de dirhams)",
     "الصادرات بملايين الدراهم"],
)  # fmt: skip
def test_a_unit_above_the_headings_is_not_passed_over(
    data_folder: Path, tmp_path: Path, above: str, language: str
) -> None:
    """Figures were a thousand to a billion times too small, and the file was said to name none."""
    path = tmp_path / "douane.csv"
    path.write_text(TABLE.format(above=above, heading="Valeur"), encoding="utf-8")
    with override(language), pytest.raises(UnitAbove, match=re.escape(above)):
        load_customs(path, by=None)
    path.write_text(REGIONS.format(above=above, heading="Valeur"), encoding="utf-8")
    with pytest.raises(Refusal, match=re.escape(above)), override("fr"):
        load_regional(path, by=None)


@pytest.mark.parametrize(
    ("above", "heading"),
    [("En milliers de dirhams", "Valeur (milliers de DH)"), ("Exportations de 2023", "Valeur (DH)"),
     ("Accord euro-méditerranéen", "Valeur (DH)"), ("Valeurs en dirhams", "Valeur")],
)  # fmt: skip
def test_what_the_heading_says_too_or_no_unit_is_read(
    data_folder: Path, tmp_path: Path, above: str, heading: str
) -> None:
    path = tmp_path / "douane.csv"
    path.write_text(TABLE.format(above=above, heading=heading), encoding="utf-8")
    assert load_customs(path, by=None).snapshot.record["kept"] == 1


def test_signs_of_billions_are_read() -> None:
    assert unit_of("Valeur (Md€)") == Unit("EUR", 1_000_000_000)
    assert unit_of("Value ($bn)") == Unit("USD", 1_000_000_000)
    assert unit_of("Valeur (k€)") == Unit("EUR", 1_000)


def test_what_is_proposed_for_a_unit_above_is_read(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnitAbove) as refused:
        check_above(["Exportations (en milliers d’euros)"], "Valeur (DH)")
    assert refused.value.values["example"] == "Valeur (milliers euros)"
    assert unit_of("Valeur (milliers euros)") == Unit("EUR", 1_000)
    assert not names_unknown("Valeur (milliers euros)")


@pytest.mark.parametrize("line", ["En k€", "Valeurs (M€)", "Export in bn $"])
def test_the_multiple_of_a_sign_is_proposed_with_it(line: str) -> None:
    """“Valeur (€)” was proposed for “En k€”: a thousand times too small once followed."""
    with pytest.raises(UnitAbove) as refused:
        check_above([line], "Valeur")
    assert unit_of(refused.value.values["example"]) == unit_of(line) != Unit()
