"""What a person took out of a record, no file brings back in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nasij.exporters.acts import change_firm
from nasij.exporters.models import Firm
from nasij.intake.acts import import_file, start_import
from nasij.intake.models import ImportRun
from nasij.reference.models import Product
from tests.people import Cast
from tests.rooms.intake.files import simple_row, write_csv

SAID = "removed_before"
ROW = simple_row(
    activity="Tapis", email="a@example.org", phone="0528000101", employees="12",
    founded_on="2009", commune="Agadir", hs_products="151590; 080510",
)  # fmt: skip
REMOVALS: dict[str, tuple[dict[str, Any], str]] = {
    "activity": ({"activity": ""}, "activity"),
    "email": ({"email": ""}, "email"),
    "phone": ({"phone": ""}, "phone"),
    "employees": ({"employees": None}, "employees"),
    "founded_on": ({"founded_on": None, "founded_year_only": False}, "founded_on"),
    "commune": ({"commune": None}, "commune"),
}


@pytest.fixture
def file(data_folder: Path, tmp_path: Path, db: None) -> Path:
    path = write_csv(tmp_path / "f.csv", [ROW])
    import_file(path, by=None)
    return path


def told(run: ImportRun) -> list[tuple[str, str]]:
    return list(run.problems.values_list("column", "code"))


@pytest.mark.parametrize("name", REMOVALS)
def test_a_removed_value_stays_away(name: str, file: Path, cast: Cast) -> None:
    values, column = REMOVALS[name]
    change_firm(firm=Firm.objects.get(), values=values, by=cast.delegate)
    foreseen = start_import(path=file, file_name="f.csv", region=None, by=None)
    assert foreseen.preview["counts"]["unchanged"] == 1
    run = import_file(file, by=None)
    assert not getattr(Firm.objects.get(), name)
    assert told(run) == [(column, SAID)]
    assert (run.updated, run.unchanged) == (0, 1)


def test_a_removed_product_stays_away_and_a_new_one_comes(
    file: Path, cast: Cast, tmp_path: Path
) -> None:
    firm = Firm.objects.get()
    change_firm(firm=firm, values={"products": Product.objects.filter(code="151590")}, by=None)
    run = import_file(file, by=None)
    assert told(run) == [("hs_products", SAID)]
    assert run.unchanged == 1
    later = write_csv(tmp_path / "later.csv", [{**ROW, "hs_products": "080510; 0804"}])
    import_file(later, by=None)
    assert set(firm.products.values_list("code", flat=True)) == {"0804"}


def test_another_value_is_news(file: Path, cast: Cast, tmp_path: Path) -> None:
    change_firm(firm=Firm.objects.get(), values={"email": ""}, by=cast.delegate)
    later = write_csv(tmp_path / "later.csv", [{**ROW, "email": "b@example.org"}])
    run = import_file(later, by=None)
    assert (Firm.objects.get().email, told(run)) == ("b@example.org", [])


def test_what_a_person_wrote_again_is_held_by_nothing(file: Path, cast: Cast) -> None:
    firm = Firm.objects.get()
    day = {"founded_on": date(2009, 1, 1), "founded_year_only": True}
    for values in ({"founded_on": None, "founded_year_only": False}, day):
        change_firm(firm=firm, values=values, by=cast.delegate)
    Firm.objects.update(founded_on=None)  # as nobody did by an act
    run = import_file(file, by=None)
    assert (Firm.objects.get().founded_on, told(run)) == (date(2009, 1, 1), [])
