"""A date beside a year may be that of another thing: the year that a row says is its year."""

from __future__ import annotations

from pathlib import Path

import pytest

from nasij.datasets.acts import load_association, load_customs
from nasij.datasets.firm_files.problems import column_of
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences
from tests.rooms.datasets.firm_lines import ice, write

pytestmark = pytest.mark.django_db
Row = tuple[str, str]  # year, date


def customs(
    folder: Path, rows: list[Row], date: str = "Date de la DUM", year: str = "Année"
) -> Snapshot:
    lines = [(ice(1), "France", *row, "10") for row in rows]
    path = write(folder / "c.csv", lines, ("ICE", "Pays", year, date, "Valeur (DH)"))
    return load_customs(path, by=None).snapshot


def kept(snapshot: Snapshot) -> tuple[list[int], int, dict[str, list[int]]]:
    record = snapshot.record
    return list(snapshot.found.years), record["kept"], record["months"]


@pytest.mark.parametrize("date", ["Date de la DUM", "Date d'enregistrement", "Date", "Période"])
def test_the_year_of_a_row_goes_before_a_date_beside_it(
    date: str, data_folder: Path, tmp_path: Path
) -> None:
    """Rows of 2023 were counted in 2011, and one without a date was refused for lack of a year."""
    rows = [("2023", "20/03/2023"), ("2023", ""), ("2023", "20/03/2011")]
    snapshot = customs(tmp_path, rows, date)
    assert kept(snapshot)[:2] == ([2023], 3)
    said = [text for text in sentences(snapshot.found.notes) if "20/03/2011 – 2023" in text]
    assert len(said) == 1
    assert f"“{date}” was not read" in said[0] or f"« {date} » n’a pas été lue" in said[0]


def test_a_date_of_the_same_year_tells_the_month(data_folder: Path, tmp_path: Path) -> None:
    rows = [("2023", "20/03/2023"), ("2023", "01/05/2023"), ("2023", ""), ("", "02/07/2023")]
    snapshot = customs(tmp_path, rows)
    assert kept(snapshot) == ([2023], 4, {"2023": [3, 5, 7]})


def test_a_month_beside_the_year_goes_before_the_date(data_folder: Path, tmp_path: Path) -> None:
    """December 2023, declared in January: it was counted in 2024."""
    lines = [(ice(1), "France", "2023", "12", "02/01/2024", "10")]
    headings = ("ICE", "Pays", "Année", "Mois", "Date DUM", "Valeur (DH)")
    snapshot = load_customs(write(tmp_path / "c.csv", lines, headings), by=None).snapshot
    assert kept(snapshot) == ([2023], 1, {"2023": [12]})


def test_a_row_without_a_year_takes_none_from_dates_of_another_thing(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [("2023", "20/03/2011"), ("", "14/05/1998")]
    snapshot = customs(tmp_path, rows, "Date d'enregistrement")
    assert kept(snapshot)[:2] == ([2023], 1)
    assert snapshot.record["problems"] == {"period_missing": 1}


def test_members_stay_in_the_year_of_their_list(data_folder: Path, tmp_path: Path) -> None:
    lines = [(f"Membre {at}", "2023", f"20/03/{1990 + at}") for at in range(6)]
    headings = ("Raison sociale", "Année", "Date d'enregistrement")
    found = load_association(write(tmp_path / "m.csv", lines, headings), by=None).snapshot
    assert list(found.found.years) == [2023]


def test_dates_with_two_readings_are_told_beside_a_year(data_folder: Path, tmp_path: Path) -> None:
    snapshot = customs(tmp_path, [("2023", "03/04/2023"), ("2023", "05/06/2023")])
    assert kept(snapshot)[2] == {"2023": [4, 6]}
    assert any("03/04/2023" in text for text in sentences(snapshot.found.notes))


def test_the_column_of_dates_that_a_person_chose_decides(data_folder: Path, tmp_path: Path) -> None:
    """Chosen as the year of the rows, it was overruled by the year beside it."""
    lines = [(ice(at), "France", "2024", "12", f"15/0{at}/2023", "10") for at in (4, 5)]
    headings = ("ICE", "Pays", "Année", "Mois", "Date DUM", "Valeur (DH)")
    path = write(tmp_path / "c.csv", lines, headings)
    found = load_customs(path, columns={"year": "Date DUM"}, by=None).snapshot
    assert kept(found) == ([2023], 2, {"2023": [4, 5]})
    assert any("Année" in text for text in sentences(found.found.notes))


@pytest.mark.parametrize("written", ["Janvier", "01", "1", "يناير"])
def test_a_month_alone_beside_the_year_is_its_month(
    written: str, data_folder: Path, tmp_path: Path
) -> None:
    assert kept(customs(tmp_path, [("2023", written)], "Période"))[2] == {"2023": [1]}


def test_a_column_beside_the_year_that_is_no_date_is_told(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = customs(
        tmp_path, [("2023", "T1"), ("2023", "T2"), ("2023", "15/03/2023")], "Période"
    )
    assert kept(snapshot) == ([2023], 3, {"2023": []})
    assert any("Période" in text for text in sentences(snapshot.found.notes))


@pytest.mark.parametrize(
    ("year", "month", "code", "column", "value"),
    [
        ("2099", "", "period_future", "Année", "2099"),
        ("abc", "", "period_unreadable", "Année", "abc"),
        ("2023", "13", "month_unknown", "Mois", "13"),
        ("", "", "period_missing", "Année", ""),
    ],
)
def test_the_cell_at_fault_is_that_of_the_column_that_was_read(
    year: str, month: str, code: str, column: str, value: str, data_folder: Path, tmp_path: Path
) -> None:
    """Of a year to come the date beside it was told, and the two joined as a cell."""
    dates = ("15/04/2023", "n.d." if code == "period_missing" else "15/04/2023")
    lines = [
        (ice(1), "France", "2023", "4", dates[0], "10"),
        (ice(2), "France", year, month, dates[1], "20"),
    ]
    headings = ("ICE", "Pays", "Année", "Mois", "Date", "Valeur (DH)")
    snapshot = load_customs(write(tmp_path / "c.csv", lines, headings), by=None).snapshot
    assert snapshot.record["problems"] == {code: 1}
    assert snapshot.record["headings"][column_of(code)] == column
    assert snapshot.record["examples"][code][0]["value"] == value


def test_one_bad_date_costs_its_row_the_month_alone(data_folder: Path, tmp_path: Path) -> None:
    """It dropped the column, the rows whose year it alone says, and the warning of few months."""
    rows = [("2023", "15/01/2023"), ("", "20/03/2023"), ("2023", "2023-13-40"), ("", "2023-14-40")]
    snapshot = customs(tmp_path, rows, "Date")
    assert kept(snapshot) == ([2023], 3, {"2023": [1, 3]})
    assert snapshot.record["problems"] == {"period_missing": 1}
    said = " ".join(sentences(snapshot.found.notes))
    assert "2023-13-40" in said
    assert "2023-14-40" not in said  # its row was not read at all


def test_a_wrong_year_beside_a_month_is_not_the_fault_of_the_month(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [("2099", "mars"), ("", "mai"), ("2023", "janvier")]
    snapshot = customs(tmp_path, rows, "Période")
    assert kept(snapshot) == ([2023], 1, {"2023": [1]})
    assert snapshot.record["problems"] == {"period_future": 1, "period_missing": 1}
