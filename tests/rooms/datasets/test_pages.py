"""The pages of data sets: who may see and change, and the work that goes on behind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nasij.datasets.acts import load_distances, load_trade
from nasij.datasets.enums import DatasetKind
from nasij.datasets.firm_files.columns import VOCABULARY
from nasij.datasets.kinds import KINDS
from nasij.datasets.layouts.countries import DISTANCES, GROWTH, TARIFFS
from nasij.datasets.layouts.regional import REGIONAL
from nasij.datasets.models import Snapshot
from nasij.potential.acts import compute_potential
from nasij.potential.errors import TradeNotLoaded
from nasij.work.enums import JobState, Queue
from nasij.work.jobs import fail_lost_jobs
from nasij.work.models import Job
from tests.rooms.datasets.made_files import make_csv, make_distances

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(data_folder: Path, tmp_path: Path) -> Snapshot:
    return load_trade(make_csv(tmp_path), by=None).snapshot


@pytest.fixture
def as_analyst(cast: Any) -> Client:
    client: Client = cast.client("analyst")
    return client


def upload(name: str = "dist.csv", text: str = "iso_o,iso_d,distw\nMAR,ITA,2000\n") -> Any:
    return SimpleUploadedFile(name, text.encode())


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_list_and_detail_are_public(language: str, trade: Snapshot, client: Client) -> None:
    listed = client.get(f"/{language}/datasets/")
    assert listed.status_code == 200
    assert "CEPII, BACI" in listed.content.decode()
    detail = client.get(f"/{language}/datasets/{trade.pk}/")
    assert detail.status_code == 200
    page = detail.content.decode()
    assert trade.sha256 in page
    assert "BRA" in page  # a market that lacks


@pytest.mark.parametrize("damage", [[], {"years": "x"}, {"own_exports": [{"year": 2024}]}])
def test_a_damaged_record_is_told_and_its_file_read_again(
    trade: Snapshot, tmp_path: Path, client: Client, damage: Any
) -> None:
    as_written = trade.record
    Snapshot.objects.update(record=damage)
    for address in ("/en/datasets/", f"/en/datasets/{trade.pk}/", "/en/potential/"):
        assert client.get(address).status_code == 200
    assert "is damaged" in client.get(f"/en/datasets/{trade.pk}/").content.decode()
    with pytest.raises(TradeNotLoaded):
        compute_potential(exporter="MAR", by=None)
    again = load_trade(make_csv(tmp_path), by=None).snapshot
    again.refresh_from_db()
    assert (again.pk, again.record["own_exports"]) == (trade.pk, as_written["own_exports"])


def test_damaged_files_are_told_and_read_again(
    trade: Snapshot, tmp_path: Path, client: Client
) -> None:
    kept = trade.path / "flows_2024.parquet"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-9])
    assert "no longer as they were" in client.get(f"/en/datasets/{trade.pk}/").content.decode()
    again = load_trade(make_csv(tmp_path), by=None)
    read = (again.snapshot.path / kept.name).read_bytes()
    assert (again.snapshot, again.is_known, read) == (trade, False, whole)
    assert "no longer as they were" not in client.get(f"/en/datasets/{trade.pk}/").content.decode()


def test_empty_list_says_what_to_do(as_analyst: Client, data_folder: Path) -> None:
    page = as_analyst.get("/en/datasets/").content.decode()
    assert "/en/datasets/load/?kind=trade" in page


def test_official_total_stands_beside_that_of_the_file(trade: Snapshot, client: Client) -> None:
    page = client.get(f"/en/datasets/{trade.pk}/").content.decode()
    assert "Official figure of all exports of goods" in page
    assert "456 billion MAD" in page  # of two values published for the year, the later fixed


def test_customs_records_are_for_those_who_see_data_sets(
    data_folder: Path, client: Client, as_analyst: Client
) -> None:
    customs = Snapshot.objects.create(
        kind="customs", title="Made customs", origin="c.csv", vintage="", sha256="0", row_count=1
    )
    assert client.get(f"/fr/datasets/{customs.pk}/").status_code == 404
    assert "Made customs" not in client.get("/fr/datasets/").content.decode()
    assert as_analyst.get(f"/fr/datasets/{customs.pk}/").status_code == 200


def test_list_keeps_its_number_of_queries(
    trade: Snapshot, tmp_path: Path, client: Client, django_assert_max_num_queries: Any
) -> None:
    for factor in (2, 3, 4):
        load_trade(make_csv(tmp_path, factor=factor), by=None)
    load_distances(make_distances(tmp_path), by=None)
    with django_assert_max_num_queries(3):
        client.get("/fr/datasets/")


def test_visitor_is_sent_to_sign_in(client: Client, trade: Snapshot) -> None:
    assert client.get("/fr/datasets/load/").status_code == 302
    assert client.post(f"/fr/datasets/{trade.pk}/retire/").status_code == 302
    trade.refresh_from_db()
    assert trade.is_current


def test_delegate_may_not_load_or_retire(as_delegate: Client, trade: Snapshot) -> None:
    assert as_delegate.get("/fr/datasets/load/").status_code == 403
    assert as_delegate.post(f"/fr/datasets/{trade.pk}/retire/").status_code == 403


def test_retire_and_use_again(as_analyst: Client, trade: Snapshot) -> None:
    def said(words: str) -> list[int]:
        pages = ("/en/datasets/", f"/en/datasets/{trade.pk}/")
        return [as_analyst.get(page).text.count(words) for page in pages]

    lacking, _none = said("Not loaded")
    assert said("Before you use it") == [0, 0]  # it is in use already
    as_analyst.post(f"/fr/datasets/{trade.pk}/retire/")
    trade.refresh_from_db()
    assert not trade.is_current
    assert said("Not loaded") == [lacking, 0]  # what is retired was loaded
    assert said("Before you use it") == [0, 1]
    as_analyst.post(f"/fr/datasets/{trade.pk}/choose/")
    trade.refresh_from_db()
    assert trade.is_current


@pytest.mark.django_db(transaction=True)
def test_upload_loads_in_the_background(as_analyst: Client, data_folder: Path) -> None:
    answer = as_analyst.post(
        "/en/datasets/load/", {"kind": "distances", "file": upload(), "vintage": "2011"}
    )
    job = Job.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/jobs/{job.pk}/"
    assert job.state == JobState.DONE, job.outcome
    snapshot = Snapshot.objects.get()
    assert (snapshot.vintage, snapshot.origin) == ("2011", "dist.csv")
    state = as_analyst.get(f"/en/jobs/{job.pk}/state.json").json()
    assert state["url"] == f"/en/datasets/{snapshot.pk}/"
    assert not list(data_folder.glob("uploads/*"))


@pytest.mark.django_db(transaction=True)
def test_wrong_upload_ends_with_its_reason(as_analyst: Client, data_folder: Path) -> None:
    as_analyst.post("/fr/datasets/load/", {"kind": "distances", "file": upload(text="a,b\n1,2\n")})
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "Pays exportateur" in job.outcome
    page = as_analyst.get(f"/fr/jobs/{job.pk}/").content.decode()
    assert "Pays exportateur" in page
    assert not Snapshot.objects.exists()
    assert not list(data_folder.glob("uploads/*"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "البلد المصدر"),
        ("iso_o,iso_d,distw\nMAR,ITA,x\n", "x في السطر 2"),
        ("iso_o,iso_d,distw\nMAR,ITA,2000000\n", "من 0 إلى 21.000"),
    ],
)
def test_a_refused_load_is_read_in_the_language_of_the_page(
    text: str, told: str, as_analyst: Client, data_folder: Path
) -> None:
    """Title and refusal stayed in the language of who had loaded the file."""
    as_analyst.post("/fr/datasets/load/", {"kind": "distances", "file": upload(text=text)})
    page = as_analyst.get(f"/ar/jobs/{Job.objects.get().pk}/").content.decode()
    page = page.translate(dict.fromkeys(map(ord, "\u2068\u2069")))
    assert "تحميل" in page
    assert told in page
    assert "Chargement" not in page


@pytest.mark.django_db(transaction=True)
def test_an_upload_whose_worker_died_is_removed(
    as_analyst: Client, data_folder: Path, settings: Any
) -> None:
    """Another one, waiting for its turn, stays; cut-off ones once stayed for ever."""
    backend = "django_tasks_db.DatabaseBackend"
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": backend}}
    for name in ("cut.csv", "waits.csv"):
        as_analyst.post("/fr/datasets/load/", {"kind": "distances", "file": upload(name)})
    assert len(list(data_folder.glob("uploads/upload-*/*.csv"))) == 2
    cut_off = DBTaskResult.objects.get(args_kwargs__args__0=Job.objects.earliest("pk").pk)
    DBTaskResult.objects.filter(pk=cut_off.pk).update(status=TaskResultStatus.RUNNING)
    fail_lost_jobs(Queue.FILES)
    left = [path.name for path in data_folder.glob("uploads/upload-*/*")]
    assert left == ["waits.csv"]
    assert len(list(data_folder.glob("uploads/*"))) == 1


@pytest.mark.parametrize(("kind", "name"), [("distances", "virus.exe"), ("trade", "flows.xlsx")])
def test_file_of_another_kind_is_refused_in_the_form(
    kind: str, name: str, as_analyst: Client, data_folder: Path
) -> None:
    """A workbook of trade was taken, and its job failed."""
    answer = as_analyst.post("/en/datasets/load/", {"kind": kind, "file": upload(name)})
    assert answer.status_code == 400
    assert "another kind" in answer.content.decode()
    assert not Job.objects.exists()


def test_large_file_is_sent_to_whoever_runs_the_site(
    as_analyst: Client, data_folder: Path, settings: Any
) -> None:
    settings.NASIJ_UPLOAD_LIMIT_MB = 0
    answer = as_analyst.post("/en/datasets/load/", {"kind": "distances", "file": upload()})
    assert "give it to whoever runs the site" in answer.content.decode()


VOCABULARIES = {
    DatasetKind.DISTANCES: DISTANCES,
    DatasetKind.GROWTH: GROWTH,
    DatasetKind.TARIFFS: TARIFFS,
    DatasetKind.REGIONAL: REGIONAL,
    DatasetKind.CUSTOMS: VOCABULARY,
    DatasetKind.ASSOCIATION: VOCABULARY,
}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", VOCABULARIES)
def test_the_headings_told_are_headings_that_are_read(kind: DatasetKind, language: str) -> None:
    with translation.override(language):
        told = KINDS[kind].headings
    read = VOCABULARIES[kind].recognise(told)
    assert read.unread == []
    assert len(read.places) == len(told)


def test_each_kind_has_its_record() -> None:
    """One without took the page of all data sets down."""
    assert set(KINDS) == set(DatasetKind)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_kind_is_told_with_its_columns_and_unit(language: str, as_analyst: Client) -> None:
    listed = as_analyst.get(f"/{language}/datasets/").text
    asked = as_analyst.get(f"/{language}/datasets/load/").text
    with translation.override(language):
        for told in KINDS.values():
            assert escape(str(told.what_for)) in listed
            assert escape(str(told.unit)) in asked
            assert all(escape(heading) in asked for heading in told.headings)


@pytest.mark.parametrize("path", ["datasets/", "datasets/load/", "potential/"])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_analyst_reads_sentences_and_no_commands(
    path: str, language: str, as_analyst: Client
) -> None:
    page = as_analyst.get(f"/{language}/{path}").content.decode()
    assert re.findall(r"nasij (?:load|compute|retain)", page) == []


def test_the_kind_that_lacks_is_chosen_already_where_it_is_loaded(as_analyst: Client) -> None:
    page = as_analyst.get("/fr/datasets/").content.decode()
    assert "/fr/datasets/load/?kind=tariffs" in page
    form = as_analyst.get("/fr/datasets/load/?kind=tariffs").content.decode()
    assert re.search(r'<option value="tariffs"\s+selected', form)
