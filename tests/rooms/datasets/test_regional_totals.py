"""Rows of totals in a table of regions are compared with the rows that they surely sum."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from nasij.datasets.acts import load_regional
from nasij.datasets.queries import sentences
from tests.rooms.datasets.made_files import make_text

pytestmark = pytest.mark.django_db

ROWS = (
    "Souss-Massa;phosphates;2023;100",
    "Souss-Massa;automotive;2023;300",
    "Oriental;automotive;2023;50",
    "Souss-Massa;automotive;2024;400",
    "Oriental;automotive;2024;60",
)


def remarks(
    folder: Path, *lines: str, heading: str = "Région;Secteur;Année;Valeur (MDH)"
) -> dict[str, Any]:
    text = "\n".join([heading, *lines, ""])
    notes = load_regional(make_text(folder, "r.csv", text), by=None).snapshot.found.notes
    return {note["code"]: note["values"] for note in notes if note["code"].startswith("totals_")}


@pytest.mark.parametrize(
    ("total", "found"),
    [
        ("Total;;;910", None),
        ("Total général;;;950", 910),
        ("Total;;2023;450", None),
        ("Total;;2023;500", 450),
        ("Total 2024;;;500", 460),
        ("Total;Total;2024;500", 460),
        ("Total;automotive;2023;400", 350),
        ("Souss-Massa;Total;2023;400", None),
        ("Souss-Massa;Total;2023;450", 400),
        ("SOUSS MASSA;Ensemble;;900", 800),
        ("Sous-total Souss-Massa;;2023;450", 400),
        ("المجموع;;2023;500", 450),
        (";Total;2024;500", 460),
    ],
)
def test_a_total_is_compared_with_the_rows_that_it_names(
    data_folder: Path, tmp_path: Path, total: str, found: float | None
) -> None:
    told = remarks(tmp_path, *ROWS, total)
    assert told["totals_left_out"] == {"count": 1, "rows": ["7"]}
    assert told.get("totals_differ", {}).get("found") == found
    assert ("totals_agree" in told) == (found is None)


def test_totals_of_regions_and_a_grand_total_are_told_together(
    data_folder: Path, tmp_path: Path
) -> None:
    told = remarks(
        tmp_path,
        *ROWS[:2],
        "Total Souss-Massa;;2023;400",
        ROWS[2],
        "Total Oriental;;2023;70",
        "Total;;2023;470",
    )
    assert told["totals_agree"] == {"count": 1}
    assert told["totals_differ"] == {"count": 2, "row": "6", "said": 70, "found": 50}


@pytest.mark.parametrize(("language", "told"), [("en", "make 450"), ("fr", "450"), ("ar", "450")])
def test_it_is_told_in_every_language_as_of_files_of_firms(
    language: str, told: str, data_folder: Path, tmp_path: Path
) -> None:
    text = "\n".join(["Région;Secteur;Année;Valeur (MDH)", *ROWS, "Total;;2023;500", ""])
    snapshot = load_regional(make_text(tmp_path, "r.csv", text), by=None).snapshot
    with translation.override(language):
        assert any(
            told in sentence and "500" in sentence for sentence in sentences(snapshot.found.notes)
        )


@pytest.mark.parametrize(
    "lines",
    [
        (*ROWS[:2], "Total;;2023;9", ROWS[2], "Total;;2023;9"),  # each of its block, or of all
        (*ROWS[:2], "Total;;2023;9", ROWS[2]),  # of those above, or of all
        (*ROWS, "Sous-total agrumes;;2023;9"),
        (*ROWS, "Nombre de lignes;;2023;9"),
        (*ROWS, "Total janvier;;2023;9"),
        (*ROWS, "Total cumulé;;2024;910"),
        (*ROWS, "Total;;;460"),  # of the last block, though it does not say so
        (*ROWS, "Total;;;461"),  # the same, of rows that are rounded
        (*ROWS, "Total;agrumes;2023;9"),
        (*ROWS, "Guelmim-Oued Noun;Total;2023;9"),  # of which there is no row
        (*ROWS, "Total;;2023;"),
        (*ROWS, "Total;;2023;neuf"),
        (*ROWS, ";automotive;2024;5", ";Total;2024;9"),  # of no region, or of all
    ],
)
def test_where_it_is_not_sure_which_rows_a_total_sums_nothing_is_said(
    data_folder: Path, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert set(remarks(tmp_path, *lines)) == {"totals_left_out"}


@pytest.mark.parametrize("total", ["Total;;2024;465", "Total;;2024;460"])
def test_rows_of_no_region_may_be_in_a_total_or_not(
    data_folder: Path, tmp_path: Path, total: str
) -> None:
    told = remarks(tmp_path, *ROWS, "Non déclaré;automotive;2024;5", total)
    assert "totals_agree" in told
    assert "totals_differ" not in told


def test_what_rounding_makes_is_no_difference(data_folder: Path, tmp_path: Path) -> None:
    rows = [f"{code:02d};automotive;2023;0,1" for code in range(1, 13)]
    assert "totals_agree" in remarks(tmp_path, *rows, "Total;;2023;1,2")
    assert set(remarks(tmp_path, *rows, "Total;;2023;1,6")) == {"totals_left_out"}
    assert "totals_differ" in remarks(tmp_path, *rows, "Total;;2023;2,2")


def test_a_total_that_names_its_year_is_not_one_of_the_rows_above(
    data_folder: Path, tmp_path: Path
) -> None:
    assert "totals_differ" in remarks(tmp_path, *ROWS[:3], "Total;;2023;350")


@pytest.mark.parametrize("said", [8, 7, 5])
def test_a_total_that_is_not_the_sum_never_agrees(
    data_folder: Path, tmp_path: Path, said: int
) -> None:
    rows = [f"{code};automotive;2023;{value}" for code, value in (("09", 3), ("02", 2), ("03", 1))]
    assert set(remarks(tmp_path, *rows, f"Total;;2023;{said}")) == {"totals_left_out"}


def test_a_total_is_read_with_the_marks_of_its_column(data_folder: Path, tmp_path: Path) -> None:
    rows = ("Souss-Massa;phosphates;2023;1500,5", "Oriental;automotive;2023;2000")
    assert "totals_agree" in remarks(tmp_path, *rows, "Total;;2023;3 500,5")
    whole = ("Souss-Massa;phosphates;2023;1500", "Oriental;automotive;2023;2000")
    assert "totals_agree" in remarks(tmp_path, *whole, "Total;;2023;3 500")
    assert "totals_differ" not in remarks(tmp_path, *whole, "Total;;2023;3.500")


def test_a_total_in_another_unit_is_not_compared(data_folder: Path, tmp_path: Path) -> None:
    heading = "Région;Secteur;Année;Valeur;Unité"
    rows = ("09;automotive;2023;1000;MAD", "02;automotive;2023;2000;MAD")
    told = remarks(tmp_path, *rows, "Total;;2023;3;KMAD", heading=heading)
    assert set(told) == {"totals_left_out"}


def test_totals_of_chapters_are_compared(data_folder: Path, tmp_path: Path) -> None:
    heading = "Région;Chapitre;Année;Valeur (MDH)"
    rows = ("09;07;2023;100", "09;8;2023;200", "02;08;2023;50")
    told = remarks(tmp_path, *rows, "Total;8;2023;300", "09;Total;2023;300", heading=heading)
    assert told["totals_agree"] == {"count": 1}
    assert told["totals_differ"] == {"count": 1, "row": "5", "said": 300, "found": 250}
