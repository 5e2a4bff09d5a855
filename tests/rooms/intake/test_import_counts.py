"""Employees of a file of firms: what the cell says, or why it was left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from nasij.exporters.models import Firm
from nasij.files.problems import reason, remedy
from nasij.intake.acts import import_file
from tests.rooms.intake.files import make_ice, simple_row, write_csv

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["50 %", "50%", "12,0 %", "0,125", "0.125", "12,5", "12٫000"])
def test_a_share_or_a_fraction_is_no_number_of_employees(
    data_folder: Path, tmp_path: Path, written: str
) -> None:
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(employees=written)]), by=None)
    assert (run.created, run.warnings) == (1, 1)
    firm: Any = Firm.objects.get()
    assert firm.employees is None
    problem = run.problems.get()
    assert (problem.column, problem.value) == ("employees", written)
    assert written in reason(problem.code, problem.value)
    with translation.override("fr"):
        assert "signe de pourcentage" in remedy(problem.code)


@pytest.mark.parametrize(
    ("written", "count"), [("12,0", 12), ("12.0", 12), ("1 250", 1250), ("1,250", 1250)]
)
def test_people_are_counted_whole(
    data_folder: Path, tmp_path: Path, written: str, count: int
) -> None:
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(employees=written)]), by=None)
    assert (Firm.objects.get().employees, run.warnings) == (count, 0)


@pytest.mark.parametrize("shown", ["0%", "0.00%", '0.0" "%'])
def test_a_cell_that_shows_percent_is_no_number_of_employees(
    shown: str, data_folder: Path, tmp_path: Path
) -> None:
    """Its file holds 2 and people see 200 %."""
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        book.add_chartsheet()
        sheet = book.add_worksheet()
        sheet.write_row(3, 2, ["Raison sociale", "Région", "Effectif"])
        sheet.write_row(4, 2, ["Argan Taliouine", "Souss-Massa"])
        sheet.write_number(4, 4, 2, book.add_format({"num_format": shown}))
        sheet.write_row(5, 2, ["Conserves Été", "Souss-Massa", 12])
    run = import_file(tmp_path / "f.xlsx", by=None)
    assert sorted(map(str, Firm.objects.values_list("employees", flat=True))) == ["12", "None"]
    assert [(one.column, one.value) for one in run.problems.all()] == [("employees", "200 %")]


def test_a_line_of_totals_is_no_firm_unless_it_has_an_identifier(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = [
        simple_row(name="Total Maroc"),
        simple_row(name="Total", identifier=make_ice(1)),
        simple_row(name="Total général"),
        simple_row(name="", name_ar="المجموع", employees="250"),
        simple_row(name="Nombre d'entreprises : 3", region=""),
        simple_row(name="", region="Total"),
    ]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    assert (run.created, run.rejected) == (2, 4)
    problems = list(run.problems.order_by("line").values_list("line", "code", "value"))
    assert [(line, code) for line, code, _value in problems] == [
        (line, "total_line") for line in (4, 5, 6, 7)
    ]
    assert problems[2][2] == "Nombre d'entreprises : 3"
    with translation.override("fr"):
        assert "identifiant" in remedy("total_line")
