"""The very file a second time: with the same words nothing is read, with others all of it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from typer.testing import CliRunner

from nasij.audit.models import Event
from nasij.cli import app
from nasij.datasets import analysis
from nasij.datasets.acts import (
    LOADERS,
    Loaded,
    keeping,
    load_association,
    load_customs,
    load_distances,
    load_trade,
    retire_snapshot,
)
from nasij.datasets.enums import DatasetKind
from nasij.datasets.errors import CurrencyContradicts, SourceUnknown
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import current_snapshots, exporter_counts, named_firms, sentences
from nasij.filings.models import FiledFirm, Filing
from nasij.potential.acts import compute_potential
from nasij.potential.queries import is_stale
from nasij.reference.models import Source
from nasij.work.errors import Refusal
from tests.rooms.datasets.firm_lines import HEADINGS, LINES, ice, write
from tests.rooms.datasets.made_files import (
    make_csv,
    make_distances,
    make_growth,
    make_regional,
    make_text,
)

pytestmark = pytest.mark.django_db


def members(folder: Path) -> Path:
    return write(folder / "members.csv", [("Souss", "FRA"), ("Argan", "")], ("Nom", "Marché"))


def tariffs(folder: Path) -> Path:
    return make_text(folder, "t.csv", "exporter,importer,product,tariff\n*,FRA,280920,0.1\n")


FILES: dict[str, Callable[[Path], Path]] = {
    DatasetKind.TRADE: make_csv,
    DatasetKind.DISTANCES: make_distances,
    DatasetKind.GROWTH: make_growth,
    DatasetKind.TARIFFS: tariffs,
    DatasetKind.REGIONAL: make_regional,
    DatasetKind.CUSTOMS: lambda folder: write(folder / "customs.csv"),
    DatasetKind.ASSOCIATION: members,
}


def damage(snapshot: Snapshot) -> None:
    path = next(path for path in sorted(snapshot.path.glob("*.parquet")))
    path.write_bytes(path.read_bytes()[:-9])


def said(loaded: Loaded) -> str:
    return " ".join(sentences(loaded.all_notes))


@pytest.mark.parametrize("kind", list(DatasetKind))
def test_an_edition_a_title_and_a_source_said_later_are_heard(
    kind: str, data_folder: Path, tmp_path: Path
) -> None:
    Source.objects.create(key="office", publisher="Office des changes")
    path, load = FILES[kind](tmp_path), LOADERS[kind]
    first = load(path, by=None, vintage="2023")
    again = load(path, by=None, vintage="2024", source_key="office")
    assert (again.snapshot, again.is_known) == (first.snapshot, False)
    assert "it was read again" in said(again)
    kept = Snapshot.objects.get()
    assert (kept.vintage, kept.source_id, kept.title) == ("2024", "office", "Office des changes")
    assert "it was read again" not in said(Loaded(kept))  # that is of one load
    event = Event.objects.filter(verb="datasets.snapshot_read_anew").latest("pk")
    assert (event.before["vintage"], event.after["vintage"]) == ("2023", "2024")
    titled = load(path, by=None, title="Mine").snapshot
    assert (titled.vintage, titled.source_id, titled.title) == ("2024", "office", "Mine")
    same = load(path, by=None, vintage="2024", source_key="office", title="Mine")
    assert same.is_known
    assert load(path, by=None).is_known  # what is not said stays as it was said
    with pytest.raises(SourceUnknown):
        load(path, by=None, source_key="nowhere")


def test_a_currency_that_the_heading_denies_is_refused_each_time(
    data_folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "c.csv", LINES, [*HEADINGS[:-1], "Valeur (EUR)"])
    first = load_customs(path, by=None).snapshot
    with pytest.raises(CurrencyContradicts):
        load_customs(path, by=None, currency="MAD")
    assert load_customs(path, by=None, currency="").is_known
    assert Snapshot.objects.get().found == first.found
    assert exporter_counts()


def test_a_currency_said_later_takes_the_place_of_the_assumed_one(
    data_folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "c.csv", LINES, [*HEADINGS[:-1], "Valeur"])
    assert "does not say its currency" in said(load_customs(path, by=None))
    in_euros = load_customs(path, by=None, currency="eur")
    assert (in_euros.is_known, in_euros.snapshot.found.currency) == (False, "EUR")
    assert "does not say its currency" not in said(in_euros)
    assert {counts.currency for counts in exporter_counts()} == {"EUR"}
    assert load_customs(path, by=None, currency="euros").is_known
    event = Event.objects.filter(verb="datasets.snapshot_read_anew").latest("pk")
    assert ("currency" in event.before, event.after["currency"]) == (False, "EUR")


def test_a_year_said_later_is_that_of_the_lines_of_the_registry_too(
    data_folder: Path, tmp_path: Path
) -> None:
    path = members(tmp_path)
    load_association(path, by=None, year=2021)
    again = load_association(path, by=None, year=2022).snapshot
    assert again.found.years == (2022,)
    assert set(Filing.objects.values_list("last_year", flat=True)) == {2022}


def test_firms_that_a_file_no_longer_names_leave_no_name(data_folder: Path, tmp_path: Path) -> None:
    headings = ("Nom", "Cooperative", "Marché")
    path = write(tmp_path / "m.csv", [("Rue des Oliviers", "Tissa", "FRA")], headings)
    load_association(path, by=None, year=2021)
    by_name = FiledFirm.objects.exclude(name="").get()
    load_association(path, by=None, year=2021, columns={"firm": "Cooperative"})
    assert FiledFirm.objects.exclude(name="").get() != by_name
    assert Filing.objects.count() == 1


def test_flows_of_another_year_make_the_potential_stale(data_folder: Path, tmp_path: Path) -> None:
    lines = make_csv(tmp_path).read_text().replace("\n2024,", "\n").removeprefix("t,")
    path = make_text(tmp_path, "flows.csv", lines.replace(".000,", ","))
    load_trade(path, by=None, year=2020)
    run = compute_potential(exporter="MAR", by=None)
    load_trade(path, by=None, title="Mine")
    assert not is_stale(run)
    assert load_trade(path, by=None, year=2021).snapshot.found.years == (2021,)
    assert is_stale(run)
    assert not is_stale(compute_potential(exporter="MAR", by=None))


@pytest.mark.parametrize("kind", [DatasetKind.TRADE, DatasetKind.CUSTOMS])
def test_a_year_that_the_rows_deny_is_refused(kind: str, data_folder: Path, tmp_path: Path) -> None:
    path, load = FILES[kind](tmp_path), LOADERS[kind]
    for _time in range(2):
        with pytest.raises(Refusal) as refused:
            load(path, by=None, year=2019)
        assert "2024" in refused.value.problem
        assert "2019" in refused.value.problem
        load(path, by=None)
    assert Snapshot.objects.get().found.years[-1] == 2024


def test_a_file_read_anew_keeps_who_loaded_it_first_and_tells_each_reading(
    data_folder: Path, tmp_path: Path, cast: Any
) -> None:
    path = make_distances(tmp_path)
    load_distances(path, by=cast.analyst)
    Snapshot.objects.update(loaded_at=timezone.now() - timedelta(days=29))
    load_distances(path, by=cast.administrator, vintage="2011")
    load_distances(path, by=None, vintage="2012")
    kept, today = Snapshot.objects.get(), f"{timezone.localdate():%d/%m/%Y}"
    assert kept.loaded_by == cast.analyst
    for language, told, reading, system in (
        ("en", "Read anew", f"on {today} by {cast.administrator}", f"on {today} by the system"),
        ("fr", "Relu", f"le {today} par {cast.administrator}", f"le {today} par le système"),
        (
            "ar",
            "قراءة جديدة",
            f"في {today}، وقام بها {cast.administrator}",
            f"في {today}، وقام بها النظام",
        ),
    ):
        page = cast.client("analyst").get(f"/{language}/datasets/{kept.pk}/").text
        page = page.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069")))
        assert page.count(told) == 2
        assert reading in page
        assert page.index(reading) < page.index(system)


# --- stopped --------------------------------------------------------------------------------


def fails(*args: Any, **options: Any) -> None:
    raise RuntimeError("no record today")


def folders(kind: str, data_folder: Path) -> list[Path]:
    return sorted((data_folder / "snapshots" / kind).iterdir())


def files_of(snapshot: Snapshot) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in snapshot.path.iterdir()}


@pytest.mark.parametrize("kind", list(DatasetKind))
def test_a_reading_that_fails_leaves_the_data_set_whole(
    kind: str, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder went with the reading that was to take its place."""
    path, load = FILES[kind](tmp_path), LOADERS[kind]
    before = files_of(load(path, by=None, vintage="2023").snapshot)
    monkeypatch.setattr(keeping, "record", fails)
    with pytest.raises(RuntimeError):
        load(path, by=None, vintage="2024")
    kept = Snapshot.objects.get()
    assert (kept.vintage, files_of(kept)) == ("2023", before)
    assert folders(kind, data_folder) == [kept.path]


@pytest.mark.parametrize("kind", [DatasetKind.TRADE, DatasetKind.REGIONAL, DatasetKind.CUSTOMS])
def test_a_reading_that_is_killed_leaves_the_data_set_whole(
    kind: str,
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Whoever is killed clears nothing away; the next reading does."""
    path, load = FILES[kind](tmp_path), LOADERS[kind]
    before = files_of(load(path, by=None, vintage="2023").snapshot)
    with monkeypatch.context() as killed:
        killed.setattr(keeping, "record", fails)
        killed.setattr(keeping.shutil, "rmtree", lambda *_args, **_options: None)
        with pytest.raises(RuntimeError):
            load(path, by=None, vintage="2024")
    kept = Snapshot.objects.get()
    assert (kept.vintage, files_of(kept)) == ("2023", before)
    assert load(path, by=None, vintage="2023").is_known
    with django_capture_on_commit_callbacks(execute=True):
        load(path, by=None, vintage="2024")
    kept = Snapshot.objects.get()
    assert (kept.vintage, analysis.damaged_in(kept.path)) == ("2024", ())
    assert folders(kind, data_folder) == [kept.path]


# --- repairing --------------------------------------------------------------------------------


def test_a_repaired_file_stays_what_it_was(data_folder: Path, tmp_path: Path) -> None:
    """Loading it again, as `nasij doctor` asks, put it in the place of a newer one."""
    Source.objects.create(key="cepii", publisher="CEPII")
    about = {"vintage": "2011", "source_key": "cepii", "title": "GeoDist"}
    old = load_distances(make_distances(tmp_path), by=None, **about).snapshot
    newer = load_distances(
        make_text(tmp_path, "n.csv", "iso_o,iso_d,distw\nMAR,ITA,2000\n"), by=None
    ).snapshot
    damage(old)
    again = load_distances(make_distances(tmp_path), by=None)
    assert "was not in use and stays so" in said(again)
    kept = Snapshot.objects.get(pk=old.pk)
    assert (kept.vintage, kept.source_id, kept.title) == ("2011", "cepii", "GeoDist")
    assert current_snapshots()[DatasetKind.DISTANCES] == newer
    once_more = load_distances(make_distances(tmp_path), by=None).snapshot
    assert current_snapshots()[DatasetKind.DISTANCES] == once_more == old


def test_a_repaired_file_in_use_stays_in_use(data_folder: Path, tmp_path: Path) -> None:
    old = load_trade(make_csv(tmp_path), by=None, title="Mine").snapshot
    damage(old)
    again = load_trade(make_csv(tmp_path), by=None)
    kept = again.snapshot
    assert (kept.is_current, kept.title, again.is_known) == (True, "Mine", False)
    assert "stays so" not in said(again)


def test_a_damaged_record_keeps_what_was_said(data_folder: Path, tmp_path: Path) -> None:
    path = members(tmp_path)
    load_association(path, by=None, year=2019, vintage="annuaire")
    Snapshot.objects.update(record=[])
    again = load_association(path, by=None).snapshot
    assert (again.found.years, again.vintage) == ((2019,), "annuaire")


def test_a_repaired_file_of_firms_out_of_use_gives_no_names(
    data_folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "c.csv")
    old = retire_snapshot(snapshot=load_customs(path, by=None).snapshot, by=None)
    damage(old)
    again = load_customs(path, by=None).snapshot
    assert not Snapshot.objects.get().is_current
    assert named_firms(again) is None
    assert not FiledFirm.objects.exclude(name="").exists()
    assert load_customs(path, by=None).snapshot.is_current
    assert FiledFirm.objects.exclude(name="").exists()


# --- a list of members that names no year -----------------------------------------------------


@pytest.mark.parametrize("edition", ["2023", "202304", "April 2023", "أبريل ٢٠٢٣"])
def test_the_year_of_members_is_that_of_the_edition(
    edition: str, data_folder: Path, tmp_path: Path
) -> None:
    loaded = load_association(members(tmp_path), by=None, vintage=edition)
    assert loaded.snapshot.found.years == (2023,)
    assert "by its edition" in said(loaded)


@pytest.mark.parametrize("edition", ["", "2019 to 2023", "third", "2199"])
def test_a_year_of_members_that_nobody_says_is_told(
    edition: str, data_folder: Path, tmp_path: Path
) -> None:
    year = timezone.localdate().year
    snapshot = load_association(members(tmp_path), by=None, vintage=edition).snapshot
    assert snapshot.found.years == (year,)
    for language, words in (
        ("en", "not say its year"),
        ("fr", "ne dit pas son année"),
        ("ar", "لا يذكر"),
    ):
        with translation.override(language):
            assert any(words in text and str(year) in text for text in
                       sentences(snapshot.found.notes))  # fmt: skip


def test_an_edition_of_another_year_than_the_one_given_is_told(
    data_folder: Path, tmp_path: Path
) -> None:
    loaded = load_association(members(tmp_path), by=None, vintage="2023", year=2021)
    assert loaded.snapshot.found.years == (2021,)
    assert "names another" in said(loaded)
    agreed = load_association(members(tmp_path), by=None, year=2023)
    assert "names another" not in said(agreed)
    assert agreed.snapshot.found.years == (2023,)


def test_members_read_again_stay_of_the_year_of_their_loading(
    data_folder: Path, tmp_path: Path
) -> None:
    path = members(tmp_path)
    load_association(path, by=None)
    Snapshot.objects.update(loaded_at=timezone.now() - timedelta(days=800))
    then = timezone.localdate(Snapshot.objects.get().loaded_at).year
    again = load_association(path, by=None, title="Mine").snapshot
    assert again.found.years == (then,)


def test_members_whose_rows_say_a_year_keep_it(data_folder: Path, tmp_path: Path) -> None:
    lines = [(ice(1), "Souss", "2020")]
    path = write(tmp_path / "m.csv", lines, ("ICE", "Nom", "Année"))
    loaded = load_association(path, by=None, vintage="2023")
    assert loaded.snapshot.found.years == (2020,)
    assert "year" not in said(loaded)


# --- at both doors ----------------------------------------------------------------------------


def test_the_command_hears_what_is_said_later(data_folder: Path, tmp_path: Path) -> None:
    path = members(tmp_path)

    def load(*options: str) -> dict[str, Any]:
        asked = ["load", "association", str(path), "--lang", "en", "--json", *options]
        done = CliRunner().invoke(app, asked)
        assert done.exit_code == 0, done.output
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    first = load()
    assert first["years"] == [timezone.localdate().year]
    assert first["notes"][0]["code"] == "year_assumed"
    of_2020 = load("--year", "2020")
    assert (of_2020["years"], of_2020["already_loaded"]) == ([2020], False)
    assert load("--year", "2020")["already_loaded"]


def test_the_page_hears_what_is_said_later(data_folder: Path, tmp_path: Path, cast: Any) -> None:
    client: Client = cast.client("analyst")
    path = members(tmp_path)
    address = reverse("datasets:load")

    def load(**said: str) -> str:
        with path.open("rb") as file:
            asked = {"kind": "association", "file": file, **said}
            return client.post(address, asked, follow=True).content.decode()

    year = timezone.localdate().year
    assert f"its rows were read as of {year}" in load()
    pk = Snapshot.objects.get().pk
    page = client.get(reverse("datasets:detail", args=[pk])).content.decode()
    assert f"its rows were read as of {year}" in page
    assert "it was read again" in load(vintage="2022")
    assert Snapshot.objects.get().found.years == (2022,)
    assert "nothing was read again" in load(vintage="2022")
    assert "leave it empty" in load(currency="EUR")


def test_what_a_kind_of_file_has_no_use_for_is_refused_in_the_form(
    data_folder: Path, tmp_path: Path, cast: Any
) -> None:
    with make_distances(tmp_path).open("rb") as file:
        asked = {"kind": "distances", "file": file, "year": "2020"}
        answer = cast.client("analyst").post(reverse("datasets:load"), asked)
    assert answer.status_code == 400
    assert not Snapshot.objects.exists()
