"""What a person says of the columns goes first, and what their headings say is not dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nasij.datasets.acts import load_customs, load_regional
from nasij.datasets.firm_files import codes
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, years_of_file
from nasij.work.errors import Refusal
from tests.rooms.datasets.firm_lines import ice
from tests.rooms.datasets.made_files import make_text
from tests.rooms.files.test_sheet_units import book

pytestmark = pytest.mark.django_db

ICE = ice(1)


def customs(folder: Path, headings: str, row: str, **given: Any) -> Snapshot:
    text = f"ICE;Produit;Pays;{headings}\n{ICE};080510;France;{row}\n"
    return load_customs(make_text(folder, "c.csv", text), by=None, **given).snapshot


def regional(folder: Path, heading: str, value: str = "60") -> Snapshot:
    text = f"Région;Chapitre;Année;{heading}\nSouss-Massa;8;2023;{value}\n"
    return load_regional(make_text(folder, "r.csv", text), by=None).snapshot


def value(snapshot: Snapshot) -> float:
    return float(snapshot.record["value_kept"])


@pytest.mark.parametrize(
    ("headings", "row", "named"),
    [
        ("Valeur 2022;Valeur 2023", "101;998", "Valeur 2023"),
        ("Valeur FOB;Valeur statistique", "101;998", "Valeur statistique"),
        ("Montant KDH;Montant", "101;998", "Montant"),
        ("Valeur;Prix", "101;998", "Prix"),
        ("Valeur;Pays acheteur", "101;998", "pays  ACHETEUR"),
        ("Valeur (%);Valeur", "101;998", "Valeur"),
    ],
)
def test_the_values_that_are_named_are_read(
    headings: str, row: str, named: str, data_folder: Path, tmp_path: Path
) -> None:
    assert value(customs(tmp_path, headings, row, year=2023, columns={"value": named})) == 998


def test_the_values_that_are_named_are_read_of_parquet(data_folder: Path, tmp_path: Path) -> None:
    frame = pl.DataFrame({"ICE": [ICE], "Valeur FOB": [101.0], "Valeur statistique": [998.0]})
    frame.write_parquet(path := tmp_path / "c.parquet")
    named = {"value": "Valeur statistique"}
    assert value(load_customs(path, by=None, year=2023, columns=named).snapshot) == 998


@pytest.mark.parametrize(
    ("named", "year"), [("Année", 2023), ("Date déclaration", 2024), ("Campagne", 2022)]
)
def test_the_year_that_is_named_is_read(
    named: str, year: int, data_folder: Path, tmp_path: Path
) -> None:
    headings, row = "Date déclaration;Année;Campagne;Valeur", "15/01/2024;2023;2022;100"
    found = customs(tmp_path, headings, row, columns={"year": named}).found
    assert found.years == (year,)


@pytest.mark.parametrize(
    ("named", "kind", "normal"),
    [
        ("Code opérateur", "firm", "A77"),
        ("Matricule", "firm", "M5"),
        ("ICE", "identifier", ICE),
        ("Raison sociale", "name", "argan|"),
    ],
)
def test_the_firms_are_known_by_what_is_named(
    named: str, kind: str, normal: str, data_folder: Path, tmp_path: Path
) -> None:
    headings, row = "Code opérateur;Matricule;Raison sociale;Valeur", "A77;M5;Argan;100"
    snapshot = customs(tmp_path, headings, row, year=2023, columns={"firm": named})
    sums = firm_sums(years_of_file(snapshot), ("firm",))
    assert sums["firm"].to_list() == [codes.firm_code(kind, normal)]


@pytest.mark.parametrize("ours", ["value", "year", "firm"])
def test_a_heading_that_is_named_and_not_there_is_refused(
    ours: str, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"Valeur 2025.*Valeur FOB, Année") as refused:
        customs(tmp_path, "Valeur FOB;Année", "1;2023", columns={ours: "Valeur 2025"})
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("headings", "row", "year"),
    [
        ("Valeur 2022", "100", 2023),
        ("Montant 2021", "100", 2024),
        ("Année;Valeur 2022", "2023;100", None),
        ("Année;القيمة ٢٠٢٢", "2023;100", None),
    ],
)
def test_a_year_that_the_heading_of_the_values_denies_is_refused(
    headings: str, row: str, year: int | None, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"another year than that of the rows, 202[34]"):
        customs(tmp_path, headings, row, year=year)


def test_a_regional_year_that_the_heading_of_the_values_denies_is_refused(
    data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"Valeur 2022.*2023"):
        regional(tmp_path, "Valeur 2022")


@pytest.mark.parametrize(
    ("headings", "row", "year"),
    [
        ("Valeur 2023", "100", 2023),
        ("Année;Valeur 2023", "2023;100", None),
        ("Date;Valeur 2022-2023", "2023-05;100", None),
        ("Valeur FOB 2023;Valeur statistique 2023", "100;90", 2023),
        ("Valeur (extrait du 12/01/2024)", "100", 2023),
    ],
)
def test_a_heading_of_the_year_of_its_rows_is_read(
    headings: str, row: str, year: int | None, data_folder: Path, tmp_path: Path
) -> None:
    assert value(customs(tmp_path, headings, row, year=year)) == 100
    assert regional(tmp_path, "Valeur 2023").row_count == 1


def test_each_sheet_has_the_year_of_its_heading(data_folder: Path, tmp_path: Path) -> None:
    def path(*years: int) -> Path:
        heads = ["ICE", "Année", "Valeur {}"]
        sheets: dict[str, list[list[Any]]] = {
            f"Feuille {at}": [[*heads[:2], heads[2].format(2022 + at)], [ICE, year, 5.0]]
            for at, year in enumerate(years)
        }
        return book(tmp_path / "c.xlsx", sheets)

    assert load_customs(path(2022, 2023), by=None).snapshot.found.years == (2022, 2023)
    with pytest.raises(Refusal, match=r"Valeur 2022.*2023"):
        load_customs(path(2023, 2023), by=None)


@pytest.mark.parametrize("headings", ["Année;Valeur 2022 (DH);Valeur 2023 (DH)", "Année;V;W"])
def test_values_of_several_years_side_by_side_are_refused(
    headings: str, data_folder: Path, tmp_path: Path
) -> None:
    headings = headings.replace("V;W", "Montant FOB 2022;Valeur 2023")
    with pytest.raises(Refusal, match=r"2022.*2023") as refused:
        customs(tmp_path, headings, "2023;100;200")
    assert refused.value.remedy


def test_regional_values_of_several_years_side_by_side_are_refused(
    data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"Valeur 2022.*Valeur 2023"):
        regional(tmp_path, "Valeur 2022;Valeur 2023", "100;999")


@pytest.mark.parametrize(
    "heading",
    [
        "CA export (%)", "Valeur %", "Chiffre d'affaires export (%)", "Valeur en %", "Valeur (٪)",
        "القيمة ٪", "Valeur (‰)", "Valeur (pourcentage)", "Valeur (en pour cent)",
        "Valeur / part (%)", "Valeur (part en %)", "القيمة (نسبة مئوية)", "% valeur",
    ],
)  # fmt: skip
def test_percentages_are_no_amounts(heading: str, data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="percentages") as refused:
        customs(tmp_path, f"Année;{heading}", "2023;30")
    assert refused.value.remedy


@pytest.mark.parametrize(
    "heading", ["Valeur (%)", "Valeur en %", "القيمة ٪", "Valeur (‰)", "Valeur (pourcentage)"]
)
def test_regional_percentages_are_no_amounts(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="percentages"):
        regional(tmp_path, heading)
