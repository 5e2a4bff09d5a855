"""Headings that offices write: they are read, or the refusal leads to the right figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from nasij.datasets.acts import (
    load_customs,
    load_distances,
    load_growth,
    load_product_names,
    load_regional,
    load_tariffs,
    load_trade,
)
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences, table_of
from nasij.files.errors import ColumnsMissing
from nasij.reference.models import Product
from nasij.work.errors import Refusal
from tests.rooms.datasets.firm_lines import ice
from tests.rooms.datasets.made_files import make_text

pytestmark = pytest.mark.django_db

Load = Callable[..., Any]


def load(act: Load, folder: Path, *lines: str) -> Snapshot:
    found: Snapshot = act(make_text(folder, "t.csv", "\n".join(lines) + "\n"), by=None).snapshot
    return found


def refused(act: Load, folder: Path, *lines: str) -> Refusal:
    with translation.override("en"), pytest.raises(Refusal) as found:
        load(act, folder, *lines)
    return found.value


def bare(text: object) -> str:
    """Without the marks around words of another direction."""
    return re.sub("[\u2068\u2069]", "", str(text)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "heading",
    ["Chapitre SH", "Code SH2", "Chapitre du Système harmonisé", "فصل النظام المنسق", "HS chapter"],
)
def test_regional_chapters_are_read_under_their_usual_headings(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    found = load(
        load_regional, tmp_path, f"Région;{heading};Année;Valeur", "Souss-Massa;8;2023;100"
    )
    assert found.record["classification"] == "chapters"
    assert table_of(found)["sector"].to_list() == ["08"]


def test_a_regional_file_without_either_is_told_of_sectors_and_of_chapters(
    data_folder: Path, tmp_path: Path
) -> None:
    """It named the sector alone, under which chapters are unknown codes."""
    lines = ("Région;Nomenclature;Année;Valeur", "Souss-Massa;8;2023;100")
    found = refused(load_regional, tmp_path, *lines)
    with translation.override("fr"):
        assert "Secteur ou Chapitre" in bare(found)


READ: list[tuple[Load, str, str]] = [
    (load_growth, "Pays;Année;Taux de croissance (%)", "France;2025;3,5"),
    (load_growth, "Pays;Année;Croissance du PIB (%)", "France;2025;3,5"),
    (load_growth, "البلد;السنة;معدل النمو (%)", "فرنسا;2025;3,5"),
    (load_distances, "المصدر;الوجهة;المسافة (كم)", "المغرب;فرنسا;1890"),
    (load_tariffs, "المصدر;المستورد;الرمز;الرسم (%)", "المغرب;فرنسا;080510;5"),
    (
        load_customs,
        "رقم التعريف الموحد للمقاولة;المنتوج;البلد;السنة;القيمة",
        f"{ice(1)};080510;فرنسا;2023;5",
    ),
    (
        load_customs,
        "Exportateur;Produit SH;Pays de destination;Année;Valeur FAB (MAD)",
        "Firme A;080510;France;2023;5",
    ),
    (load_trade, "السنة;المصدر;المستورد;المنتوج;القيمة (ألف دولار)", "2023;المغرب;فرنسا;080510;5"),
]


@pytest.mark.parametrize(("act", "headings", "row"), READ)
def test_usual_headings_are_read(
    act: Load, headings: str, row: str, data_folder: Path, tmp_path: Path
) -> None:
    assert load(act, tmp_path, headings, row).row_count == 1


def test_thousands_of_dollars_in_arabic_are_thousands(data_folder: Path, tmp_path: Path) -> None:
    found = load(load_trade, tmp_path, *READ[-1][1:])
    assert found.record["totals_usd"] == {"2023": 5000.0}


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        ("الرمز;الوصف", "ar"),
        ("Code SH;Désignation", "fr"),
        ("Code;Désignation;الوصف", "ar"),
        ("Code;الوصف;Désignation", "fr"),
    ],
)
def test_names_of_products_are_read_in_their_language(
    headings: str, language: str, tmp_path: Path
) -> None:
    words = {"الوصف": "لاما", "Désignation": "Lamas", "Code": "010690"}
    row = ";".join(words.get(heading, "010690") for heading in headings.split(";"))
    Product.objects.filter(code="010690").delete()
    path = make_text(tmp_path, "hs.csv", f"{headings}\n{row}\n")
    load_product_names(path, language=language, by=None)
    named = getattr(Product.objects.get(code="010690"), f"name_{language}")
    assert named.endswith({"ar": "لاما", "fr": "Lamas"}[language])


@pytest.mark.parametrize("cell", ["80 000 €", "3 500 USD", "80 000 euros", "$3500"])
def test_an_amount_of_another_unit_is_to_be_converted(
    cell: str, data_folder: Path, tmp_path: Path
) -> None:
    """Its digits alone, as the remedy asked for, were thousands of dirhams."""
    heading = "ICE;Produit;Pays;Année;Valeur (milliers de dirhams)"
    rows = (f"{ice(1)};080510;France;2023;100", f"{ice(2)};080510;France;2023;{cell}")
    found = load(load_customs, tmp_path, heading, *rows)
    assert found.record["problems"] == {"value_with_unit": 1}
    with translation.override("en"):
        told = bare(refused(load_customs, tmp_path, heading, rows[1]))
    assert "Convert the value to the unit of the column" in told
    assert cell in told


@pytest.mark.parametrize(
    ("act", "headings", "row"),
    [
        (load_regional, "Région;Secteur;Année;Valeur (MDH)", "Souss-Massa;agrifood;2023;80 000 €"),
        (load_trade, "year,exporter,importer,product,value_kusd", "2023,MAR,FRA,080510,80 000 €"),
        (load_distances, "exporter;importer;km", "MAR;FRA;1200 miles"),
    ],
)
def test_a_number_with_a_unit_is_to_be_converted_in_every_table(
    act: Load, headings: str, row: str, data_folder: Path, tmp_path: Path
) -> None:
    found = refused(act, tmp_path, headings, row)
    assert "Convert the value to the unit of the column" in bare(found)


@pytest.mark.parametrize(
    ("act", "headings", "row"),
    [
        (load_growth, "Pays;2024;2025;2026", "France;1;2;3"),
        (load_regional, "Région;Secteur;2022;2023", "Souss-Massa;agrifood;1;2"),
        (load_trade, "exporter,importer,product,2022,2023", "MAR,FRA,080510,1,2"),
        (load_customs, "ICE;Produit;Pays;2022;2023", f"{ice(1)};080510;France;1;2"),
    ],
)
def test_years_side_by_side_are_to_be_written_in_rows(
    act: Load, headings: str, row: str, data_folder: Path, tmp_path: Path
) -> None:
    """They were told that a year and a value lack, and to rename their columns."""
    found = refused(act, tmp_path, headings, row)
    assert isinstance(found, ColumnsMissing)
    assert "one column for each year: " in bare(found.problem)
    assert "one row for each year" in found.remedy


def test_an_unknown_country_is_told_as_it_is_written(data_folder: Path, tmp_path: Path) -> None:
    found = load(
        load_growth, tmp_path, "Pays;Année;Croissance (%)", "France;2025;1", "Allemange;2025;2"
    )
    with translation.override("fr"):
        told = bare(" ".join(sentences(found.found.notes)))
    assert "(Allemange à la ligne 3)" in told
    assert "ALLEMANGE" not in told


@pytest.mark.parametrize(
    ("act", "title", "headings", "row"),
    [
        (load_growth, "Prévisions de croissance (%)", "Pays;Année;Croissance", "France;2025;0,2"),
        (load_tariffs, "Droits en %", "exporter;importer;product;tariff", "MAR;FRA;080510;0,5"),
    ],
)
def test_a_title_that_says_percent_is_heard(
    act: Load, title: str, headings: str, row: str, data_folder: Path, tmp_path: Path
) -> None:
    """The values were read as shares of one: a hundred times too large."""
    found = refused(act, tmp_path, title, headings, row)
    assert title in bare(found.problem)
    assert f"{headings.split(';')[-1]} (%)" in bare(found.remedy)


def test_a_note_with_a_figure_says_no_unit(data_folder: Path, tmp_path: Path) -> None:
    note = "Le monde croît de 3 % par an"
    found = load(load_growth, tmp_path, note, "Pays;Année;Croissance", "France;2025;0,02")
    assert table_of(found)["growth"].to_list() == [0.02]
