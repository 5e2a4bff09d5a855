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
from nasij.files.errors import UnitOutside, UnitsDiffer
from nasij.files.units import Unit, check_lines, names_unknown, unit_of
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
        ('#,##0 "k€"', "EUR", 7_000.0),
        ('#,##0.0,"k€"', "EUR", 7.0),
        ('#,##0,,"M$"', "USD", 7.0),
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


_ABOVE = [
    "En milliers de dirhams", "(en millions de DH)", "Unité : milliards de dirhams",
    "Valeurs en EUR", "بملايين الدراهم", "Exportations de l’année 2023 (en millions de dirhams)",
    "الصادرات بملايين الدراهم", "Exportations 2023 (en milliers)", "Exportations en millions",
    "(en milliers de FCFA)", "Exportations en millions de livres sterling", "Exportations en yens",
    "Exportations (GBP)", "Exportations en euros", "Exportations (EUR)", "(1000 DH)",
    "Exportations (1 000 DH)", "Unité : 10^3 MAD", "Unité : 10³ MAD", "Exportations, mil. dhs",
    "الصادرات بالمليون درهم", "الصادرات باليورو", "Export in '000 MAD", "(000 DH)", "KDH",
    "Exportations KMAD", "Exportations (M DH)", "En k€", "Valeurs (M€)", "Export in bn $",
    "Quantités en milliers de tonnes, valeurs en millions de dirhams", "Unité = mille dirhams",
    "Exportations des entreprises en milliers de dirhams",
]  # fmt: skip


@pytest.mark.parametrize("above", _ABOVE)
def test_a_unit_above_the_headings_is_not_passed_over(
    data_folder: Path, tmp_path: Path, above: str
) -> None:
    """Figures were a thousand to a billion times too small, and the file was said to name none."""
    path = tmp_path / "douane.csv"
    path.write_text(TABLE.format(above=above, heading="Valeur"), encoding="utf-8")
    for language in ("fr", "ar"):
        with override(language), pytest.raises(UnitOutside, match=re.escape(above)):
            load_customs(path, by=None)
    path.write_text(REGIONS.format(above=above, heading="Valeur"), encoding="utf-8")
    with pytest.raises(Refusal, match=re.escape(above)), override("fr"):
        load_regional(path, by=None)


@pytest.mark.parametrize("above", _ABOVE)
def test_what_is_proposed_for_a_unit_above_is_read_as_it_says_or_remarked(above: str) -> None:
    """“Valeur (€)” was proposed for “En k€”: a thousand times too small once followed."""
    with pytest.raises(UnitOutside) as refused:
        check_lines([above], Unit("MAD"), "Valeur FOB (DH)")
    proposed = refused.value.values["example"]
    assert proposed.startswith("Valeur FOB (")
    said = unit_of(above.replace("Quantités en milliers de tonnes", ""))
    assert unit_of(proposed) == said
    assert said.currency or names_unknown(proposed) or said.factor > 1


@pytest.mark.parametrize(
    ("above", "heading"),
    [("En milliers de dirhams", "Valeur (milliers de DH)"), ("Exportations de 2023", "Valeur (DH)"),
     ("Accord euro-méditerranéen", "Valeur (DH)"), ("Valeurs en dirhams", "Valeur"),
     ("Exportations vers la zone euro", "Valeur"), ("(10 000 entreprises)", "Valeur"),
     ("Quantités en milliers de tonnes, valeurs en dirhams", "Valeur"),
     ("30 millions d’euros de soutien aux exportateurs", "Valeur"),
     ("Les 1000 premiers exportateurs", "Valeur"), ("Exportations en dirhams", "Valeur (milliers)"),
     ("Ventes de 30 000 DH et plus", "Valeur")],
)  # fmt: skip
def test_what_the_heading_says_too_or_no_unit_is_read(
    data_folder: Path, tmp_path: Path, above: str, heading: str
) -> None:
    path = tmp_path / "douane.csv"
    path.write_text(TABLE.format(above=above, heading=heading), encoding="utf-8")
    assert load_customs(path, by=None).snapshot.record["kept"] == 1


@pytest.mark.parametrize("door", ["customs", "regional", "growth", "tariffs", "distances"])
def test_lines_outside_the_table_are_told_whatever_they_say(
    data_folder: Path, tmp_path: Path, door: str
) -> None:
    """No list of words is whole: who loads a file reads the lines that were passed over."""
    heads, *rows = DOORS[door].table
    lines = [["En lakhs, provisoire"], ["", *heads], *(["", *row] for row in rows), ["", ""]]
    lines.append(["Source : service des statistiques, en crores"])
    answer = DOORS[door].bring(book(tmp_path / "f.xlsx", {"Un": lines}))
    assert not answer.refused
    told = " ".join(note["text"] for note in Snapshot.objects.get().record["notes"])
    assert "En lakhs, provisoire" in told
    assert "en crores" in told


@pytest.mark.parametrize(
    "where", ["row of units", "note below", "note beside", "last of many", "name of the sheet"]
)
def test_a_unit_in_any_other_place_of_the_file_is_not_passed_over(
    data_folder: Path, tmp_path: Path, where: str
) -> None:
    rows: list[list[Any]] = [["N°", "ICE", "Pays", "Année", "Valeur"], [1, _ICE, "FR", 2023, 53]]
    title = "2023"
    if where == "row of units":
        rows.insert(1, ["", "", "", "", "milliers MAD"])
    elif where == "note below":
        rows.append(["", "Valeurs en milliers de dirhams"])
    elif where == "note beside":
        rows.append(["Valeurs en milliers de dirhams"])
    elif where == "last of many":
        rows += [[f"Note {number}"] for number in range(50)]
        rows.append(["Valeurs en milliers de dirhams"])
    else:
        title = "2023 (KDH)"
    with pytest.raises(UnitOutside, match=r"KDH|milliers"):
        load_customs(book(tmp_path / "f.xlsx", {title: rows}), by=None)


@pytest.mark.parametrize(
    "row",
    [["Atlas", "France", 2023, "", "EUR"], ["Euro Export", "France", 2023, "", "MAD"],
     ["Euro Export", "France", 2023, "n.d.", ""]],
)  # fmt: skip
def test_a_refused_row_says_nothing_of_the_others(
    data_folder: Path, tmp_path: Path, row: list[Any]
) -> None:
    """A firm's name, or the currency of one row, was taken for a line about all of them."""
    heads = ["Entreprise", "Pays", "Année", "Valeur", "Devise"]
    rows = [heads, *(["Rif", "Espagne", year, 7.0, "MAD"] for year in (2022, 2023)), row]
    record = load_customs(book(tmp_path / "f.xlsx", {"2023": rows}), by=None).snapshot.record
    assert (record["kept"], record["rejected"], record["value_kept"]) == (2, 1, 14.0)


def test_the_unit_of_an_example_is_seen_behind_a_long_heading() -> None:
    with pytest.raises(UnitOutside) as refused:
        check_lines(["En milliers de dirhams"], Unit("MAD"), "Valeur FOB de l’année " * 9)
    assert "(milliers de dirhams)" in refused.value.remedy


def test_a_line_outside_is_quoted_by_its_beginning(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "douane.csv"
    above = f"(en milliers) {'très ' * 100_000}long"
    path.write_text(TABLE.format(above=above, heading="Valeur"), encoding="utf-8")
    with pytest.raises(UnitOutside) as refused:
        load_customs(path, by=None)
    assert "(en milliers)" in refused.value.problem
    assert len(refused.value.problem) < 400


def test_a_title_is_weighed_against_what_cells_and_columns_say(
    data_folder: Path, tmp_path: Path
) -> None:
    """They say more than the heading: it was compared alone, and right files were refused."""
    title, heads = ["Exportations (EUR)"], ["ICE", "Pays", "Année", "Valeur", "Devise"]
    of_column = [title, heads, [_ICE, "France", "2023", 7.0, "EUR"]]
    record = load_customs(book(tmp_path / "f.xlsx", {"2023": of_column}), by=None).snapshot.record
    assert record["currency"] == "EUR"
    shown = {"2023": [["En millions de DH"], heads[:-1], [_ICE, "France", "2023", 7.0]]}
    path = book(tmp_path / "g.xlsx", shown, formats={"2023": '#,##0 "MDH"'})
    assert load_customs(path, by=None).snapshot.record["value_kept"] == 7e6


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Valeur (Md€)", Unit("EUR", 1_000_000_000)), ("Value ($bn)", Unit("USD", 1_000_000_000)),
     ("Valeur (k€)", Unit("EUR", 1_000)), ("Valeur (1000 DH)", Unit("MAD", 1_000)),
     ("Valeur (10^6 MAD)", Unit("MAD", 1_000_000)), ("Valeur KMAD", Unit("MAD", 1_000)),
     ("القيمة (بالمليون درهم)", Unit("MAD", 1_000_000)), ("Valeur M DH", Unit("MAD", 1_000_000)),
     ("valeur_fob_kdh", Unit("MAD", 1_000)), ("Valeur 2023 (DH)", Unit("MAD")),
     ("Valeur (x1000 DH)", Unit("MAD", 1_000)), ("Valeur (x 10³ DH)", Unit("MAD", 1_000))],
)  # fmt: skip
def test_powers_letters_and_arabic_prefixes_of_a_heading_are_read(heading: str, unit: Unit) -> None:
    assert unit_of(heading) == unit
    assert not names_unknown(heading)
