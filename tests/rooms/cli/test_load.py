"""Bad files at the command: one sentence, exit code 2, nothing half-written."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.apps import apps
from django.utils.translation import override
from typer.testing import CliRunner

from nasij.cli import app
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import sentences
from nasij.exporters.models import Firm
from nasij.intake.acts import start_import
from nasij.intake.models import ImportProblem
from nasij.intake.tables import remarks_of
from tests.rooms.cli.conftest import answer_of, command, counts, environment, files, nasij
from tests.rooms.datasets.firm_lines import LINES, ice, write
from tests.rooms.datasets.made_files import (
    HEADER,
    flow_lines,
    make_csv,
    make_distances,
    make_regional,
    make_zip,
)

pytestmark = pytest.mark.django_db

_MANY = 12_345  # rows: thirteen chunks, the last one begun


def invoke(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def row_counts() -> dict[str, int]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("nasij."))
    return {model._meta.label: model._default_manager.count() for model in ours}


def refused(data: Path, *arguments: object) -> str:
    """Run a command that must fail; checks the manner, returns the sentence."""
    before = (row_counts(), files(data))
    for language in ("fr", "ar", "en"):
        person = invoke(*arguments, "--lang", language)
        assert person.exit_code == 2, person.output
        assert "Traceback" not in person.output
        assert len(person.stderr.strip().splitlines()) == 1, person.stderr
    machine = invoke(*arguments, "--lang", "en", "--json")
    assert machine.exit_code == 2
    assert (row_counts(), files(data)) == before
    sentence = str(json.loads(machine.stdout)["error"])
    assert 20 < len(sentence) < 600
    return sentence


# --- the registry -----------------------------------------------------------------------------


def zipped(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    return (folder / "z.zip").read_bytes()


BAD_REGISTRIES: dict[str, tuple[str, Callable[[Path], bytes], str]] = {
    "a picture": ("firms.xlsx", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(90), "is a picture"),
    "a paper": ("firms.pdf", lambda _: b"%PDF-1.7 paper", "is a PDF document"),
    "another archive": ("firms.xlsx", zipped, "lacks these columns"),
    "wrong columns": ("firms.csv", lambda _: b"fruit;prix\npomme;3\n", "lacks these columns"),
    "no rows": ("firms.csv", lambda _: b"name;region\n", "no rows"),
    "nothing at all": ("firms.csv", lambda _: b"", "holds no rows"),
    "broken encoding": (
        "firms.csv",
        lambda _: "name;region\nCâblage;Fès\n".encode() + "Câblage;Fès\n".encode("cp1252"),
        "encodings",
    ),
}


@pytest.mark.parametrize("name", BAD_REGISTRIES)
def test_registry_that_cannot_be_used(name: str, data_folder: Path, tmp_path: Path) -> None:
    file_name, make, reason = BAD_REGISTRIES[name]
    path = tmp_path.parent / f"{tmp_path.name}-{file_name}"
    path.write_bytes(make(path.parent))
    assert reason in refused(data_folder, "load", "registry", path)


def test_registry_that_is_not_there(data_folder: Path, tmp_path: Path) -> None:
    assert "no such file" in refused(data_folder, "load", "registry", tmp_path / "nowhere.xlsx")


def test_a_folder_is_no_registry(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path.parent / f"{tmp_path.name}-folder"
    folder.mkdir()
    refused(data_folder, "load", "registry", folder)


def test_shortened_identifiers_and_unknown_codes_are_rejected_row_by_row(
    data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "firms.csv"
    path.write_text(
        "ice;name;region\n1.23E+14;Zarbia;Souss-Massa\n;Tifawin;Atlantide\n;Rimal;Souss-Massa\n",
        encoding="utf-8",
    )
    done = invoke("load", "registry", path, "--json", "--lang", "en")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["read"], told["created"], told["rejected"]) == (3, 1, 2)
    assert Path(told["rejects_file"]).is_file()
    assert Firm.objects.get().name == "Rimal"
    assert ImportProblem.objects.filter(is_rejection=True).count() == 2


def test_the_same_registry_again_changes_nothing(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("name;region\nRimal;Souss-Massa\n", encoding="utf-8")
    assert invoke("load", "registry", path).exit_code == 0
    again = json.loads(invoke("load", "registry", path, "--json").stdout)
    assert (again["created"], again["unchanged"]) == (0, 1)
    assert Firm.objects.count() == 1


def test_what_dates_were_read_as_is_told_as_on_the_page(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    lines = ("Raison sociale;Région;Date de création", *(f"F{n};Oriental;" for n in range(1500)))
    dates = ("mars-15", "03/04/2014", "12/31/2014")
    lines += tuple(f"Firme {at};Oriental;{date}" for at, date in enumerate(dates))
    path.write_text("\n".join(lines), encoding="utf-8")
    with override("fr"):
        page = remarks_of(start_import(path=path, file_name=path.name, region=None, by=None))
    told = json.loads(invoke("load", "registry", path, "--json", "--lang", "fr").stdout)["notes"]
    assert told == page
    assert any("mars-15" in note for note in told)
    assert any("12/31/2014" in note for note in told)
    text = " ".join(invoke("load", "registry", path, "--lang", "fr").stdout.split())
    assert all(" ".join(note.split()) in text for note in told)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_remarks_for_a_machine_are_in_the_language_asked(
    language: str, data_folder: Path, tmp_path: Path
) -> None:
    """They came in English, whatever was asked."""
    path = write(tmp_path / "c.csv", LINES)
    told = json.loads(invoke("load", "customs", path, "--json", "--lang", language).stdout)["notes"]
    with override(language):
        page = sentences(Snapshot.objects.get().found.notes)
    # Before them, which years are not compared: the page says it under its figures.
    assert [note["text"] for note in told][-len(page) :] == page
    assert all(note["code"] for note in told)
    names = tmp_path / "names.csv"
    names.write_text("code;description;x\n281010;Oxydes;1\n9999;Autre;2\n", encoding="utf-8")
    told = json.loads(invoke("load", "products", names, "--json", "--lang", language).stdout)
    with override(language):
        assert [note["text"] for note in told["notes"]] == sentences(told["notes"])


def test_a_file_of_many_chunks_is_loaded_whole(site: Path, tmp_path: Path) -> None:
    """Three hundred thousand rows are loaded and timed by bench/registry_import.py."""
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("name;region\n")
        file.writelines(f"Tissaliwine {number};{number % 12 + 1:02d}\n" for number in range(_MANY))
    done = nasij(site, "load", "registry", path, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer_of(done)["created"] == counts(site)["exporters_firm"] == _MANY


# --- trade and other tables -------------------------------------------------------------------


def half(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: len(content) // 2]


def flows(folder: Path) -> pl.DataFrame:
    return pl.read_csv(make_csv(folder))


def cut_csv(folder: Path) -> Path:
    path = make_csv(folder)
    path.write_bytes(path.read_bytes()[:-9])
    return path


def cut_parquet(folder: Path) -> Path:
    path = folder / "flows_2024.parquet"
    flows(folder).write_parquet(path)
    path.write_bytes(half(path))
    return path


def cut_zip(folder: Path) -> Path:
    path = make_zip(folder)
    path.write_bytes(half(path))
    return path


def text_file(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


_NAME = "BACI_HS17_Y2024_V202601.csv"
BAD_TRADE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "csv cut inside its last number": (
        text_file(_NAME, (HEADER + flow_lines()).encode()[:-2]),
        "ends before its end",
    ),
    "csv cut in half": (cut_csv, "ends before its end"),
    "parquet cut in half": (cut_parquet, "ends before its end"),
    "zip cut in half": (cut_zip, "ends before its end"),
    "wrong columns": (text_file(_NAME, b"a,b\n1,2\n"), "columns"),
    "no rows": (text_file(_NAME, HEADER.encode()), "no rows"),
    "empty": (text_file(_NAME, b""), "no rows"),
    "a letter": (text_file("letter.docx", b"words"), "not a file of a known kind"),
    "broken encoding": (
        text_file(_NAME, (HEADER + flow_lines()).encode() + b"2024,\xe9,1,1,1,1\n"),
        "They hold: é.",
    ),
    "an empty folder": (lambda folder: folder, ""),
}


@pytest.mark.parametrize("name", BAD_TRADE)
def test_trade_that_cannot_be_used(name: str, data_folder: Path, tmp_path: Path) -> None:
    make, reason = BAD_TRADE[name]
    folder = tmp_path.parent / f"{tmp_path.name}-files"
    folder.mkdir()
    assert reason in refused(data_folder, "load", "trade", make(folder))


def test_an_unknown_source_is_refused(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path.parent / f"{tmp_path.name}-files"
    folder.mkdir()
    path = make_csv(folder)
    assert "nowhere" in refused(data_folder, "load", "trade", path, "--source", "nowhere")


def test_unknown_regions_are_refused_by_name(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path.parent / f"{tmp_path.name}-files"
    folder.mkdir()
    path = make_regional(folder, "Région;Secteur;Année;Valeur\nAtlantide;phosphates;2023;1\n")
    assert "Atlantide" in refused(data_folder, "load", "regional", path)


def test_a_potential_without_trade_says_what_to_load(data_folder: Path) -> None:
    refused(data_folder, "compute", "potential")


# --- a full disk ------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Any:
    """A file system of a few megabytes, where the machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only the root user may mount a small file system")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=False)
    if done.returncode:
        pytest.skip("this machine does not let us mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_site_as_it_was(
    small_disk: Path, prepared: Path, tmp_path: Path
) -> None:
    site = small_disk / "site"
    shutil.copytree(prepared, site, ignore=shutil.ignore_patterns("static"))
    registry = tmp_path / "firms.csv"
    lines = (f"Tissaliwine {number};Souss-Massa\n" for number in range(60_000))
    registry.write_text("name;region\n" + "".join(lines), encoding="utf-8")
    trade = make_csv(tmp_path)
    (site / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 200_000))

    rows, before = counts(site), files(site)
    for arguments in (("registry", registry), ("trade", trade)):
        (site / "more").write_bytes(bytes(shutil.disk_usage(small_disk).free))
        done = nasij(site, "load", *arguments, "--json", "--lang", "en")
        assert done.returncode == 2, done.stdout + done.stderr
        assert "full" in answer_of(done)["error"] or "space" in answer_of(done)["error"]
        (site / "more").unlink()
        assert counts(site) == rows
        assert files(site) == before


def test_a_file_that_may_not_grow_is_not_left_half_written(demo_site: Path, tmp_path: Path) -> None:
    """A quota on file sizes stands for a disk that fills up in the middle of a file."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    for arguments in (("backup", tmp_path / "b.tar.gz"), ("roadmap", "--out", tmp_path / "r.pdf")):
        done = subprocess.run(
            command(*arguments, "--json"),
            env=environment(demo_site),
            preexec_fn=limit,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, done.stdout + done.stderr
        assert json.loads(done.stdout)["error"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


# --- files of firms ---------------------------------------------------------------------------


def labels(told: str) -> set[str]:
    """The words before the values that a command answers to a person."""
    return set(re.findall(r"^  (\S.*?)  +\S", told, re.MULTILINE))


def test_customs_answer_says_what_was_read_kept_and_refused(
    data_folder: Path, tmp_path: Path
) -> None:
    bad = (ice(1), "X", "Agadir", "070200", "Atlantide", "2024-05", "7")
    path = write(tmp_path / "customs.csv", [*LINES, bad])
    answer = invoke("load", "customs", path, "--lang", "fr", "--json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert (told["read"], told["kept"], told["rejected"]) == (7, 6, 1)
    assert (
        told["firms"] == told["unmatched"] + told["proposed"] + told["matched"] + told["left"] == 4
    )
    assert told["value_read"] - told["value_kept"] == pytest.approx(7)
    rejects = Path(told["rejects_file"]).read_text(encoding="utf-8-sig").splitlines()
    assert rejects[0] == "Ligne;Colonne;Valeur;Raison;Que faire"
    assert rejects[1].startswith("8;Pays;Atlantide;")
    in_french = invoke("load", "customs", path, "--lang", "fr").stdout
    assert labels(in_french) >= {"lues", "gardées"}
    row = " ".join(in_french.replace("\u00a0", " ").split())
    assert f"Ligne {len(LINES) + 2}, colonne « Pays » : « Atlantide » n’est pas un pays" in row
    told_in_arabic = invoke("load", "customs", path, "--lang", "ar").stdout
    in_no_language = {"sha256"}
    assert not re.findall("[A-Za-z]", "".join(labels(told_in_arabic) - in_no_language))
    assert {"customs", "True", "None", "market_unknown"}.isdisjoint(told_in_arabic.split())
    again = json.loads(invoke("load", "customs", path, "--json").stdout)
    assert again["already_loaded"]
    assert again["sha256"] == told["sha256"]


def test_association_is_loaded_by_command(data_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", [("A7", "X", "FRA")], ("Matricule", "Nom", "Pays"))
    answer = invoke("load", "association", path, "--firm-column", "Matricule", "--json")
    assert json.loads(answer.stdout)["firms"] == 1
    assert not {"value_read", "value_kept", "currency"} & json.loads(answer.stdout).keys()


def test_a_table_without_years_names_none(data_folder: Path, tmp_path: Path) -> None:
    """It said “None, None”."""
    answer = invoke("load", "distances", make_distances(tmp_path), "--json")
    assert json.loads(answer.stdout)["years"] == []


def test_a_table_of_one_year_names_it_once(data_folder: Path, tmp_path: Path) -> None:
    """It said “2024, 2024”."""
    answer = invoke("load", "trade", make_csv(tmp_path, 2024), "--json")
    assert json.loads(answer.stdout)["years"] == [2024]


def test_customs_without_what_is_needed_is_refused(data_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", [("1", "2")], ("Pays", "Poids"))
    sentence = refused(data_folder, "load", "customs", path)
    assert "Poids" in sentence
