"""Trade flows come in whole, once, with what must be said of them; or not at all."""

from __future__ import annotations

import errno
import gzip
import os
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone, translation

from nasij.audit.models import Event
from nasij.datasets import analysis
from nasij.datasets.acts import choose_snapshot, keeping, load_trade, retire_snapshot
from nasij.datasets.enums import DatasetKind, FileColumn
from nasij.datasets.errors import AmountsAmbiguous, SourceUnknown
from nasij.datasets.kinds import KINDS
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import current_snapshots, sentences
from nasij.files.errors import FileUnreadable
from nasij.potential.acts import compute_potential
from nasij.reference.models import Source
from nasij.work.errors import DiskFull, Refusal
from tests.rooms.datasets.made_files import HEADER, flow_lines, make_csv, make_text, make_zip

pytestmark = pytest.mark.django_db


def left_in(folder: Path) -> list[Path]:
    """Snapshot folders and half-written ones; the uploads are not here."""
    return sorted(folder.glob("snapshots/trade/*")) + sorted(folder.glob("snapshots/trade/.*"))


def test_official_csv_becomes_the_current_snapshot(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_trade(make_csv(tmp_path), by=None).snapshot
    assert snapshot.row_count == 8
    assert (snapshot.year_from, snapshot.year_until) == (2024, 2024)
    assert snapshot.vintage == "202601"  # read in the file's name
    assert snapshot.record["totals_usd"] == {"2024": 160_000.0}
    assert snapshot.record["own_exports"] == [
        {"year": 2024, "value_usd": 80_000.0, "markets": 2, "products": 2}
    ]
    assert current_snapshots()[DatasetKind.TRADE] == snapshot
    assert (data_folder / snapshot.folder / "record.json").exists()


def test_zip_of_years_is_one_snapshot(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_trade(make_zip(tmp_path), by=None).snapshot
    assert (snapshot.year_from, snapshot.year_until, snapshot.row_count) == (2023, 2024, 16)


def test_the_world_among_the_markets_is_left_out_and_said(
    data_folder: Path, tmp_path: Path
) -> None:
    rows = ["MAR,FRA,080510,1000", "MAR,ESP,080510,800", "MAR,WLD,080510,1900", "fr,MA,870323,5"]
    file = tmp_path / "world.csv"
    head = "year,exporter,importer,product,value_usd"
    file.write_text("\n".join([head, *(f"2022,{row}" for row in rows)]) + "\n")
    snapshot = load_trade(file, by=None).snapshot
    assert snapshot.record["totals_usd"] == {"2022": 1805.0}
    with translation.override("fr"):
        assert any(
            "1\u00a0900" in said and "1\u00a0800" in said
            for said in sentences(snapshot.found.notes)
        )


def test_files_named_as_the_publisher_names_them_are_known(
    data_folder: Path, tmp_path: Path
) -> None:
    for path in (make_csv(tmp_path), make_zip(tmp_path)):
        assert load_trade(path, by=None).snapshot.publisher == "CEPII, BACI"


def test_nothing_is_claimed_of_a_file_whose_source_was_not_said(
    data_folder: Path, tmp_path: Path, client: Client
) -> None:
    """Not its publisher, nor that it reconciles mirror data, nor that later editions revise it."""
    path = make_csv(tmp_path, year=timezone.localdate().year - 1).rename(tmp_path / "mine.csv")
    snapshot = load_trade(path, by=None).snapshot
    assert (snapshot.publisher, snapshot.title) == ("", "mine.csv")
    compute_potential(exporter="MAR", by=None)
    for page in ("potential/", f"datasets/{snapshot.pk}/"):
        text = client.get(f"/en/{page}").content.decode()
        assert "source not said" in text
        assert "CEPII, BACI" not in text
        assert "reconciles" not in text
        assert "is provisional in this edition" not in text


def test_what_baci_says_of_itself_is_claimed_where_it_was_chosen(
    data_folder: Path, tmp_path: Path
) -> None:
    Source.objects.create(key="baci", publisher="CEPII", title="BACI")
    path = make_csv(tmp_path).rename(tmp_path / "mine.csv")
    snapshot = load_trade(path, source_key="baci", by=None).snapshot
    assert snapshot.record["is_baci"]


def test_loading_leaves_one_event(data_folder: Path, tmp_path: Path, cast: Any) -> None:
    load_trade(make_csv(tmp_path), by=cast.analyst)
    event = Event.objects.get(verb="datasets.snapshot_loaded")
    assert event.actor_label == "analyst"
    assert event.after["rows"] == 8


def test_same_file_again_changes_nothing_and_says_so(data_folder: Path, tmp_path: Path) -> None:
    first = load_trade(make_csv(tmp_path), by=None).snapshot
    moved = make_csv(tmp_path).rename(tmp_path / "another_name.csv")
    again = load_trade(moved, by=None)
    assert again.snapshot == first
    assert again.is_known
    assert "nothing was read again" in sentences(again.notes)[0]
    assert Event.objects.filter(verb="datasets.snapshot_loaded").count() == 1


def test_newer_file_takes_the_place_of_the_older(data_folder: Path, tmp_path: Path) -> None:
    older = load_trade(make_csv(tmp_path), by=None).snapshot
    newer = load_trade(make_csv(tmp_path, factor=2), by=None).snapshot
    older.refresh_from_db()
    assert not older.is_current
    assert current_snapshots()[DatasetKind.TRADE] == newer


def test_retired_snapshot_can_be_chosen_again(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load_trade(make_csv(tmp_path), by=None).snapshot
    retire_snapshot(snapshot=snapshot, by=None)
    assert DatasetKind.TRADE not in current_snapshots()
    choose_snapshot(snapshot=snapshot, by=None)
    assert current_snapshots()[DatasetKind.TRADE] == snapshot


def test_lost_folder_is_read_again(data_folder: Path, tmp_path: Path) -> None:
    first = load_trade(make_csv(tmp_path), by=None).snapshot
    first.path.rename(data_folder / "elsewhere")
    again = load_trade(make_csv(tmp_path), by=None).snapshot
    assert again.pk == first.pk
    assert (again.path / "record.json").exists()


def test_closed_world_provisional_year_and_self_trade_are_said(
    data_folder: Path, tmp_path: Path
) -> None:
    path = make_csv(tmp_path, more="2024,699,699,280920,5,1\n2024,999,699,280920,7,1\n")
    snapshot = load_trade(path, by=None).snapshot
    said = " ".join(sentences(snapshot.found.notes))
    assert "Closed world of 2 markets" in said
    assert "999, BRA, MAR" in said
    assert "2024 is provisional" in said
    assert "Flows of a country with itself, left out: 1." in said
    assert "not in the reference list: 1 (999)" in said
    assert snapshot.record["closed_world"] is True


BAD_FILES = {
    "cut in half": ("BACI_HS17_Y2024_V202601.csv", HEADER + flow_lines()[:-9], "ends before"),
    "wrong columns": ("BACI_HS17_Y2024_V202601.csv", "a,b\n1,2\n", "lacks these columns"),
    "no rows": ("BACI_HS17_Y2024_V202601.csv", HEADER, "no rows"),
    "empty": ("BACI_HS17_Y2024_V202601.csv", "", "no rows"),
    "another kind": ("notes.docx", "words", "not a file of a known kind"),
    "not parquet": ("flows.parquet", "t,i,j,k,v,q", "Parquet"),
    "not a zip": ("flows.zip", "PK broken", "ends before"),
    "negative": ("BACI_HS17_Y2024_V202601.csv", HEADER + "2024,504,699,1,-3,1\n", "Negative"),
    "no number": ("BACI_HS17_Y2024_V202601.csv", HEADER + "2024,504,699,1,x,1\n", "They hold: x"),
    "repeated": (
        "BACI_HS17_Y2024_V202601.csv",
        HEADER + flow_lines() + flow_lines(),
        "repeated",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_file_is_refused_with_reason_and_leaves_nothing(
    case: str, data_folder: Path, tmp_path: Path
) -> None:
    name, text, reason = BAD_FILES[case]
    path = make_text(tmp_path, name, text)
    with pytest.raises(Refusal) as refused:
        load_trade(path, by=None)
    assert reason in str(refused.value)
    assert refused.value.remedy
    assert not Snapshot.objects.exists()
    assert left_in(data_folder) == []


VALUES = {
    "value_usd": 1,
    "v": 1000,
    "Valeur en dollars": 1,
    "VALEUR (milliers USD)": 1000,
    "Value (US$)": 1,
    "Trade Value 1000USD": 1000,
    "القيمة بآلاف الدولارات": 1000,
}


def _flows(folder: Path, headings: list[str], kind: str) -> Path:
    rows = [[2024, "MAR", "FRA", "080510", 1000], [2024, "FRA", "MAR", "870323", 5]]
    if kind == "csv":
        lines = [";".join(map(str, row)) for row in [headings, *rows]]
        return make_text(folder, "a.csv", "\n".join(lines) + "\n")
    frame = pl.DataFrame(rows, schema=headings, orient="row")
    frame.write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_headings_that_the_page_lists_are_read(
    language: str, kind: str, data_folder: Path, tmp_path: Path
) -> None:
    """They were refused: the core knew its own names alone."""
    with translation.override(language):
        told = KINDS[DatasetKind.TRADE].headings
        thousands = str(FileColumn.VALUE_KUSD.label)
    dollars = load_trade(_flows(tmp_path, told, kind), by=None).snapshot
    assert dollars.record["totals_usd"] == {"2024": 1005.0}
    assert dollars.record["own_exports"][0]["value_usd"] == 1000.0
    more = load_trade(_flows(tmp_path, [*told[:4], thousands], kind), by=None).snapshot
    assert more.record["totals_usd"] == {"2024": 1_005_000.0}


@pytest.mark.parametrize("heading", VALUES)
def test_the_heading_of_the_value_says_its_unit(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    named = ["Année", "Pays exportateur", "Marché", "Produit", heading]
    snapshot = load_trade(_flows(tmp_path, named, "csv"), by=None).snapshot
    assert snapshot.record["totals_usd"] == {"2024": 1005.0 * VALUES[heading]}


@pytest.mark.parametrize(
    "heading",
    ["Valeur", "Valeur (2023)", "value_usd (thousands)", "Value USD / thousands"],
)
def test_a_value_without_a_unit_we_know_is_refused_with_what_to_write(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    named = ["Year", "Exporting country", "Market", "Product", heading]
    with translation.override("en"), pytest.raises(Refusal) as refused:
        load_trade(_flows(tmp_path, named, "csv"), by=None)
    assert "does not say the unit" in refused.value.problem
    assert "“Value in thousands of US dollars”" in refused.value.remedy
    assert left_in(data_folder) == []


@pytest.mark.parametrize(
    "heading",
    ["Value (EUR)", "Valeur (MDH)", "Valeur (millions USD)", "Valeur (M USD)", "Valeur (kg)"],
)
def test_a_value_of_a_unit_that_is_not_read_is_to_be_converted(
    heading: str, data_folder: Path, tmp_path: Path
) -> None:
    """It was told that the heading says no unit, and to rename it: millions would be thousands."""
    named = ["Year", "Exporting country", "Market", "Product", heading]
    with translation.override("en"), pytest.raises(Refusal) as refused:
        load_trade(_flows(tmp_path, named, "csv"), by=None)
    assert "does not say the unit" not in refused.value.problem
    assert "names a unit" in refused.value.problem
    assert refused.value.remedy.startswith("Convert the values to US dollars")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_the_letters_of_an_office_are_read_as_at_the_other_doors(
    encoding: str, data_folder: Path, tmp_path: Path
) -> None:
    """They were refused here alone."""
    text = "Année;Pays exportateur;Marché;Produit;Valeur en dollars;Remarque\n"
    text += "2022;MAR;FRA;080510;10;Récolte précoce à Béni Mellal\n"
    (tmp_path / "f.csv").write_bytes(text.encode(encoding))
    snapshot = load_trade(tmp_path / "f.csv", by=None).snapshot
    assert snapshot.record["totals_usd"] == {"2022": 10.0}
    known = {"cp1252": "Windows-1252", "utf-16": "UTF-16"}  # as programs call them
    assert f"read as {known[encoding]}" in " ".join(sentences(snapshot.record["notes"]))


OFFICE = """Année;Pays exportateur;Marché;Produit;Valeur en dollars;Remarque
2022;MAR;FRA;080510;10,5;Récolte précoce à Béni Mellal
2022;MAR;ESP;080510;2;الرسم الجمركي
"""


@pytest.mark.parametrize("name", ["f.zip", "f.csv.gz"])
@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", "utf-16"])
def test_the_letters_of_an_office_are_read_in_a_packed_file_too(
    encoding: str, name: str, data_folder: Path, tmp_path: Path
) -> None:
    """They were refused, and never named."""
    lines = OFFICE.splitlines(keepends=True)
    text = {"cp1252": lines[:2], "cp1256": [lines[0].replace("é", "e"), lines[2]]}
    content = "".join(text.get(encoding, lines)).encode(encoding)
    if name.endswith(".gz"):
        (tmp_path / name).write_bytes(gzip.compress(content))
    else:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("flows.csv", content)
    snapshot = load_trade(tmp_path / name, by=None).snapshot
    assert snapshot.record["own_exports"][0]["value_usd"] > 0
    known = {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "utf-16": "UTF-16"}
    assert f"read as {known[encoding]}" in " ".join(sentences(snapshot.record["notes"]))
    assert left_in(data_folder) == [snapshot.path]


def test_letters_of_several_kinds_are_refused_by_their_line(
    data_folder: Path, tmp_path: Path
) -> None:
    path = make_zip(tmp_path)
    text = f"{HEADER}2022,504,699,1,1,été\n".encode() + "2022,504,380,1,1,été\n".encode("cp1252")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("BACI_HS17_Y2022_V202601.csv", text)
    with pytest.raises(FileUnreadable, match=r"Line 3 of BACI_HS17_Y2022_V202601\.csv"):
        load_trade(path, by=None)
    assert left_in(data_folder) == []


def test_refusal_speaks_the_language_of_the_reader(data_folder: Path, tmp_path: Path) -> None:
    path = make_text(tmp_path, "x.csv", "a,b\n1,2\n")
    said = set()
    for language in ("en", "fr", "ar"):
        with translation.override(language), pytest.raises(Refusal) as refused:
            load_trade(path, by=None)
        with translation.override(language):
            said.add(str(refused.value))
    assert len(said) == 3
    assert all("x.csv" in message and "%(" not in message for message in said)


ROW = "2020,504,251,080510,1\n"
OWN = "year;exporter;importer;product;value_usd\n"
TOLD: dict[str, tuple[str, str]] = {
    "a month": (f"{HEADER}{ROW}202006,504,251,080511,1\n", "Ligne 3 de x.csv"),
    "no year": (f"{HEADER}0,504,251,080510,1\n", "« 0 »"),
    "an open quote": (f'{HEADER}{ROW}2020,504,251,"080511,1\n{ROW}', "Ligne 3 de x.csv"),
    "a longer row": (f"{OWN}2022;MAR;FRA;080510;3\n2022;MAR;ESP;080510;3;5\n", "ligne 3 de x.csv"),
    "letters for numbers": (f"{HEADER}2020,MA,251,080510,1\n", "Lignes : 2. Contenu : MA."),
    "marks out of place": (f"{OWN}2020;MAR;FRA;080510;1.00,5\n", "Lignes : 2. Contenu : 1.00,5."),
    "a blank for a country": (f"{OWN}2020;MAR; ;080510;5\n", "« importer » de x.csv"),
    "Arabic digits": (f"{OWN}٢٠٢٢;MAR;FRA;080510;10\n", "Lignes : 2. Contenu : ٢٠٢٢."),
    "an empty line above": (f"\n{OWN}2022;MAR;FRA;080510;\n", "« value_usd »"),
    "below zero": (f"{OWN}2022;MAR;FRA;080510;-3\n", "Lignes : 2. Contenu : -3"),
    "a comma of two readings": (f"{OWN}2022;MAR;FRA;080510;3,000\n", "3,000 à la ligne 2"),
    "a cut line": (f"{HEADER}{ROW}2020,504,251", "« 2020,504,251 »"),
    "one line of headings": ("a" * 100_000, "sa première ligne"),
    "nothing but the mark of its letters": ("\ufeff", "aucune ligne"),
}
ENGLISH = re.compile(r"\b(?:the|of|line|between|number|parse|row|its|cells)\b")


@pytest.mark.parametrize("case", TOLD)
def test_a_refusal_says_the_line_and_what_stands_there_in_the_language_of_the_reader(
    case: str, data_folder: Path, tmp_path: Path
) -> None:
    """Parts of them were in English, or a message of the parser, or no sentence at all."""
    text, told = TOLD[case]
    with translation.override("fr"), pytest.raises(Refusal) as refused:
        load_trade(make_text(tmp_path, "x.csv", text), by=None)
    with translation.override("fr"):
        said = str(refused.value).replace("\u00a0", " ")
    assert told in said
    assert not ENGLISH.search(said)


FORMS = {
    "fr": "sous i et j par son numéro (620)",
    "ar": "(620، PT، PRT)",
}


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize(
    "text", [f"{HEADER}2020,MA,251,080510,1,1\n", f"{OWN}2022;;FRA;080510;3\n"]
)
def test_a_refused_country_is_told_in_which_forms_countries_are_taken(
    text: str, language: str, data_folder: Path, tmp_path: Path
) -> None:
    """It was told of digits and of decimals."""
    with translation.override(language), pytest.raises(Refusal) as refused:
        load_trade(make_text(tmp_path, "x.csv", text), by=None)
    with translation.override(language):
        said = str(refused.value).replace("\u2068", "").replace("\u2069", "")
    assert FORMS[language] in said


def test_another_column_says_nothing_of_the_marks_of_the_value(
    data_folder: Path, tmp_path: Path
) -> None:
    """A quantity of 12,5 made 1,234 dollars of what may be 1234."""
    head = "year;exporter;importer;product;value_usd;quantity\n"
    text = f"{head}2022;MAR;FRA;080510;1,234;12,5\n2022;MAR;ESP;080510;3;2,5\n"
    with pytest.raises(AmountsAmbiguous, match="1,234 in row 2"):
        load_trade(make_text(tmp_path, "x.csv", text), by=None)
    rows = {"year": [2022], "exporter": ["MAR"], "importer": ["FRA"], "product": ["080510"]}
    pl.DataFrame({**rows, "value_usd": ["1.234"]}).write_parquet(tmp_path / "texts.parquet")
    with pytest.raises(AmountsAmbiguous, match=r"1\.234 in row 1"):
        load_trade(tmp_path / "texts.parquet", by=None)


def test_packed_data_that_stop_early_are_said_in_the_language_of_the_reader(
    data_folder: Path, tmp_path: Path
) -> None:
    path = make_text(tmp_path, "x.csv.gz", HEADER + ROW * 5000)
    path.write_bytes(path.read_bytes()[:-20])
    with translation.override("fr"), pytest.raises(Refusal) as refused:
        load_trade(path, by=None)
    with translation.override("fr"):
        assert "s’arrêtent trop tôt" in str(refused.value)


def test_unknown_source_is_refused_before_reading(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceUnknown, match="nowhere"):
        load_trade(make_csv(tmp_path), source_key="nowhere", by=None)
    assert left_in(data_folder) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG])
def test_full_disk_leaves_nothing(
    code: int, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(analysis, "import_flows", full)
    with pytest.raises(DiskFull):
        load_trade(make_csv(tmp_path), by=None)
    assert left_in(data_folder) == []


def test_what_a_killed_reading_left_goes_with_the_next(data_folder: Path, tmp_path: Path) -> None:
    path = make_csv(tmp_path)
    own, folder = analysis.fingerprint(path)[:8], data_folder / "snapshots" / "trade"
    left = {
        f".{own}-2.8o3v8ubg.part": 0.0,
        ".c85e3529.8o3v8ubg.part": 7 * 3600.0,
        ".c85e3529-2.xb2jk4l1.part": 60.0,  # may still be written
        ".c85e3529.old.part": 7 * 3600.0,  # the only whole one, perhaps
    }
    for name, age in left.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "flows.parquet").write_text("x")
        os.utime(folder / name, (time.time() - age, time.time() - age))
    load_trade(path, by=None)
    assert sorted(one.name for one in folder.glob(".*.part")) == [
        ".c85e3529-2.xb2jk4l1.part", ".c85e3529.old.part",
    ]  # fmt: skip


def test_folder_goes_when_the_record_fails(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise RuntimeError("no record today")

    monkeypatch.setattr(keeping, "record", broken)
    with pytest.raises(RuntimeError):
        load_trade(make_csv(tmp_path), by=None)
    assert left_in(data_folder) == []
    assert not Snapshot.objects.exists()


def test_progress_is_told(data_folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    load_trade(
        make_zip(tmp_path),
        by=None,
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert told
    assert told[-1][0] == told[-1][1]
