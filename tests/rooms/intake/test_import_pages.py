"""Bringing a file through the pages: preview, confirm, progress, result, rejects."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from nasij.accounts.models import Membership
from nasij.audit.models import Event
from nasij.exporters import cells
from nasij.exporters.fields import headings
from nasij.exporters.models import Firm
from nasij.files.child.answers import Limits
from nasij.files.errors import ColumnsMissing
from nasij.files.problems import CellRefused, RowProblem, reason, remedy
from nasij.files.remarks import letters_lost, note, said
from nasij.intake.acts import apply_import, check_import, confirm_import, import_file
from nasij.intake.acts.background import apply_in_background, check_in_background
from nasij.intake.enums import ImportState
from nasij.intake.errors import ImportSettled, TooManyRows
from nasij.intake.models import ImportRun
from nasij.intake.rows import preview as preview_of_rows
from nasij.intake.tables import runs_table
from nasij.reference.queries import region_by_code
from nasij.work.enums import JobState, Queue
from nasij.work.jobs import fail_lost_jobs, start_job
from nasij.work.models import Job
from nasij.work.queries import count_ahead
from tests.factories import make_firm
from tests.people import Cast
from tests.rooms.intake.files import make_ice, simple_row, write_csv

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"intake:{name}", args=args)


def some_rows() -> list[dict[str, Any]]:
    return [
        simple_row(name="Neuve", identifier=make_ice(1), employees="12"),
        simple_row(name="Changée", identifier=make_ice(2), activity="Cuir"),
        simple_row(name="Ailleurs", region="Oriental"),
        simple_row(name="Sans lieu", commune="Qsar Ghayb"),
        simple_row(name="", region="Souss-Massa", activity="sans nom"),
    ]


def bring(
    client: Client, folder: Path, rows: list[dict[str, Any]] | None = None, **data: Any
) -> Any:
    path = write_csv(folder / "f.csv", some_rows() if rows is None else rows)
    file = SimpleUploadedFile("adhérents.csv", path.read_bytes())
    return client.post(url("upload"), {"file": file, **data})


@pytest.fixture
def brought(as_delegate: Client, data_folder: Path, tmp_path: Path) -> ImportRun:
    make_firm(name="Changée", identifier=make_ice(2), activity="Bois", employees=3)
    response = bring(as_delegate, tmp_path, region="09")
    run = ImportRun.objects.get()
    assert response.headers["Location"] == url("run", run.pk)
    return run


def test_the_preview_shows_counts_and_the_fate_of_each_cell(
    as_delegate: Client, brought: ImportRun
) -> None:
    response = as_delegate.get(url("run", brought.pk))
    counts = {"read": 5, "created": 2, "updated": 1, "unchanged": 0, "rejected": 2, "warnings": 1}
    assert brought.preview["counts"] == counts
    fates = {
        row["cells"]["name"]["value"]: {key: cell["fate"] for key, cell in row["cells"].items()}
        for row in brought.preview["rows"]
    }
    assert fates["Neuve"]["employees"] == "new"
    assert (fates["Changée"]["identifier"], fates["Changée"]["activity"]) == ("same", "changed")
    assert fates["Ailleurs"]["region"] == "error"
    assert fates["Sans lieu"]["commune"] == "warning"
    assert fates[""]["name"] == "error"
    assert "Bois" in response.text
    assert "que vous pouvez corriger" in response.text
    assert Firm.objects.count() == 1


@pytest.mark.parametrize("damage", [[], {"rows": [1]}, {"counts": {"read": "many"}}])
def test_a_damaged_preview_is_told(as_delegate: Client, brought: ImportRun, damage: Any) -> None:
    ImportRun.objects.update(preview=damage)
    page = as_delegate.get(url("run", brought.pk))
    assert page.status_code == 200
    assert "L’aperçu de ce fichier est endommagé" in page.text


def test_damaged_words_of_headings_are_passed_over(
    as_delegate: Client, brought: ImportRun, tmp_path: Path
) -> None:
    ImportRun.objects.update(columns=[1])
    assert as_delegate.get(url("run", brought.pk)).status_code == 200
    assert bring(as_delegate, tmp_path, region="09").status_code == 302


def test_confirming_writes_in_the_background_and_shows_the_result(
    as_delegate: Client, brought: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = as_delegate.post(url("confirm", brought.pk))
    assert response.headers["Location"] == url("run", brought.pk)
    brought.refresh_from_db()
    assert brought.state == ImportState.FINISHED
    assert Firm.objects.count() == 3
    page = as_delegate.get(url("run", brought.pk)).content.decode()
    assert "Ailleurs" not in page  # the value at fault is shown, not the whole row
    assert "Oriental" in page


def test_warnings_past_the_shown_ones_are_in_a_file_that_is_offered(
    as_delegate: Client, data_folder: Path, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    bring(as_delegate, tmp_path, [simple_row(name="Sans lieu", commune="Qsar Ghayb")], region="09")
    run = ImportRun.objects.get()
    assert "que vous pouvez corriger" not in as_delegate.get(url("run", run.pk)).text
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("confirm", run.pk))
    run.refresh_from_db()
    assert (run.rejected, run.warnings) == (0, 1)
    assert url("rejects", run.pk) in as_delegate.get(url("run", run.pk)).text
    response: Any = as_delegate.get(url("rejects", run.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    response.close()
    assert "Qsar Ghayb" in book.get_sheet_by_index(1).to_python()[1]


@pytest.mark.parametrize(
    ("rows", "offered"),
    [
        (
            [{"region": "Atlantide"}, {"commune": "Qsar Ghayb"}],
            "les lignes rejetées et les avertissements",
        ),
        ([{"region": "Atlantide"}, {}], "les lignes rejetées"),
        ([{"commune": "Qsar Ghayb"}], "les avertissements"),
    ],
)
def test_the_file_of_an_import_is_offered_by_all_that_it_holds(
    rows: list[dict[str, str]], offered: str, as_delegate: Client, data_folder: Path,
    tmp_path: Path, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    given = [simple_row(name=f"Firme {number}", **row) for number, row in enumerate(rows)]
    bring(as_delegate, tmp_path, given, region="09")
    run = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("confirm", run.pk))
    page = as_delegate.get(url("run", run.pk)).text
    assert re.search(rf">\s*Télécharger {offered}\s*<", page)


def test_the_progress_page_reads_without_script_and_the_state_is_json(
    as_delegate: Client, brought: ImportRun
) -> None:
    as_delegate.post(url("confirm", brought.pk))
    page = as_delegate.get(url("run", brought.pk)).content.decode()
    assert "<progress" in page
    assert url("state", brought.pk) in page
    state = as_delegate.get(url("state", brought.pk)).json()
    assert (state["done"], state["total"], state["state"]) == (0, 5, "running")


def test_rejects_are_those_written_in_the_language_of_who_confirmed(
    as_delegate: Client, brought: ImportRun, django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert as_delegate.get(url("rejects", brought.pk)).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(f"/ar/intake/{brought.pk}/confirm/")
    monkeypatch.delattr("nasij.files.opening._ask_child")  # no file is read for a download
    response: Any = as_delegate.get(url("rejects", brought.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    response.close()
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 3
    assert rows[1][1] == "Ailleurs"
    with translation.override("ar"):
        assert rows[0][: len(headings())] == list(headings())


def test_a_cancelled_import_writes_nothing_and_cannot_be_confirmed(
    as_delegate: Client, brought: ImportRun
) -> None:
    as_delegate.post(url("cancel", brought.pk))
    as_delegate.post(url("confirm", brought.pk))
    brought.refresh_from_db()
    assert brought.state == ImportState.CANCELLED
    page = as_delegate.get(url("run", brought.pk)).text
    assert "Entreprises nouvelles" not in page  # nothing was written: nothing is counted
    assert "Le fichier entier" not in page
    ((*_told, rows, rejected, _state),) = runs_table([brought]).rows
    assert (rows, rejected) == (None, None)
    assert as_delegate.get(url("rejects", brought.pk)).status_code == 404
    assert Firm.objects.count() == 1
    assert "rien n’a été écrit" in page
    # An erasure cancels one that had stopped on its way: what it wrote before stays.
    brought.created, brought.rows_done = 2, 3
    brought.save()
    page = as_delegate.get(url("run", brought.pk)).text
    assert "annulée à la ligne 3 sur 5" in page
    assert "rien n’a été écrit" not in page


def test_a_run_that_stopped_can_be_taken_up(
    as_delegate: Client, brought: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    as_delegate.post(url("confirm", brought.pk))
    Job.objects.update(state=JobState.FAILED, message="disque plein")
    assert "disque plein" in as_delegate.get(url("run", brought.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("confirm", brought.pk))
    brought.refresh_from_db()
    assert brought.state == ImportState.FINISHED


def test_a_run_whose_process_was_killed_can_be_taken_up(
    as_delegate: Client, brought: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    as_delegate.post(url("confirm", brought.pk))  # and no worker takes it
    as_delegate.post(url("confirm", brought.pk))
    brought.refresh_from_db()
    assert brought.state == ImportState.RUNNING
    assert not brought.has_stopped
    Job.objects.update(state=JobState.RUNNING)
    fail_lost_jobs(Queue.FILES)  # the next worker
    page = as_delegate.get(url("run", brought.pk)).content.decode()
    assert "le serveur a été arrêté" in page
    assert "Rien n’a été gardé" not in page  # rows written before stay written
    assert as_delegate.get(url("state", brought.pk)).json()["state"] == "failed"
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("confirm", brought.pk))
    brought.refresh_from_db()
    assert brought.state == ImportState.FINISHED


@pytest.fixture
def large(
    as_delegate: Client, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ImportRun:
    """A file of five rows where two are foreseen at once; no worker has looked at the others."""
    monkeypatch.setattr("nasij.intake.rows.preview.CHUNK", 2)
    monkeypatch.setattr("nasij.intake.acts.imports.AT_ONCE", 2)
    bring(as_delegate, tmp_path, region="09")
    return ImportRun.objects.get()


def test_the_first_rows_of_a_large_file_are_shown_at_once(
    as_delegate: Client, large: ImportRun
) -> None:
    assert (large.state, large.preview["counts"]["read"]) == (ImportState.CHECKING, 2)
    page = as_delegate.get(url("run", large.pk)).content.decode()
    assert "Neuve" in page
    assert url("confirm", large.pk) not in page
    assert f'data-job="{url("state", large.pk)}"' in page
    as_delegate.post(url("confirm", large.pk))
    large.refresh_from_db()
    assert (large.state, Firm.objects.count()) == (ImportState.CHECKING, 0)


def test_a_large_file_is_checked_whole_in_the_background(
    as_delegate: Client, large: ImportRun
) -> None:
    check_import(run=large)
    large.refresh_from_db()
    assert (large.state, large.foreseen.complete, large.rows_done) == (
        ImportState.PREVIEWED,
        True,
        0,
    )
    assert large.preview["counts"] == {
        "read": 5, "created": 3, "updated": 0, "unchanged": 0, "rejected": 2, "warnings": 1,
    }  # fmt: skip
    assert as_delegate.get(url("state", large.pk)).json()["state"] == "done"
    assert url("confirm", large.pk) in as_delegate.get(url("run", large.pk)).content.decode()


def test_a_check_tells_how_far_it_is_and_stops_when_the_import_is_cancelled(
    as_delegate: Client, large: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    plan = preview_of_rows.plan

    def cancels_in_the_second_chunk(*args: Any, **options: Any) -> Any:
        job = Job.objects.get()
        told.append((job.done, job.total))
        if len(told) == 2:
            as_delegate.post(url("cancel", large.pk))
        return plan(*args, **options)

    monkeypatch.setattr(preview_of_rows, "plan", cancels_in_the_second_chunk)
    monkeypatch.setattr("nasij.work.jobs.EVERY", 0)
    assert large.job is not None
    check_in_background.call(large.job.pk, large.pk)
    assert told == [(0, 0), (2, 5)]
    large.refresh_from_db()
    assert (large.state, large.foreseen.complete) == (ImportState.CANCELLED, False)
    assert "terminée ou annulée" in Job.objects.get().message["fr"]


def test_a_check_whose_process_was_killed_can_be_begun_again(
    as_delegate: Client, large: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    as_delegate.post(url("check", large.pk))  # it is at work, as far as anybody knows
    assert ImportRun.objects.get().state == ImportState.CHECKING
    Job.objects.update(state=JobState.RUNNING)
    fail_lost_jobs(Queue.FILES)
    assert url("check", large.pk) in as_delegate.get(url("run", large.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("check", large.pk))
    assert ImportRun.objects.get().state == ImportState.PREVIEWED


def test_a_check_that_failed_says_why_and_can_be_begun_again(
    as_delegate: Client, large: ImportRun, data_folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    path = data_folder / large.file_path
    away = path.rename(path.with_suffix(".away"))
    assert large.job is not None
    check_in_background.call(large.job.pk, large.pk)
    page = as_delegate.get(url("run", large.pk)).content.decode()
    assert "rapportez-le" in page or "n’est plus là" in page
    assert url("check", large.pk) in page
    assert "en cours de vérification" not in page
    away.rename(path)
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("check", large.pk))
    assert ImportRun.objects.get().state == ImportState.PREVIEWED


def test_a_check_that_never_ends_is_stopped_and_says_so(
    as_delegate: Client, large: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert large.job is not None
    with monkeypatch.context() as patch:
        patch.setattr("nasij.intake.acts.checking._LONGEST", -1.0)
        check_in_background.call(large.job.pk, large.pk)
    large.refresh_from_db()
    assert (large.state, large.has_stopped) == (ImportState.CHECKING, True)
    assert "a été arrêtée" in Job.objects.get().message["fr"]
    assert url("check", large.pk) in as_delegate.get(url("run", large.pk)).content.decode()


@pytest.mark.parametrize("person", ["analyst", "partner"])
@pytest.mark.parametrize("name", ["upload", "template"])
def test_who_sees_no_firm_brings_none(cast: Cast, person: str, name: str) -> None:
    assert cast.client(person).get(url(name)).status_code == 403


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_for_a_file_reads_in_three_languages(
    as_secretariat: Client, language: str
) -> None:
    assert as_secretariat.get(f"/{language}/intake/").status_code == 200


@pytest.mark.parametrize("name", ["run", "state", "rejects"])
def test_an_import_of_another_region_is_not_found(
    as_other_delegate: Client, brought: ImportRun, name: str
) -> None:
    assert as_other_delegate.get(url(name, brought.pk)).status_code == 404
    assert as_other_delegate.post(url("confirm", brought.pk)).status_code == 404


def test_a_delegate_cannot_ask_for_another_region(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    assert bring(as_delegate, tmp_path, region="01").status_code == 200
    assert not ImportRun.objects.exists()


def test_the_secretariat_imports_every_region(
    as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    bring(as_secretariat, tmp_path, region="")
    assert ImportRun.objects.get().preview["counts"]["created"] == 4


def test_a_file_that_is_no_spreadsheet_is_refused_on_the_page(
    as_delegate: Client, data_folder: Path
) -> None:
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.7")
    response = as_delegate.post(url("upload"), {"file": file, "region": "09"})
    assert "scan.pdf" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_unknown_headings_can_be_named_and_are_remembered(
    as_delegate: Client, data_folder: Path
) -> None:
    content = b"Exploitant;Zone\nTissaliwine;Souss-Massa\n"
    first = as_delegate.post(
        url("upload"), {"file": SimpleUploadedFile("f.csv", content), "region": "09"}
    )
    assert first.context["headings"].headings == ["Exploitant", "Zone"]
    as_delegate.post(
        url("upload"),
        {
            "file": SimpleUploadedFile("f.csv", content),
            "region": "09",
            "heading": ["Exploitant", "Zone"],
            "heading_0": "name",
            "heading_1": "region",
        },
    )
    assert ImportRun.objects.get().preview["counts"]["created"] == 1
    (event,) = Event.objects.filter(verb__startswith="intake.")
    assert event.after["columns"] == {"Exploitant": "name", "Zone": "region"}
    as_delegate.post(url("upload"), {"file": SimpleUploadedFile("g.csv", content), "region": "09"})
    assert ImportRun.objects.count() == 2


def test_what_one_person_says_of_headings_changes_nobody_elses_files(
    as_delegate: Client, as_other_delegate: Client, data_folder: Path
) -> None:
    """One delegate's “Contact” was the name of the firms of every region, for good."""
    content = b"Exploitant;Ville\nTissaliwine;Agadir\n"
    named = {"heading": ["Exploitant", "Ville"], "heading_0": "name", "heading_1": ""}
    file = SimpleUploadedFile("f.csv", content)
    as_delegate.post(url("upload"), {"file": file, "region": "09", **named})
    assert ImportRun.objects.get().preview["counts"]["created"] == 1
    file = SimpleUploadedFile("f.csv", content)
    page = as_other_delegate.post(url("upload"), {"file": file, "region": "01"})
    assert "Exploitant" in page.context["headings"].headings
    assert ImportRun.objects.count() == 1


def test_only_who_brought_a_file_says_what_its_headings_mean(
    as_delegate: Client, as_secretariat: Client, data_folder: Path
) -> None:
    """Said by another, it was remembered for the next files of the first."""
    content = "Raison sociale;Région;Chose\nTissaliwine;Souss-Massa;Argan\n"
    file = SimpleUploadedFile("f.csv", content.encode())
    as_delegate.post(url("upload"), {"file": file, "region": "09"})
    run = ImportRun.objects.get()
    assert as_secretariat.get(url("run", run.pk)).context["headings"].headings == []
    as_secretariat.post(url("headings", run.pk), {"heading_0": "activity"})
    run.refresh_from_db()
    assert run.columns == {}


def test_what_was_said_of_a_heading_gives_way_to_what_is_known_and_can_be_taken_back(
    as_delegate: Client, data_folder: Path
) -> None:
    said = {"heading": ["Exploitant", "Raison sociale"], "heading_0": "name", "heading_1": "email"}
    for heading in ("Raison sociale", "Nom"):
        content = f"Exploitant;Région;{heading}\nKarim;Souss-Massa;Tissaliwine\n"
        file = SimpleUploadedFile("f.csv", content.encode())
        as_delegate.post(url("upload"), {"file": file, "region": "09", **said})
    sure, weak = ImportRun.objects.order_by("pk")
    assert sure.foreseen.columns["name"] == "Raison sociale"
    assert weak.foreseen.columns["name"] == "Exploitant"
    page = as_delegate.get(url("run", weak.pk))
    assert [field.value() for field in page.context["headings"]] == ["name"]
    as_delegate.post(url("headings", weak.pk), {"heading_0": ""})
    weak.refresh_from_db()
    assert weak.foreseen.columns["name"] == "Nom"


def test_a_heading_explained_like_another_can_still_be_explained_otherwise(
    as_delegate: Client, data_folder: Path
) -> None:
    """Of two columns that say the same the second was neither left out nor read: it was lost."""
    content = b"Raison sociale;Chose une;Chose deux\nTissaliwine;Argan;Agadir\n"
    said = {"heading": ["Chose une", "Chose deux"], "heading_0": "activity"}
    file = SimpleUploadedFile("f.csv", content)
    as_delegate.post(url("upload"), {"file": file, "region": "09", **said, "heading_1": "activity"})
    page = as_delegate.get(url("run", ImportRun.objects.get().pk))
    assert page.context["headings"].headings == ["Chose une", "Chose deux"]


def test_a_long_heading_that_stands_there_twice_is_asked_for_once(
    as_delegate: Client, data_folder: Path
) -> None:
    """Of two fields alike, the one left empty undid the other; and a heading was asked for by its
    first letters alone, which named nothing."""
    long = "Exploitant tel qu’il est inscrit au registre " + "local " * 20
    content = f"{long}un;Zone;{long}deux\nTissaliwine;Souss-Massa;\n".encode()
    asked = {"file": SimpleUploadedFile("f.csv", content), "region": "09"}
    headings = as_delegate.post(url("upload"), asked).context["headings"].headings
    assert len(headings) == 2
    named = {"heading": headings, "heading_0": "name", "heading_1": "region"}
    as_delegate.post(
        url("upload"), {**asked, "file": SimpleUploadedFile("f.csv", content), **named}
    )
    assert ImportRun.objects.get().preview["counts"]["created"] == 1


def test_of_a_refused_file_no_heading_is_remembered(as_delegate: Client, data_folder: Path) -> None:
    content = SimpleUploadedFile("f.csv", b"Chiffre;Zone\n12;Souss-Massa\n")
    named = {"heading": ["Chiffre", "Zone"], "heading_0": "", "heading_1": "region"}
    page = as_delegate.post(url("upload"), {"file": content, "region": "09", **named})
    assert not ImportRun.objects.exists()
    assert not Event.objects.filter(verb__startswith="intake.").exists()
    # What was said is on the page again.
    assert [field.value() for field in page.context["headings"]] == ["", "region"]


def without_region(client: Client, content: str, region: str = "09") -> Any:
    file = SimpleUploadedFile("f.csv", content.encode())
    return client.post(url("upload"), {"file": file, "region": region}, follow=True)


def test_who_may_write_in_one_region_need_not_say_it_in_the_file(
    as_delegate: Client, data_folder: Path
) -> None:
    assert "Souss-Massa" in as_delegate.get(url("upload")).content.decode()
    lines = "Raison sociale;Commune\nTissaliwine;Agadir\nAilleurs;Oujda\n;Agadir\n"
    page = without_region(as_delegate, lines).content.decode()
    assert "n’a pas de colonne de régions" in page
    assert "Souss-Massa" in page
    run = ImportRun.objects.get()
    assert (run.foreseen.counts["created"], run.foreseen.counts["rejected"]) == (1, 2)
    confirm_import(run=run, by=None)
    apply_import(run=run, by=None)
    firm = Firm.objects.get()
    assert (firm.region.code, firm.commune is not None) == ("09", True)
    problem = run.problems.get(column="commune")
    assert problem.code == "region_not_yours"
    # The rejects, corrected, can be brought back: they say the region.
    answer = as_delegate.get(url("rejects", run.pk))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    heads, *rows = sheet.to_python()
    assert {row[heads.index("Région")] for row in rows} == {"Souss-Massa"}


@pytest.mark.parametrize("line", ["Atlas;SARL;Agadir", "Atlas;Coopérative;Agadir"])
def test_a_line_of_a_firm_is_not_taken_for_the_headings(
    as_delegate: Client, data_folder: Path, line: str
) -> None:
    without_region(as_delegate, f"{line}\nTissa;SARL;Tiznit\n")
    assert not ImportRun.objects.exists()


def test_no_region_is_asked_of_who_need_not_say_it(as_delegate: Client, data_folder: Path) -> None:
    """With one heading that is understood, the line may be a firm; any other column tells."""
    for heading, kept in (("product", 0), ("commune", 1)):
        content = f"firm;{heading}\nCoopérative Argane;Agadir\n".encode()
        file = SimpleUploadedFile("x.csv", content)
        page = as_delegate.post(url("upload"), {"file": file, "region": "09"})
        assert ImportRun.objects.count() == kept
        if not kept:
            told = page.content.decode()
            assert "x.csv ces colonnes" in told
            assert "ces colonnes\u00a0: Région" not in told
            assert "une autre colonne du modèle" in told


def test_a_sheet_without_regions_beside_one_with_them_is_not_read(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, rows in (
            ("Firmes", [("Nom", "Région"), ("Tissaliwine", "Souss-Massa")]),
            ("Contacts", [("Nom", "Téléphone"), ("M. Alaoui", "0661234567")]),
        ):
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    file = SimpleUploadedFile("f.xlsx", path.read_bytes())
    as_delegate.post(url("upload"), {"file": file, "region": "09"})
    assert ImportRun.objects.get().foreseen.counts["read"] == 1


def test_who_may_write_in_several_regions_is_asked(
    as_delegate: Client, as_secretariat: Client, cast: Cast, data_folder: Path
) -> None:
    Membership.objects.create(
        user=cast.delegate,
        role="delegate",
        region=region_by_code("01"),
        starts_on=date(2020, 1, 1),
    )
    for client, region in ((as_delegate, "09"), (as_secretariat, "")):
        page = without_region(client, "Raison sociale;Commune\nTissaliwine;Agadir\n", region)
        assert "Région" in page.context["form"].errors["file"][0]
    assert not ImportRun.objects.exists()


def test_a_column_left_out_can_be_named_on_the_preview(
    as_delegate: Client, data_folder: Path
) -> None:
    content = b"name;region;Metier\nTissaliwine;Souss-Massa;Huiles\n"
    file = SimpleUploadedFile("f.csv", content)
    as_delegate.post(url("upload"), {"file": file, "region": "09"})
    run = ImportRun.objects.get()
    assert run.preview["ignored"] == ["Metier"]
    as_delegate.post(url("headings", run.pk), {"heading_0": "activity"})
    run.refresh_from_db()
    assert run.preview["rows"][0]["cells"]["activity"]["value"] == "Huiles"


def test_the_pages_read_in_three_languages(as_delegate: Client, brought: ImportRun) -> None:
    states = [ImportState.PREVIEWED, ImportState.RUNNING, ImportState.CANCELLED]
    for state in states:
        ImportRun.objects.update(state=state)
        for language in ("fr", "ar", "en"):
            page = as_delegate.get(f"/{language}/intake/{brought.pk}/")
            assert page.status_code == 200


def test_the_template_is_given_in_two_formats(cast: Cast) -> None:
    client = cast.client("delegate")
    for query, name in (("", "registry.xlsx"), ("?format=csv", "registry.csv")):
        response = client.get(url("template") + query)
        response.close()
        assert name in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ("3 avril 2015", "écrit : 03/04/2015", "le jour a été lu en premier", "1 240")),
        ("ar", ("3 أبريل 2015", "+212 6 61 23 45 67", "سوس-ماسة", "1.240")),
        ("en", ("3 April 2015", "+212 6 61 23 45 67", "written: 0661234567", "1,240")),
    ],
)
def test_the_preview_shows_what_was_understood_beside_what_is_written(
    as_secretariat: Client, data_folder: Path, tmp_path: Path, language: str, told: tuple[str, ...]
) -> None:
    """It once showed the cells of the file back: nobody saw that 03/04 had become April."""
    row = simple_row(
        name="Deux lectures", founded_on="03/04/2015", phone="0661234567", employees="1240"
    )
    bring(as_secretariat, tmp_path, [row, simple_row(name="Une seule", founded_on="23/04/2015")])
    run = ImportRun.objects.get()
    page = as_secretariat.get(f"/{language}/intake/{run.pk}/").content.decode()
    page = page.replace("\u00a0", " ").replace("\u202f", " ")
    assert [words for words in told if words not in page] == []
    assert page.count("03/04/2015") >= 2  # in its cell, and in the remark on the file


def test_a_date_with_the_month_first_casts_doubt_on_the_others(
    as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    rows = [simple_row(name=f"Firme {day}", founded_on=day) for day in ("03/04/2015", "04/13/2015")]
    bring(as_secretariat, tmp_path, rows)
    notes = ImportRun.objects.get().preview["notes"]
    assert [note["values"]["month_first"] for note in notes] == ["04/13/2015"]


def test_dates_that_read_one_way_only_need_no_remark(
    as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    days = ("23/04/2015", "04/04/2015", "2015-03-04", "3 avril 2015", "2015")
    bring(
        as_secretariat,
        tmp_path,
        [simple_row(name=f"Firme {n}", founded_on=d) for n, d in enumerate(days)],
    )
    assert ImportRun.objects.get().preview["notes"] == []


def test_changed_rows_come_first_and_what_is_not_shown_is_counted(
    as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    """Of a long file the one row that wrote over a firm was not among those shown."""
    make_firm(name="Existante", identifier=make_ice(50), employees=7)
    rows = [simple_row(name=f"Neuve {n}", identifier=make_ice(n)) for n in range(1, 16)]
    changed = simple_row(name="Existante", identifier=make_ice(50), employees="12")
    bring(as_secretariat, tmp_path, [*rows, changed])
    run = ImportRun.objects.get()
    assert [row.line for row in run.foreseen.rows] == [17, *range(2, 10)]
    page = as_secretariat.get(f"/fr/intake/{run.pk}/").content.decode().replace("\u00a0", " ")
    assert "Lignes non affichées ici : 7 sur 16 (modifiées : 0)." in page


def test_the_preview_shows_nothing_where_nothing_is_kept(
    as_secretariat: Client, data_folder: Path, tmp_path: Path
) -> None:
    """It showed “--” as if that were the name."""
    row = simple_row(name_ar="--", activity="\ufffd???", commune="Qsar Ghayb")
    bring(as_secretariat, tmp_path, [row, simple_row(name="Ailleurs", region="Atlantide")])
    page = as_secretariat.get(f"/fr/intake/{ImportRun.objects.get().pk}/").content.decode()
    cells = re.findall(r"<td.*?</td>", page.replace("\u00a0", " "), re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    for written in ("--", "\ufffd???", "Qsar Ghayb"):
        assert f"– écrit : {written}" in told
    assert "Atlantide" in told


@pytest.mark.parametrize("written", ["03/2015", "mars-15"])
def test_a_month_that_became_its_first_day_is_said(
    as_secretariat: Client, data_folder: Path, tmp_path: Path, written: str
) -> None:
    bring(as_secretariat, tmp_path, [simple_row(founded_on=written)])
    notes = ImportRun.objects.get().preview["notes"]
    assert [(note["code"], note["values"]["example"]) for note in notes] == [
        ("days_unsaid", written)
    ]
    with translation.override("fr"):
        assert "1er mars 2015" in said(notes[0])


def test_a_reason_that_begins_with_a_latin_value_reads_in_arabic(
    as_delegate: Client, brought: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    preview = as_delegate.get(f"/ar/intake/{brought.pk}/").content.decode()
    assert "\u2068Qsar Ghayb\u2069" in preview
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("confirm", brought.pk))
    result = as_delegate.get(f"/ar/intake/{brought.pk}/").content.decode()
    for page in (preview, result):
        assert not re.search(r"<bdi>[^<]*\u2068", page)


def test_a_row_is_shown_once_on_the_preview(as_delegate: Client, brought: ImportRun) -> None:
    """Rows that need a look once came back among the first rows of the file."""
    page = as_delegate.get(url("run", brought.pk)).content.decode()
    assert page.count("<bdi>Ailleurs</bdi>") + page.count(">Ailleurs</span>") == 1
    assert "Autres lignes du fichier" in page
    assert "Premières lignes" not in page


def test_a_file_of_troubled_rows_has_one_table(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    bring(as_delegate, tmp_path, [simple_row(name="Ailleurs", region="Oriental")], region="09")
    page = as_delegate.get(url("run", ImportRun.objects.get().pk)).content.decode()
    assert page.count("<table") == 1
    assert "Inscrire ces entreprises" not in page  # there are none
    assert "corrigez-les et déposez" in page
    assert "Obtenir les lignes rejetées" in page


def test_remarks_on_a_file_are_a_list(as_delegate: Client, brought: ImportRun) -> None:
    note = {"code": "x", "template": "One.", "values": {}, "text": "One."}
    brought.preview["notes"] = [note, {**note, "template": "Two."}]
    brought.save(update_fields=["preview"])
    page = as_delegate.get(f"/en/intake/{brought.pk}/").content.decode()
    assert re.search(r"<li><bdi>One.</bdi></li>\s*<li><bdi>Two.</bdi></li>", page)


def test_a_remark_of_one_cell_is_in_the_singular() -> None:
    with translation.override("fr"):
        one = said(letters_lost(1, [12]))
        two = said(letters_lost(2, [12, 15]))
    assert "Une cellule a perdu ses lettres, à la ligne 12," in one
    assert "aux lignes 12, 15" in two


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("fr", "1 234 567,5 · 2024 · 3 054 · 91 %"),
        ("ar", "1.234.567,5 · 2024 · 3.054 · 91%"),
        ("en", "1,234,567.5 · 2024 · 3,054 · 91%"),
    ],
)
def test_numbers_of_a_remark_are_written_as_the_reader_does(language: str, numbers: str) -> None:
    """“sur 3054” stood beside “3 054”."""
    values = {"value": 1_234_567.5, "year": 2024, "count": 3054, "share": 0.91}
    remark = note("x", "%(value)s · %(year)s · %(count)s · %(share)s", **values)
    with translation.override(language):
        found = said(remark).replace("\u00a0", " ")
    assert re.sub("[\u2066-\u2069\u200e]", "", found) == numbers


KEPT = re.compile(
    "conservé|gardé|kept|حُفظ|احتُفظ|الاحتفاظ|its end was left out|fin a été coupée|حُذفت نهايته"
)
OF_THE_REGISTRY = {  # what stays is what the registry has, whatever becomes of the row
    RowProblem.IDENTIFIER_KEPT,
    RowProblem.REGION_KEPT,
}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_problem_says_that_the_row_was_kept(language: str) -> None:
    """It may be refused for another cell."""
    details = {"length": 15, "others": "1", "heading": "1", "known": "1", "region": "1"}
    details |= {"line": 1, "count": 2, "day": "1", "number": "1", "limit": 2, "year": 1}
    details |= {"candidates": "1", "name": "1", "choices": ["1"]}
    with translation.override(language):
        told = {
            code: f"{reason(code, 'x', details)} {remedy(code)}"
            for code in RowProblem
            if code not in OF_THE_REGISTRY
        }
    assert not {code: text for code, text in told.items() if KEPT.search(text)}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_problem_of_a_row_says_what_helps(language: str) -> None:
    with translation.override(language):
        assert [code for code in RowProblem if not remedy(code)] == []
        helps = {remedy(code) for code in RowProblem}
        dates = remedy(RowProblem.DATE_UNREADABLE)
    assert "31/12/2014" in dates
    assert not any("{" in text or "%(" in text for text in helps)


def test_a_preview_says_what_to_write(
    as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    """It said of a date that it was none, and no more."""
    rows = [simple_row(founded_on="12/31/2014"), simple_row(name="B", status="peut-être")]
    bring(as_delegate, tmp_path, rows, region="09")
    page = unescape(as_delegate.get(url("run", ImportRun.objects.get().pk)).text)
    page = re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", page)
    assert "n’est pas une date. Écrivez-la comme 31/12/2014 ou 2014-12-31." in page
    assert "Choisissez dans cette liste" in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_short_value_of_a_file_is_not_cut_at_its_hyphens(
    language: str, as_delegate: Client, data_folder: Path, tmp_path: Path
) -> None:
    """“-1905” stood at the end of one line, and “06-27 (2005)” on the next."""
    long = "-".join(["12"] * 60)
    bring(
        as_delegate, tmp_path, [simple_row(founded_on="1905-06-27 (2005)", phone=long)], region="09"
    )
    page = as_delegate.get(f"/{language}/intake/{ImportRun.objects.get().pk}/").text
    assert re.search(r'<span class="nowrap">\W*1905-06-27</span> \(2005\)', page)
    assert "12-12" not in "".join(re.findall('<span class="nowrap">(.*?)</span>', page))


def rejects_of(client: Client, run: ImportRun) -> list[list[Any]]:
    response: Any = client.get(url("rejects", run.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    response.close()
    return book.get_sheet_by_index(0).to_python()


def test_rejected_rows_keep_the_columns_that_were_not_read(
    as_delegate: Client, data_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """And what a file of rejects says of its rows is not kept when it comes back."""
    text = "Nom;Région;Remarque;Remarque;Valeur\nAilleurs;Oriental;à rappeler;demain;12\n"
    found = []
    file = SimpleUploadedFile("f.csv", text.encode())
    for _turn in range(2):
        as_delegate.post(url("upload"), {"file": file, "region": "09"})
        run = ImportRun.objects.order_by("-id")[0]
        with django_capture_on_commit_callbacks(execute=True):
            as_delegate.post(url("confirm", run.pk))
        rows = rejects_of(as_delegate, run)
        found.append(rows)
        lines = "\n".join(";".join(str(cell) for cell in row) for row in rows)
        file = SimpleUploadedFile("rejects.csv", lines.encode())
    headings, row = found[0]
    told = list(zip(headings, row, strict=True))
    assert [cell for heading, cell in told if heading == "Remarque"] == ["à rappeler", "demain"]
    assert ("Valeur", "12") in told
    assert found[1] == found[0]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("SARL AU", "company"),
        ("Société coopérative", "cooperative"),
        ("تعاونية", "cooperative"),
        ("Sole trader", "sole"),
        ("شخص ذاتي أو مقاول فردي", "sole"),
        ("GIE", "group"),
        ("inconnue", None),
        ("", None),
    ],
)
def test_a_legal_form_is_read_by_its_words(written: str, form: str | None) -> None:
    assert cells.legal_form(written) == form


def test_a_legal_form_that_is_none_is_refused() -> None:
    with pytest.raises(CellRefused) as refused:
        cells.legal_form("à voir")
    assert refused.value.code == RowProblem.LEGAL_FORM_UNKNOWN


SMALL = Limits(seconds=5, unpacked=200)


def test_a_file_too_large_for_a_page_is_read_in_the_background(
    as_delegate: Client, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It held the page for up to two minutes, and was then said to take too long."""
    monkeypatch.setattr("nasij.intake.rows.headings.AT_UPLOAD", SMALL)
    bring(as_delegate, tmp_path, region="09")
    run = ImportRun.objects.get()
    assert (run.state, run.foreseen.columns) == (ImportState.CHECKING, {})
    page = as_delegate.get(url("run", run.pk)).content.decode()
    assert "pas de colonne de régions" not in page  # nobody has looked yet
    check_import(run=run)
    run.refresh_from_db()
    assert (run.state, run.preview["counts"]["read"]) == (ImportState.PREVIEWED, 5)


@pytest.fixture
def unseen(
    as_delegate: Client, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ImportRun:
    """A file too large for a page: nobody has seen a row of it."""
    monkeypatch.setattr("nasij.intake.rows.headings.AT_UPLOAD", SMALL)
    bring(as_delegate, tmp_path, region="09")
    return ImportRun.objects.get()


def check_refused(run: ImportRun, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the background, by a reader that answers so."""
    answer = {"refused": reason, "values": {}}
    assert run.job is not None
    with monkeypatch.context() as patch:
        patch.setattr("nasij.files.opening._ask_child", lambda *given, **named: answer)
        check_in_background.call(run.job.pk, run.pk)
    run.refresh_from_db()


@pytest.mark.parametrize("reason", ["cut", "too_slow", "too_much_memory"])
def test_a_file_that_its_check_refuses_unseen_is_not_kept_and_the_page_says_so(
    as_delegate: Client, unseen: ImportRun, data_folder: Path, reason: str,
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """It was “being checked” for ever, and its hostile file stayed among the kept ones."""
    with django_capture_on_commit_callbacks(execute=True):
        check_refused(unseen, reason, monkeypatch)
    assert (unseen.state, unseen.preview) == ("refused", {})
    assert not (data_folder / unseen.file_path).exists()
    page = as_delegate.get(url("run", unseen.pk)).content.decode()
    assert "le fichier n’a pas été conservé" in page
    assert unseen.file_name in Job.objects.get().message["fr"]
    assert Job.objects.get().outcome.split(".")[0] in unescape(page)
    assert url("check", unseen.pk) not in page
    assert as_delegate.get(url("state", unseen.pk)).json()["state"] == "failed"
    assert "Inutilisable" in as_delegate.get(url("upload")).content.decode()
    as_delegate.post(url("check", unseen.pk))
    as_delegate.post(url("cancel", unseen.pk))
    unseen.refresh_from_db()
    assert unseen.state == "refused"


@pytest.mark.parametrize("reason", ["busy", "failed"])
def test_a_check_that_failed_for_the_moment_keeps_its_file_and_can_be_given_up(
    as_delegate: Client, unseen: ImportRun, data_folder: Path, reason: str,
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    check_refused(unseen, reason, monkeypatch)
    assert (unseen.state, unseen.has_stopped) == (ImportState.CHECKING, True)
    assert (data_folder / unseen.file_path).exists()
    page = as_delegate.get(url("run", unseen.pk)).content.decode()
    assert url("check", unseen.pk) in page
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(url("cancel", unseen.pk))
    unseen.refresh_from_db()
    assert unseen.state == ImportState.CANCELLED
    assert not (data_folder / unseen.file_path).exists()


def test_a_file_whose_first_rows_were_shown_is_kept(
    as_delegate: Client, large: ImportRun, data_folder: Path, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        check_refused(large, "too_slow", monkeypatch)
    assert (large.state, large.preview["counts"]["read"]) == (ImportState.CHECKING, 2)
    assert (data_folder / large.file_path).exists()
    assert url("check", large.pk) in as_delegate.get(url("run", large.pk)).content.decode()


def test_a_large_file_of_one_who_must_tell_the_region_is_asked_for_it_later_too(
    as_secretariat: Client, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nasij.intake.rows.headings.AT_UPLOAD", SMALL)
    path = tmp_path / "f.csv"
    path.write_text("nom;commune\n" + "Coopérative Argane;Agadir\n" * 20, encoding="utf-8")
    with path.open("rb") as file:
        as_secretariat.post(url("upload"), {"file": file, "region": "09"})
    run = ImportRun.objects.get()
    with pytest.raises(ColumnsMissing):
        check_import(run=run)


@pytest.mark.parametrize(("lines", "read"), [(0, None), (1, 0), (4, 2)])
def test_rows_that_take_a_page_too_long_are_checked_in_the_background(
    as_delegate: Client,
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: int,
    read: int | None,
) -> None:
    """Rows were counted, and not what each costs: twenty of them held a thread for 25 s."""
    clock = chain([0.0] * (1 + lines), repeat(3600.0))  # asked once, then at each line
    with monkeypatch.context() as slow:
        slow.setattr("nasij.files.tables.table.monotonic", lambda: next(clock))
        bring(as_delegate, tmp_path, region="09")
    run = ImportRun.objects.get()
    assert (run.state, run.foreseen.counts.get("read")) == (ImportState.CHECKING, read)
    assert as_delegate.get(url("run", run.pk)).status_code == 200
    check_import(run=run)
    run.refresh_from_db()
    assert (run.state, run.foreseen.counts["read"]) == (ImportState.PREVIEWED, 5)


def test_a_file_brought_while_two_are_read_is_refused_at_once(
    as_delegate: Client, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nasij.files.opening._AT_ONCE", readers := BoundedSemaphore(1))
    monkeypatch.setattr("nasij.files.opening._WAITING", 60.0)
    with readers:
        answer = bring(as_delegate, tmp_path, region="09")
    assert "Redéposez-le dans une minute" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_who_waits_for_the_files_of_others_is_told_so(
    as_delegate: Client, large: ImportRun
) -> None:
    """Nothing said why a file was not begun while another was read for five minutes."""
    job = large.job
    assert job is not None
    told = as_delegate.get(url("state", large.pk)).json()["text"]
    assert told == "En attente de son tour"
    own = {"queue": Queue.FILES, "rank": job.rank, "language": "fr"}
    others = [Job(what={"fr": "Autre"}, **own) for _other in range(2)]
    others[0].state = JobState.RUNNING
    others[1].pk = job.pk + 10  # brought after it
    for other in others:
        other.save()
    assert "1 autre fichier" in as_delegate.get(url("state", large.pk)).json()["text"]
    assert "1 autre fichier" in as_delegate.get(url("run", large.pk)).content.decode()


def test_a_small_file_is_read_before_large_ones_that_wait(
    cast: Cast, large: ImportRun, settings: Any
) -> None:
    """Who brought two hundred rows waited for all the files of 600 MB brought before."""
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    told = {"what": "x", "url": "/", "language": "fr"}
    people = (cast.delegate, cast.secretariat, cast.analyst, cast.administrator)
    sizes = (600_000_000, 2_000_000, 90_000_000, 1_000)
    jobs = [
        start_job(check_in_background, large.pk, **told, by=by, size=size)
        for by, size in zip(people, sizes, strict=True)
    ]
    huge, first, middle, last = jobs
    taken = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]
    assert taken == [job.pk for job in (first, last, middle, huge)]
    assert [count_ahead(job) - 1 for job in jobs] == [3, 0, 2, 1]  # and that of the fixture


def test_what_was_confirmed_stands_behind_no_check_that_waits(
    cast: Cast, large: ImportRun, settings: Any
) -> None:
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    told = {"what": "x", "url": "/", "language": "fr"}
    checked = start_job(check_in_background, large.pk, **told, by=cast.secretariat, size=1_000)
    confirmed = start_job(
        apply_in_background, large.pk, None, **told, by=cast.delegate, size=600_000_000
    )
    taken = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]
    assert taken.index(confirmed.pk) < taken.index(checked.pk)
    assert count_ahead(confirmed) == 0


def test_a_file_of_more_rows_than_a_registry_is_refused_with_the_number(
    large: ImportRun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("nasij.intake.rows.preview.MOST_ROWS", 4)
    monkeypatch.setattr("nasij.intake.acts.checking.preview", None)  # no row is foreseen
    with pytest.raises(TooManyRows, match="plus de 4 lignes"):
        check_import(run=large)
    with pytest.raises(TooManyRows):
        import_file(write_csv(tmp_path / "f.csv", some_rows()), by=None)
    assert not Firm.objects.exists()


def test_files_of_one_person_let_those_of_others_through(
    cast: Cast, large: ImportRun, settings: Any
) -> None:
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    told = {"what": "x", "url": "/", "language": "fr"}
    people = (cast.secretariat, cast.secretariat, cast.secretariat, cast.analyst)
    first, second, third, other = (
        start_job(check_in_background, large.pk, **told, by=by) for by in people
    )
    taken = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]
    assert taken == [job.pk for job in (first, other, second, third)]


def test_an_import_cancelled_while_it_waited_is_not_read(
    as_delegate: Client, large: ImportRun, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}
    }
    assert large.job is not None
    check_in_background.enqueue(large.job.pk, large.pk)
    as_delegate.post(url("cancel", large.pk))
    assert not DBTaskResult.objects.exists()  # others waited for it all the same
    assert not Job.objects.exists()
    large.refresh_from_db()
    monkeypatch.delattr("nasij.intake.acts.checking.table_of")
    with pytest.raises(ImportSettled):
        check_import(run=large)
    large.refresh_from_db()
    assert large.state == ImportState.CANCELLED
