"""From the result of an import to the firms that it wrote, and to no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from nasij.exporters.models import Firm
from nasij.intake.models import ImportRun
from nasij.reference.queries import region_by_code
from tests.factories import make_firm
from tests.rooms.intake.files import make_ice, simple_row, write_csv
from tests.rooms.intake.test_import_pages import bring, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(data_folder: Path, tmp_path: Path) -> ImportRun:
    """Of the whole country: one firm added, one changed, one as it was; a third was there."""
    from nasij.intake.acts import import_file

    make_firm(name="Dehors")
    make_firm(name="Changée", identifier=make_ice(2), activity="Bois")
    make_firm(name="Pareille", identifier=make_ice(3), activity="Cuir")
    rows = [
        simple_row(name="Neuve", identifier=make_ice(1)),
        simple_row(name="Changée", identifier=make_ice(2), activity="Cuir"),
        simple_row(name="Pareille", identifier=make_ice(3), activity="Cuir"),
    ]
    return import_file(write_csv(tmp_path / "f.csv", rows), by=None, language="fr")


def test_the_result_leads_to_the_firms_of_the_import_alone(
    as_secretariat: Client, written: ImportRun
) -> None:
    """It led to the whole registry, where the new ones cannot be told from the others."""
    assert (written.created, written.updated, written.unchanged) == (1, 1, 1)
    address = url("firms", written.pk)
    assert f'href="{address}"' in as_secretariat.get(url("run", written.pk)).text
    page = as_secretariat.get(address)
    told = [row[0].text for row in page.context["page"].table.rows]
    assert told == ["Changée", "Neuve"]
    assert "Dehors" not in page.text
    assert "n’y figurent pas" not in page.text


def test_firms_that_were_moved_out_of_reach_since_are_not_shown(
    as_delegate: Client, as_other_delegate: Client, written: ImportRun
) -> None:
    ImportRun.objects.update(region=region_by_code("09"))
    Firm.objects.filter(name="Neuve").update(region=region_by_code("01"))
    page = as_delegate.get(url("firms", written.pk)).text
    assert "Changée" in page
    assert "Neuve" not in page
    assert "n’y figurent pas" in page
    assert as_other_delegate.get(url("firms", written.pk)).status_code == 404


def test_an_import_that_wrote_nothing_offers_no_list(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    bring(as_delegate, tmp_path, [simple_row(name="", activity="sans nom")], region="09")
    run = ImportRun.objects.get()
    as_delegate.post(url("cancel", run.pk))
    assert url("firms", run.pk) not in as_delegate.get(url("run", run.pk)).text


def test_several_rows_are_the_same_as_in_the_registry(
    as_secretariat: Client, written: ImportRun
) -> None:
    assert "Identiques au registre" in as_secretariat.get(url("run", written.pk)).text


def test_what_is_said_of_the_reading_is_no_warning_beside_a_count_of_none(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    """It stood in the colour of warnings above “Avertissements 0”."""
    path = tmp_path / "g.csv"
    path.write_text(
        "Raison sociale;Région;Chose\nTissaliwine;Souss-Massa;Argan\n", encoding="utf-8"
    )
    with path.open("rb") as file:
        as_delegate.post(url("upload"), {"file": file, "region": "09"})
    run = ImportRun.objects.get()
    assert run.foreseen.counts["warnings"] == 0
    page = as_delegate.get(url("run", run.pk)).text
    assert "Chose" in page
    assert "notice--warn" not in page
