"""What stands as a firm's name in Arabic is written in Arabic letters; nothing written is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nasij.exporters.models import Firm
from nasij.intake.acts import import_file
from nasij.intake.models import ImportRun
from tests.factories import make_firm
from tests.rooms.exporters.test_firm_pages import form_data
from tests.rooms.exporters.test_firm_pages import url as address
from tests.rooms.intake.files import make_ice, simple_row, write_csv
from tests.rooms.intake.test_import_pages import bring, url

pytestmark = pytest.mark.django_db


def load(folder: Path, **cells: Any) -> ImportRun:
    row = simple_row(identifier=make_ice(1), **cells)
    return import_file(write_csv(folder / "f.csv", [row]), by=None, language="fr")


def test_a_latin_name_is_refused_as_the_arabic_one(as_delegate: Client) -> None:
    page = as_delegate.post(address("create"), form_data(name_ar="Argane du Sud"))
    assert "en lettres arabes" in page.content.decode()
    assert not Firm.objects.exists()


@pytest.mark.parametrize(
    "names",
    [
        {"name_ar": "أركان الجنوب"},
        {"name_ar": "أركان Sud 2"},
        {"name": "أركان الجنوب"},  # a firm may have an Arabic name alone
        {"name": "", "name_ar": "أركان الجنوب"},
        {"name_ar": ""},
    ],
)
def test_names_with_arabic_letters_are_taken(as_delegate: Client, names: dict[str, str]) -> None:
    assert as_delegate.post(address("create"), form_data(**names)).status_code == 302


def test_a_latin_name_in_the_arabic_column_is_kept_beside_the_name_and_said(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    """Readers of Arabic were shown it as the name of the firm in their language."""
    rows = [simple_row(name="Argane du Sud", name_ar="ARGANE SUD SARL")]
    bring(as_delegate, tmp_path, rows, region="09")
    page = as_delegate.get(url("run", ImportRun.objects.get().pk)).text
    assert "ARGANE SUD SARL\u00a0» n’est pas écrit en lettres arabes" in page
    assert load(tmp_path, name="Argane du Sud", name_ar="ARGANE SUD SARL").warnings == 1
    firm = Firm.objects.get()
    assert (firm.name, firm.name_ar) == ("Argane du Sud", "")
    assert firm.trade_names == "ARGANE SUD SARL"
    assert load(tmp_path, name="Argane du Sud", name_ar="ARGANE SUD SARL").unchanged == 1


def test_it_is_added_to_the_other_names_of_a_known_firm(data_folder: Path, tmp_path: Path) -> None:
    firm = make_firm(
        name="Argane du Sud", name_ar="أركان الجنوب", trade_names="Argana", identifier=make_ice(1)
    )
    assert load(tmp_path, name="Argane du Sud", name_ar="Arganasud").updated == 1
    firm.refresh_from_db()
    assert (firm.name_ar, firm.trade_names) == ("أركان الجنوب", "Argana\nArganasud")


def test_a_row_with_no_other_name_has_it_for_its_name(data_folder: Path, tmp_path: Path) -> None:
    assert load(tmp_path, name="", name_ar="Argane du Sud").created == 1
    firm = Firm.objects.get()
    assert (firm.name, firm.name_ar, firm.trade_names) == ("Argane du Sud", "", "")


def test_the_name_written_twice_stands_once(data_folder: Path, tmp_path: Path) -> None:
    load(tmp_path, name="Argane du Sud", name_ar="Argane du Sud")
    firm = Firm.objects.get()
    assert (firm.name, firm.name_ar, firm.trade_names) == ("Argane du Sud", "", "")
