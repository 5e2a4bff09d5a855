"""Customs files: what is kept is what the file says, and what is not kept is counted and said."""

from __future__ import annotations

import gzip
import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nasij.audit.models import Event
from nasij.datasets.acts import (
    Loaded,
    choose_snapshot,
    load_association,
    load_customs,
    load_trade,
    retire_snapshot,
)
from nasij.datasets.analysis import kept_rejects
from nasij.datasets.errors import CurrencyContradicts, NothingUsable
from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files import intake as intake_module
from nasij.datasets.firm_files import years as years_module
from nasij.datasets.firm_pages import firm_file_page
from nasij.datasets.forms import LoadForm
from nasij.datasets.kept import Survival, YearOfExporters
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import exporter_counts, firm_sums, firm_years, sentences, years_of_file
from nasij.datasets.rejects import reject_lines
from nasij.files.countries import load_countries
from nasij.work.errors import Refusal
from tests.people import Cast
from tests.rooms.datasets.firm_lines import AGADIR, HEADINGS, LINES, ice, many, write
from tests.rooms.datasets.made_files import make_csv

pytestmark = pytest.mark.django_db

BY = ("firm", "region", "product", "market")


def code(number: int) -> str:
    return codes.firm_code("identifier", ice(number))


def sums(snapshot: Snapshot) -> dict[tuple[Any, ...], float]:
    rows = firm_sums(years_of_file(snapshot), ("firm", "market"))
    return {tuple(row[:-1]): row[-1] for row in rows.iter_rows()}


def load(folder: Path, lines: Any = tuple(LINES), **options: Any) -> Snapshot:
    return loaded(folder, lines, **options).snapshot


def loaded(folder: Path, lines: Any = tuple(LINES), **options: Any) -> Loaded:
    given = {
        name: options.pop(name) for name in ("headings", "delimiter", "encoding") if name in options
    }
    return load_customs(write(folder / "customs.csv", lines, **given), by=None, **options)


def test_values_are_summed_by_firm_market_and_year(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load(tmp_path)
    found = sums(snapshot)
    assert found[2023, code(1), "FRA"] == pytest.approx(1_500_000.50)
    assert found[2023, code(1), "ESP"] == 500_000
    assert found[2024, code(1), "FRA"] == 2_000_000
    assert found[2024, code(3), "ESP"] == 9_000_000
    assert (snapshot.year_from, snapshot.year_until, snapshot.row_count) == (2023, 2024, 6)
    assert snapshot.record["currency"] == "MAD"
    regions = firm_sums(years_of_file(snapshot), ("firm", "region"))
    assert dict(regions.select("firm", "region").iter_rows())[code(3)] == "01"


@pytest.mark.parametrize("count", [1, 7, 400])
def test_the_snapshot_equals_a_loop_over_the_file(
    count: int, data_folder: Path, tmp_path: Path
) -> None:
    lines = many(count, seed=count)
    expected: Counter[tuple[Any, ...]] = Counter()
    for number, _name, place, good, market, period, value in lines:
        region = {"Agadir": "09", "Tanger": "01"}[place]
        firm = codes.firm_code("identifier", number)
        expected[int(period[:4]), firm, region, good[:6], market] += float(value)
    rows = firm_sums(years_of_file(load(tmp_path, lines)), BY)
    found = {tuple(row[:-1]): row[-1] for row in rows.iter_rows()}
    assert found.keys() == expected.keys()
    assert all(math.isclose(found[key], expected[key], rel_tol=1e-12) for key in found)


def test_a_firm_without_number_goes_by_name_and_place(data_folder: Path, tmp_path: Path) -> None:
    named = codes.firm_code("name", codes.by_name("COOPERATIVE TISSA", ""))
    assert sums(load(tmp_path))[2024, named, "USA"] == 12_000


def test_no_name_and_no_number_is_left_in_the_figures(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load(tmp_path)
    kept = b"".join(
        path.read_bytes() for path in sorted(snapshot.path.rglob("*")) if path.is_file()
    )
    for text in ("Primeurs", "Tissa", ice(1), "Agadir"):
        assert text.encode() not in kept
    assert not list((data_folder / "snapshots" / ".reading").glob("*"))


STYLES = {
    "semicolons and commas": (";", "utf-8", "1 234,50"),
    "points": (",", "utf-8", "1234.50"),
    "thousands with commas": ("\t", "utf-8", "1,234.50"),
    "thousands with points": ("|", "utf-8-sig", "1.234,50"),
    "windows": (";", "cp1252", "1234,50"),
    "utf-16": ("\t", "utf-16", "1234,50"),
    "arabic digits": (";", "utf-8", "١٢٣٤٫٥٠"),
}


@pytest.mark.parametrize("style", STYLES)
def test_delimiters_encodings_and_decimals(style: str, data_folder: Path, tmp_path: Path) -> None:
    delimiter, encoding, value = STYLES[style]
    lines = [(ice(1), "Société Été", "Agadir", "070200", "FRA", "2024-05", value)]
    snapshot = load(tmp_path, lines, delimiter=delimiter, encoding=encoding)
    assert sums(snapshot) == {(2024, code(1), "FRA"): 1234.5}


def test_arabic_headings_and_windows_page(data_folder: Path, tmp_path: Path) -> None:
    headings = (
        "التعريف الموحد للمقاولة",
        "المقاولة",
        "الإقليم",
        "المنتوج",
        "البلد",
        "السنة",
        "القيمة",
    )
    lines = [(ice(1), "تعاونية تيسة", "أكادير", "070200", "فرنسا", "2024", "100")]
    snapshot = load(tmp_path, lines, headings=headings, encoding="cp1256")
    assert sums(snapshot) == {(2024, code(1), "FRA"): 100}


def test_titles_above_the_headings_and_packed_file(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "export.csv.gz"
    plain = write(tmp_path / "plain.csv").read_text()
    path.write_bytes(gzip.compress(f"Office;;;\nÉdition 2024\n{plain}".encode()))
    assert load_customs(path, by=None).snapshot.row_count == len(LINES)


def test_excel_parquet_and_csv_say_the_same(data_folder: Path, tmp_path: Path) -> None:
    book_path = tmp_path / "customs.xlsx"
    with xlsxwriter.Workbook(book_path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for at, line in enumerate(LINES, start=1):
            sheet.write_row(at, 0, [*line[:-1], float(line[-1].replace(",", "."))])
    frame = pl.DataFrame([line[:-1] for line in LINES], schema=HEADINGS[:-1], orient="row")
    values = [float(line[-1].replace(",", ".")) for line in LINES]
    frame.with_columns(pl.Series(HEADINGS[-1], values)).write_parquet(tmp_path / "customs.parquet")
    expected = sums(load(tmp_path))
    assert sums(load_customs(book_path, by=None).snapshot) == expected
    assert sums(load_customs(tmp_path / "customs.parquet", by=None).snapshot) == expected


BAD = {
    "firm_missing": ("", "", "Agadir", "070200", "FRA", "2024-05", "1"),
    "firm_shortened": ("1,23E+14", "X", "Agadir", "070200", "FRA", "2024-05", "1"),
    "period_missing": (ice(1), "X", "Agadir", "070200", "FRA", "", "1"),
    "period_unreadable": (ice(1), "X", "Agadir", "070200", "FRA", "hier", "1"),
    "month_unknown": (ice(1), "X", "Agadir", "070200", "FRA", "2024-13", "1"),
    "period_future": (ice(1), "X", "Agadir", "070200", "FRA", "2099-01", "1"),
    "product_unreadable": (ice(1), "X", "Agadir", "tomates", "FRA", "2024-05", "1"),
    "market_unknown": (ice(1), "X", "Agadir", "070200", "Atlantide", "2024-05", "1"),
    "market_own": (ice(1), "X", "Agadir", "070200", "Maroc", "2024-05", "1"),
    "value_missing": (ice(1), "X", "Agadir", "070200", "FRA", "2024-05", ""),
    "value_unreadable": (ice(1), "X", "Agadir", "070200", "FRA", "2024-05", "cher"),
    "value_negative": (ice(1), "X", "Agadir", "070200", "FRA", "2024-05", "-5"),
}


def test_each_bad_row_is_refused_with_its_reason_and_all_balance(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = load(tmp_path, [*LINES, *BAD.values()])
    record = snapshot.record
    assert record["problems"] == dict.fromkeys(BAD, 1)
    assert record["rows"] == record["kept"] + record["rejected"] == len(LINES) + len(BAD)
    found = [(row, problem) for row, problem, _value in kept_rejects(snapshot.path).iter_rows()]
    assert found == list(enumerate(BAD, start=len(LINES) + 2))
    assert record["value_kept"] == pytest.approx(sum(record["totals"].values()))
    # Nine amounts of 1 were refused; one of −5 takes nothing from what was read.
    assert record["value_read"] - record["value_kept"] == pytest.approx(9)
    assert "Rows refused: 12 of 18." in sentences(snapshot.found.notes)  # of few firms: no share


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_row_without_a_year_is_told_the_field_of_the_page(
    language: str, data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """It named the option of a command, which who loads a file on a page does not have."""
    snapshot = load(tmp_path, [*LINES, BAD["period_missing"]])
    page = as_analyst.get(f"/{language}/datasets/{snapshot.pk}/").content.decode()
    with translation.override(language):
        label = str(LoadForm.base_fields["year"].label)
        told = [line[-1] for line in reject_lines(snapshot)]
    assert label in told[1]
    assert "--year" in told[1]
    assert label in page


FOUR_FAULTS = (ice(1), "X", "Agadir", "tomates", "Atlantide", "hier", "cher")


def test_a_row_tells_all_its_faults_with_the_cells_as_they_are_written(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """It once told the first of four, and that “0 DH” was refused."""
    snapshot = load(tmp_path, [*LINES, FOUR_FAULTS])
    line = len(LINES) + 2
    assert list(kept_rejects(snapshot.path).iter_rows()) == [
        (line, "period_unreadable", "hier"),
        (line, "product_unreadable", "tomates"),
        (line, "market_unknown", "Atlantide"),
        (line, "value_unreadable", "cher"),
    ]
    assert snapshot.record["rejected"] == 1
    page = as_analyst.get(f"/fr/datasets/{snapshot.pk}/").content.decode()
    assert [cell for cell in ("hier", "tomates", "Atlantide", "cher") if cell not in page] == []
    assert "1 ligne sans montant à additionner" in page


def test_of_a_broken_row_only_that_is_told(data_folder: Path, tmp_path: Path) -> None:
    snapshot = load(tmp_path, [*LINES, (*FOUR_FAULTS, "une cellule de trop")])
    assert snapshot.record["problems"] == {"row_too_long": 1}


@pytest.mark.parametrize(("period", "said"), [("03/04/2024", True), ("23/04/2024", False)])
def test_a_period_of_two_readings_is_pointed_at(
    period: str, said: bool, data_folder: Path, tmp_path: Path
) -> None:
    row = (ice(1), "X", "Agadir", "070200", "FRA", period, "1")
    with translation.override("fr"):
        remarks = " ".join(sentences(load(tmp_path, [*LINES, row]).found.notes))
    assert ("3 avril 2024" in remarks) == said


def test_a_file_without_one_good_row_is_refused_and_leaves_nothing(
    data_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(NothingUsable) as refused:
        load(tmp_path, [BAD["value_negative"]])
    assert "below zero" in str(refused.value)
    assert refused.value.remedy
    assert not Snapshot.objects.exists()
    assert not list(data_folder.glob("snapshots/**/*.parquet"))


def test_of_each_reason_a_row_is_told_however_many_rows_are_refused(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reasons met after the last row that is listed had no example."""
    monkeypatch.setattr(years_module, "SHOWN_REJECTS", 1)
    snapshot = load(tmp_path, [*LINES, *BAD.values()])
    assert snapshot.record["examples"].keys() == snapshot.record["problems"].keys()


def test_rows_of_another_currency_are_refused(data_folder: Path, tmp_path: Path) -> None:
    headings = (*HEADINGS[:-1], "Valeur", "Devise")
    lines = [(*line, "MAD") for line in LINES] + [(*LINES[0], "EUR")]
    snapshot = load(tmp_path, lines, headings=headings)
    assert snapshot.record["problems"] == {"currency_other": 1}
    assert snapshot.record["currency"] == "MAD"


def test_what_is_kept_and_doubtful_is_said(data_folder: Path, tmp_path: Path) -> None:
    more = [
        LINES[0],  # repeated
        (ice(4), "D", "Atlantis", "70200", "FRA", "2024-05", "0"),  # lost zero, no place, zero
        (ice(4), "D", "Agadir", "9999", "", "2024-05", "5"),
        (ice(4), "D", "Agadir", "", "FRA", "2024-05", "5"),
    ]
    snapshot = load(tmp_path, [*LINES, *more])
    notes = {note["code"]: note["values"] for note in snapshot.record["notes"]}
    assert notes["repeated"]["count"] == 1
    assert notes["zero"]["count"] == 1
    assert notes["product_zero"]["examples"] == ["70200"]
    assert notes["product_unknown"]["examples"] == ["9999"]
    assert notes["product_not_said"]["count"] == 1
    assert notes["market_not_said"]["count"] == 1
    assert notes["place_unknown"]["examples"] == ["Atlantis"]
    assert notes["place_not_said"]["count"] == 1
    assert notes["product_cut"]["count"] == 6
    said = [note["values"]["year"] for note in snapshot.record["notes"] if "year" in note["values"]]
    assert said == [2023, 2024]  # months lack
    assert all("%(" not in one for one in sentences(snapshot.found.notes))


def test_thousands_in_the_heading_are_multiplied_and_said(
    data_folder: Path, tmp_path: Path
) -> None:
    snapshot = load(tmp_path, headings=(*HEADINGS[:-1], "Valeur FOB (KDH)"))
    assert sums(snapshot)[2024, code(1), "FRA"] == 2_000_000_000
    assert "thousands of MAD" in " ".join(sentences(snapshot.found.notes))


def test_the_same_file_again_changes_nothing(data_folder: Path, tmp_path: Path) -> None:
    first = load(tmp_path)
    events = Event.objects.count()
    again = loaded(tmp_path)
    assert again.snapshot == first
    assert again.is_known
    assert Event.objects.count() == events


def test_an_older_file_again_says_that_a_newer_one_keeps_its_years(
    data_folder: Path, tmp_path: Path
) -> None:
    load(tmp_path)
    newer = load_customs(write(tmp_path / "newer.csv", [LINES[4]]), by=None).snapshot  # of 2024
    again = loaded(tmp_path)
    assert again.is_known
    told = again.notes[1]
    assert told["values"] == {"years": ["2024"], "newer": [str(newer)]}
    assert "retire the newer" in sentences([told])[0]
    assert "not_read" not in [
        n["code"] for n in Snapshot.objects.get(pk=again.snapshot.pk).found.notes
    ]
    headings = (*HEADINGS[:-1], "Valeur FOB (EUR)")
    load_customs(write(tmp_path / "eur.csv", [LINES[4]], headings), by=None)
    assert "another currency (EUR)" in sentences(loaded(tmp_path).notes)[1]


def test_a_killed_load_leaves_nothing_and_can_be_repeated(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: Any, **options: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(intake_module, "write_people", killed)
        with pytest.raises(Killed):
            load(tmp_path)
    assert not Snapshot.objects.exists()
    assert not list(data_folder.glob("snapshots/customs/*"))
    left = data_folder / "snapshots" / ".reading"
    clean = sums(load(tmp_path))
    assert clean[2024, code(3), "ESP"] == 9_000_000
    assert not list(left.glob("*"))


def test_names_left_by_dead_readings_go_after_some_hours(data_folder: Path, tmp_path: Path) -> None:
    of_reading = data_folder / "snapshots" / ".reading" / "0123"
    of_writing = data_folder / "snapshots" / "customs" / ".0123.x.part"
    young = data_folder / "snapshots" / ".reading" / "4567"
    for folder in (of_reading, of_writing, young):
        folder.mkdir(parents=True)
    for folder in (of_reading, of_writing):
        os.utime(folder, (0, 0))
    load(tmp_path)
    assert not of_reading.exists()
    assert not of_writing.exists()
    assert young.exists()  # perhaps of a reading that goes on


WRONG = {
    "no value": (b"ICE;SH;Pays;Annee\n1;2;3;2024\n", "lacks these columns"),
    "headings only": (";".join(HEADINGS).encode() + b"\n", "holds no rows"),
    "empty": (b"", "holds no rows"),
    "cut": (
        "\n".join((";".join(HEADINGS), ";".join(LINES[0]), "0015;X")).encode(),
        "ends before its end",
    ),
    "binary": (b"PK\x03\x04 and more", "ends before its end"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_refused(case: str, data_folder: Path, tmp_path: Path) -> None:
    content, sentence = WRONG[case]
    path = tmp_path / "customs.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence) as refused:
        load_customs(path, by=None)
    assert refused.value.remedy
    assert not Snapshot.objects.exists()


def test_columns_and_year_can_be_named(data_folder: Path, tmp_path: Path) -> None:
    headings = ("Matricule", "SH", "Pays", "Total")
    path = write(tmp_path / "c.csv", [("A7", "070200", "FRA", "10")], headings)
    snapshot = load_customs(
        path, by=None, year=2022, currency="EUR", columns={"firm": "Matricule", "value": "Total"}
    ).snapshot
    assert sums(snapshot) == {(2022, codes.firm_code("firm", "A7"), "FRA"): 10}
    assert snapshot.record["currency"] == "EUR"


def test_files_of_years_stand_side_by_side_and_the_newest_wins(
    data_folder: Path, tmp_path: Path
) -> None:
    old = load_customs(write(tmp_path / "a.csv", many(50, years=(2021, 2022))), by=None).snapshot
    new = load_customs(write(tmp_path / "b.csv", many(50, years=(2022, 2023))), by=None).snapshot
    files = firm_years()
    assert files.snapshots == {2021: old, 2022: new, 2023: new}
    retire_snapshot(snapshot=new, by=None)
    assert firm_years().snapshots == {2021: old, 2022: old}
    choose_snapshot(snapshot=new, by=None)
    assert set(firm_years().files) == {old, new}


def test_counts_of_several_files_are_those_of_one(data_folder: Path, tmp_path: Path) -> None:
    lines = many(600)
    early = [line for line in lines if line[5] < "2022"]
    late = [line for line in lines if line[5] >= "2022"]
    load_customs(write(tmp_path / "a.csv", early), by=None)
    load_customs(write(tmp_path / "b.csv", late), by=None)
    two = {one.definition: one.nation for one in exporter_counts()}
    Snapshot.objects.all().delete()
    load_customs(write(tmp_path / "c.csv", lines), by=None)
    one = {found.definition: found.nation for found in exporter_counts()}
    assert set(one) == {"exporter_any", "exporter_active"}
    for definition, rows in one.items():
        for mine, theirs in zip(rows, two[definition], strict=True):
            assert asdict(mine) == pytest.approx(asdict(theirs), nan_ok=True)


def test_counts_obey_the_identity_of_stock_and_flow(data_folder: Path, tmp_path: Path) -> None:
    lines = many(150)
    load(tmp_path, lines)
    counts = next(one for one in exporter_counts() if one.definition == "exporter_any")
    seen = {
        year: {line[0] for line in lines if line[5][:4] == str(year)} for year in range(2020, 2025)
    }
    for before, row in zip(counts.nation, counts.nation[1:], strict=False):
        year = row.year
        assert row.exporters == len(seen[year])
        assert row.entrants == len(seen[year] - seen[year - 1])
        assert row.exiters == len(seen[year - 1] - seen[year])
        assert row.exporters == before.exporters - row.exiters + row.entrants
    kept = Snapshot.objects.get().record["counts"]["definitions"]["exporter_any"]
    read = {"nation": YearOfExporters, "region": YearOfExporters, "survival": Survival}
    for name, kind in read.items():  # neither less nor more than is read
        named = {field.name for field in fields(kind)}
        assert all(row.keys() | {"region"} == named | {"region"} for row in kept[name]), name


def test_cells_of_few_firms_are_hidden(data_folder: Path, tmp_path: Path) -> None:
    load(tmp_path)  # three firms
    for counts in exporter_counts():
        assert all(row.exporters is None and row.hidden for row in counts.nation)


@pytest.mark.parametrize(
    ("language", "withheld"),
    [
        ("fr", "Non affiché : secret statistique"),
        ("ar", "غير معروض: السر الإحصائي"),
        ("en", "Not shown: statistical secrecy"),
    ],
)
def test_the_balance_of_a_file_does_not_tell_its_hidden_year(
    language: str, withheld: str, data_folder: Path, tmp_path: Path
) -> None:
    """The value kept, less the years that are shown, is the value of the hidden one."""
    few = [(ice(1), "A", AGADIR, "280920", "IND", "2025-01", "2000000")]
    for lines, hides in ((many(600), False), (few, True), ([*many(600), *few], True)):
        loaded = load_customs(write(tmp_path / f"{len(lines)}.csv", lines), by=None)
        with translation.override(language):
            facts = [str(fact.value) for fact in firm_file_page(loaded.snapshot).balance]
        said = [fact.replace("\u00a0", " ").replace("\u202f", " ") for fact in facts]
        assert said.count(withheld) == (2 if hides else 0)


def test_members_of_an_association_have_no_values(data_folder: Path, tmp_path: Path) -> None:
    path = write(
        tmp_path / "members.csv",
        [(ice(1), "Souss Primeurs", "Agadir", "FRA"), (ice(2), "Argan", "Agadir", "")],
        ("ICE", "Adhérent", "Ville", "Marché"),
    )
    snapshot = load_association(path, by=None, year=2025).snapshot
    assert (snapshot.row_count, snapshot.record["currency"]) == (2, "")
    assert {row[:3] for row in sums(snapshot)} == {(2025, code(1), "FRA"), (2025, code(2), "")}
    assert exporter_counts() == []


def test_markets_and_products_of_members_are_read_under_their_plurals(
    data_folder: Path, tmp_path: Path
) -> None:
    """A cell of several, or of words, takes no member from the list."""
    lines = [
        ("Souss Primeurs", "FRA", "0702000000"),
        ("Argan", "France, Espagne", "huile"),
        ("Tissa", "", ""),
    ]
    headings = ("Adhérent", "Marchés", "Produits")
    snapshot = load_association(write(tmp_path / "members.csv", lines, headings), by=None).snapshot
    assert snapshot.row_count == 3
    assert sorted(row[2] for row in sums(snapshot)) == ["", "", "FRA"]
    notes = {note["code"]: note["values"] for note in snapshot.found.notes}
    assert notes["market_unread"] == {"count": 1, "examples": ["France, Espagne"]}
    assert notes["product_unread"] == {"count": 1, "examples": ["huile"]}
    assert "year_running" not in notes  # nobody leaves a list when its year is not over


@pytest.mark.parametrize(
    "market", ["France, Allemagne", "FRA;DEU", "France et Allemagne", "فرنسا وألمانيا", "FR / DE"]
)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_cell_of_several_countries_asks_for_a_row_of_each(
    market: str, language: str, data_folder: Path, tmp_path: Path
) -> None:
    """It had been told to write the usual name of a country, which both are."""
    members = [("Souss Primeurs", market), ("Argan", "Trinité-et-Tobago")]
    headings = ("Adhérent", "Pays")
    path = write(tmp_path / "members.csv", members, headings, delimiter="\t")
    snapshot = load_association(path, by=None, year=2025).snapshot
    assert snapshot.record["problems"] == {"market_several": 1}
    with translation.override(language):
        (_headings, line) = reject_lines(snapshot)
    assert {"fr": "plusieurs", "ar": "عدة", "en": "several"}[language] in line[-2]
    assert {"fr": "ligne", "ar": "سطر", "en": "row"}[language] in line[-1]


def test_a_country_beside_none_is_not_several(data_folder: Path, tmp_path: Path) -> None:
    rows = [(ice(1), "X", "Agadir", "070200", "France, Atlantide", "2024-05", "1")]
    assert load(tmp_path, [*LINES, *rows]).record["problems"] == {"market_unknown": 1}


def test_a_plural_gives_way_to_the_usual_heading(data_folder: Path, tmp_path: Path) -> None:
    words = [(*line, "tomates et agrumes") for line in LINES]
    assert sums(
        load_customs(
            write(tmp_path / "words.csv", words, (*HEADINGS, "Produits")), by=None
        ).snapshot
    ) == (sums(load(tmp_path)))


def test_of_two_hidden_regions_neither_is_told_to_the_other(
    data_folder: Path, tmp_path: Path
) -> None:
    """A firm each: the total less the shown regions gave each the figures of the other."""
    firms = {"01": 1, "02": 1, "04": 7, "06": 9}
    lines = [
        (ice(100 * int(region) + firm), "A", region, "280920", "IND", "2024", "2000")
        for region, count in firms.items()
        for firm in range(count)
    ]
    load(tmp_path, lines)
    counts = next(one for one in exporter_counts() if one.definition == "exporter_any")
    assert {row.region for row in counts.region if row.hidden} == {"01", "02", "04"}


def test_what_hides_under_one_definition_hides_under_the_other(
    data_folder: Path, tmp_path: Path
) -> None:
    """Four active exporters of six were hidden beside the six: the shown bounds the hidden."""
    firms = {"01": (4, 2), "02": (6, 2), "04": (9, 0), "06": (12, 0)}
    lines = [
        (ice(100 * int(region) + firm), "A", region, "280920", "IND", year, value)
        for region, (active, small) in firms.items()
        for firm in range(active + small)
        for year in ("2023", "2024")
        for value in ["2000000" if firm < active else "900000"]
    ]
    load(tmp_path, lines)
    counted = exporter_counts()
    assert len(counted) == 2
    hidden = [
        {
            (row.region, row.year, name)
            for row in counts.region
            for name in ("exporters", "entrants", "exiters", "value")
            if getattr(row, name) is None
        }
        for counts in counted
    ]
    assert ("01", 2024, "exporters") in hidden[0]
    assert hidden[0] == hidden[1]
    for counts in counted:
        assert all(row.hidden == (row.exporters is None) for row in counts.region)


def test_page_shows_balance_reasons_and_counts(
    data_folder: Path, tmp_path: Path, cast: Cast
) -> None:
    snapshot = load(tmp_path, [*many(400), *BAD.values()])
    page = cast.client("analyst").get(f"/fr/datasets/{snapshot.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Atlantide" in text
    assert "Souss-Massa" in text
    assert "Firme 1" not in text
    for client in (cast.visitor, cast.client("delegate")):
        assert client.get(f"/fr/datasets/{snapshot.pk}/").status_code == 404


def test_refused_rows_come_in_the_language_of_the_reader(
    data_folder: Path, tmp_path: Path, cast: Cast
) -> None:
    snapshot = load(tmp_path, [*LINES, *BAD.values()])
    said = set()
    for language in ("fr", "ar", "en"):
        with translation.override(language):
            address = reverse("datasets:rejects", args=[snapshot.pk])
        answer = cast.client("analyst").get(address)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert len(text.strip().splitlines()) == len(BAD) + 1
        assert "Code SH;tomates" in text
        said.add(text.splitlines()[0])
    assert len(said) == 3
    assert cast.client("delegate").get(address).status_code == 404


def test_a_trade_file_has_no_refused_rows(data_folder: Path, tmp_path: Path, cast: Cast) -> None:
    snapshot = load_trade(make_csv(tmp_path), by=None).snapshot
    with translation.override("fr"):
        address = reverse("datasets:rejects", args=[snapshot.pk])
    assert cast.client("analyst").get(address).status_code == 404


def test_an_analyst_loads_from_the_page(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    path = write(tmp_path / "page.csv")
    with path.open("rb") as file, translation.override("fr"):
        answer = as_analyst.post(
            reverse("datasets:load"), {"kind": "customs", "file": file, "currency": "MAD"}
        )
        job = as_analyst.get(answer["Location"]).content.decode()
    snapshot = Snapshot.objects.get(kind="customs")
    assert answer.status_code == 302
    assert f"/datasets/{snapshot.pk}/" in job


def firms_of_2023(count: int) -> list[tuple[str, ...]]:
    return [(ice(1 + i), "A", "09", "080510", "FRA", "2023", "100") for i in range(count)]


def test_a_file_that_leaves_a_year_few_firms_says_so_and_how_to_go_back(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    whole = load_customs(write(tmp_path / "whole.csv", firms_of_2023(38)), by=None).snapshot
    path = write(tmp_path / "part.csv", firms_of_2023(9))
    with path.open("rb") as file:
        asked = {"kind": "customs", "file": file}
        job = as_analyst.post("/en/datasets/load/", asked, follow=True).content.decode()
    part = Snapshot.objects.get(origin="part.csv")
    page = as_analyst.get(f"/en/datasets/{part.pk}/").content.decode()
    for text in (job, page):
        assert "In 2023, this file names less than half as many firms" in text
        assert "retire it" in text
    # The list had it among the retired, its own page called it in use.
    own = as_analyst.get(f"/en/datasets/{whole.pk}/").content.decode()
    listed = as_analyst.get("/en/datasets/").content.decode()
    for text in (own, listed):
        assert text.count("Replaced by a newer file") == 1
    assert "In use" not in own
    assert listed.index(f"/datasets/{part.pk}/") < listed.index("Replaced by a newer file")
    retire_snapshot(snapshot=part, by=None)
    assert firm_years().snapshots[2023].origin == "whole.csv"


def test_a_total_behind_an_identifier_is_no_total(data_folder: Path, tmp_path: Path) -> None:
    row = (ice(1), "Souss Primeurs SARL", AGADIR, "0702000000", "Total", "2023-01", "5")
    record = load_customs(write(tmp_path / "c.csv", [*LINES, row]), by=None).snapshot.record
    assert record["problems"] == {"market_total": 1}
    assert not [note for note in record["notes"] if note["code"] == "totals_left_out"]


@pytest.mark.parametrize(
    "heading",
    ["valeur en euros", "value_usd", "Valeur (€)", "Montant $", "Valeur (k€)"],
)
def test_a_currency_that_the_heading_denies_is_refused(
    data_folder: Path, tmp_path: Path, heading: str
) -> None:
    path = write(tmp_path / "c.csv", LINES, [*HEADINGS[:-1], heading])
    with pytest.raises(CurrencyContradicts):
        load_customs(path, by=None, currency="MAD")
    assert load_customs(path, by=None).snapshot.found.currency != "MAD"


@pytest.mark.parametrize("heading", ["Valeur £", "Montant (CFA)", "Montant (C$)", "Valeur (¥)"])
@pytest.mark.parametrize("currency", ["", "MAD"])
def test_a_currency_that_is_not_known_is_told(
    data_folder: Path, tmp_path: Path, heading: str, currency: str
) -> None:
    path = write(tmp_path / "c.csv", LINES, [*HEADINGS[:-1], heading])
    notes = load_customs(path, by=None, currency=currency).snapshot.record["notes"]
    told = next(note["values"] for note in notes if note["code"] == "unit_unknown")
    assert told == {"heading": heading, "unit": "MAD"}


def test_a_file_left_out_for_its_currency_is_not_called_replaced(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    path = write(tmp_path / "dirhams.csv", firms_of_2023(1))
    in_dirhams = load_customs(path, by=None, currency="MAD").snapshot
    lines = [(*line[:5], "2024", "100") for line in firms_of_2023(2)]
    in_euros = write(tmp_path / "euros.csv", lines, [*HEADINGS[:-1], "Valeur FOB"])
    load_customs(in_euros, by=None, currency="EUR")
    page = as_analyst.get(f"/en/datasets/{in_dirhams.pk}/").text
    assert "the newest file is in another currency" in page
    assert "Replaced" not in page


def test_a_file_of_about_as_many_firms_is_no_matter(data_folder: Path, tmp_path: Path) -> None:
    load_customs(write(tmp_path / "whole.csv", firms_of_2023(10)), by=None)
    newer = load_customs(write(tmp_path / "newer.csv", firms_of_2023(5)), by=None).snapshot
    assert not any("in the one used before" in said for said in sentences(newer.found.notes))


def test_the_page_says_which_figures_are_hidden_and_hides_them(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Of a year that is shown, four exits are told: the sentence must not say otherwise."""
    lines = [*firms_of_2023(12)]
    lines += [(*line[:5], "2024", line[6]) for line in lines[:8]]
    snapshot = load_customs(write(tmp_path / "c.csv", lines), by=None).snapshot
    counts = next(one for one in exporter_counts() if one.definition == "exporter_any")
    assert [row.exiters for row in counts.nation][-1] == 4
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/").content.decode()
    assert "entries and exits are told however few they are" in page


def _of_years(present: dict[str, dict[int, Sequence[int]]]) -> list[tuple[str, ...]]:
    """Firms of each region by their numbers in each year."""
    return [
        (ice(100 * int(region) + firm), "A", region, "280920", "IND", str(year), "2000")
        for region, years in present.items()
        for year, firms in years.items()
        for firm in firms
    ]


def test_no_hidden_region_follows_from_its_entries_and_exits(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """11 less 9 entries and with 2 exits told the 4 of the year before, which was hidden."""
    present = {
        "02": {2023: range(4), 2024: range(2, 13)},
        "04": {2023: range(20), 2024: range(3, 25)},
        "06": {2023: range(40), 2024: range(5, 45)},
    }
    snapshot = load_customs(write(tmp_path / "c.csv", _of_years(present)), by=None).snapshot
    table = firm_file_page(snapshot).counted[0].region
    assert table is not None
    rows = {str(row[0]): row[1:] for row in table.rows}
    assert rows["Oriental"] == [None, 11, None, None]
    assert rows["Casablanca-Settat"] == [40, 40, 5, 5]
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/").text
    assert "nor the entries and exits between it and the year beside" in page


def test_survival_without_interruption_is_told_from_who_exports_in_the_year(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Of ten who begin in 2021 eight are there in 2024, of whom three paused: 50% and 80%."""
    old = range(10, 60)
    paused = {2023: [*range(5), *old], 2024: [*range(8), *old]}
    present = {"01": {2020: [*old], 2021: [*range(60)], 2022: [*range(60)], **paused}}
    snapshot = load_customs(write(tmp_path / "c.csv", _of_years(present)), by=None).snapshot
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/").text
    assert "without interruption" in page
    assert "also after a pause" in page
    for text in ("still export after one year", "Still there"):
        assert text not in page


def test_entries_by_region_are_not_said_to_add_up(
    data_folder: Path, tmp_path: Path, as_analyst: Client
) -> None:
    """Three firms whose row of 2024 lacks its place leave a region, and the nation nobody."""
    lines = _of_years({"04": {2023: range(20), 2024: range(20)}})
    lines += _of_years({"06": {2023: range(20), 2024: range(3, 20)}})
    lines += [(ice(600 + n), "A", "", "280920", "IND", "2024", "2000") for n in range(3)]
    snapshot = load_customs(write(tmp_path / "c.csv", lines), by=None).snapshot
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/").text
    assert "do not add up to those of the nation" in page


@pytest.fixture
def as_analyst(cast: Cast) -> Client:
    return cast.client("analyst")


@pytest.mark.parametrize("damage", [{"counts": 3}, {"years": [2020], "kept": 3}])
def test_a_damaged_record_of_firms_is_told(
    data_folder: Path, tmp_path: Path, as_analyst: Client, damage: dict[str, Any]
) -> None:
    snapshot = load(tmp_path)
    Snapshot.objects.update(record={**({} if "kept" in damage else snapshot.record), **damage})
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/")
    assert page.status_code == 200
    assert ("is damaged" in page.content.decode()) == ("kept" in damage)
    assert exporter_counts() == []


def test_rows_of_totals_are_no_firms_and_are_compared_with_their_rows(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = [
        *LINES[:4],
        ("", "Sous-total Souss-Massa", "", "", "", "", "4030000,50"),
        *LINES[4:],
        ("", "المجموع", "", "", "", "2024", "11013000"),
        ("Total général", "", "", "", "", "2023", "13042000,5"),
    ]
    snapshot = load(tmp_path, lines)
    assert sums(snapshot) == sums(load(tmp_path))
    assert (snapshot.record["rows"], snapshot.row_count) == (9, 6)
    notes = {note["code"]: note["values"] for note in snapshot.record["notes"]}
    assert notes["totals_left_out"] == {"count": 3, "rows": ["6", "9", "10"]}
    assert notes["totals_agree"] == {"count": 2}
    assert notes["totals_differ"] == {
        "count": 1, "row": "9", "said": 11_013_000.0, "found": 11_012_000.0,
    }  # fmt: skip


_TWO = [
    (ice(1), "A", "Souss-Massa", "", "FRA", "2023", "1000"),
    (ice(2), "B", "Oriental", "", "FRA", "2024", "4000"),
    (ice(1), "A", "Souss-Massa", "", "FRA", "2024", "2000"),
]


@pytest.mark.parametrize(
    ("total", "place", "year", "said", "found"),
    [
        ("TOTAL", "", "", 7000, None),
        ("TOTAL", "", "", 4000, 7000),
        ("TOTAL", "", "", 5000, 7000),
        ("Total", "Oriental", "", 4000, None),
        ("Total", "Oriental", "", 3000, 4000),
        ("Total Souss-Massa", "", "", 3000, None),
        ("Sous-total Souss-Massa", "", "2024", 2000, None),
        ("Sous-total Souss-Massa", "", "2024", 3000, 2000),
        ("Total 2024", "", "", 6000, None),
        ("Total 2023", "", "", 6000, 1000),
        ("Total 2023-2024", "", "", 7000, None),
    ],
)
def test_a_total_is_compared_with_the_rows_that_it_names(
    data_folder: Path,
    tmp_path: Path,
    total: str,
    place: str,
    year: str,
    said: int,
    found: int | None,
) -> None:
    """A total of 4 000 under rows of 7 000 agreed: some region had 4 000."""
    lines = [*_TWO, ("", total, place, "", "", year, str(said))]
    notes = {note["code"]: note["values"] for note in load(tmp_path, lines).record["notes"]}
    assert notes.get("totals_differ", {}).get("found") == found
    assert ("totals_agree" in notes) == (found is None)


def test_of_the_total_of_a_market_nothing_is_said(data_folder: Path, tmp_path: Path) -> None:
    lines = [
        *_TWO,
        (ice(1), "A", "", "", "ESP", "2024", "5"),
        ("", "Total", "", "", "FRA", "", "7"),
    ]
    notes = {note["code"] for note in load(tmp_path, lines).record["notes"]}
    assert "totals_left_out" in notes
    assert "totals_differ" not in notes


@pytest.mark.parametrize("words", ["Nombre d'entreprises", "Sous-total agrumes"])
def test_of_a_number_and_of_the_total_of_another_thing_nothing_is_said(
    data_folder: Path, tmp_path: Path, words: str
) -> None:
    """“Nombre d'entreprises” with 2 beside it was told as a total that differs from its rows."""
    lines = [*_TWO, ("", words, "", "", "", "", "2")]
    notes = {note["code"] for note in load(tmp_path, lines).record["notes"]}
    assert "totals_left_out" in notes
    assert "totals_differ" not in notes


def test_what_was_read_is_what_was_kept_refused_and_left_out(
    data_folder: Path, tmp_path: Path
) -> None:
    total = ("Total général", "", "", "", "", "2023", "13042000,5")
    snapshot = load(tmp_path, [*LINES, *BAD.values(), total, total])
    facts = [fact.value for fact in firm_file_page(snapshot).balance]
    read, kept, refused, totals = facts[:4]
    assert (read, totals) == (len(LINES) + len(BAD) + 2, 2)
    assert read == kept + refused + totals
    of_refused = next(n for n in snapshot.found.notes if n["code"] == "rejected")
    assert of_refused["values"]["read"] == read


def test_a_list_of_totals_alone_has_no_firm(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingUsable) as caught:
        load(
            tmp_path,
            [("", "Total", "", "", "", "2023", "5"), ("", "Ensemble", "", "", "", "", "5")],
        )
    assert "rows 2, 3" in str(caught.value)


def test_the_total_of_a_list_of_members_is_no_member(data_folder: Path, tmp_path: Path) -> None:
    headings = ("Raison sociale", "Région")
    lines = [("Argan Taliouine", "Souss-Massa"), ("Total Maroc", ""), ("Total", "Souss-Massa")]
    path = write(tmp_path / "members.csv", lines, headings=headings)
    snapshot = load_association(path, by=None).snapshot
    assert snapshot.record["firms"] == 2
    assert [note["code"] for note in snapshot.record["notes"]][:1] == ["totals_left_out"]


def test_what_a_heading_was_read_as_is_said_in_words(data_folder: Path, tmp_path: Path) -> None:
    """It said “lu comme name” and “la même chose (product)”."""
    file = tmp_path / "members.csv"
    file.write_text("Identifiant;Raison sociale;Nom;Produit;SH6\n7;Argan;Ali;;080510\n")
    with translation.override("fr"):
        said = " ".join(
            sentences(load_association(file, year=2024, by=None).snapshot.record["notes"])
        )
    assert "comme Nom" in said.replace("\u00a0", " ")
    assert "(Produit)" in said


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Cote Ivoire", "CIV"),
        ("Rép. Dominicaine", "DOM"),
        ("Rep dominicaine", "DOM"),
        ("Rép. dém. du Congo", "COD"),
        ("Ste-Lucie", "LCA"),
        ("Guinée", "GIN"),
        ("Dominique", "DMA"),
        ("Rép.", ""),
        ("Rép. Atlantide", ""),
    ],
)
def test_a_shortened_name_of_a_country_is_found(db: None, written: str, found: str) -> None:
    assert load_countries().find(written) == found


def test_a_list_of_members_may_call_them_so(data_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", [("Conserves A", "FRA")], ("Membre", "Pays"))
    assert load_association(path, by=None).snapshot.record["kept"] == 1


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Valeur (milliers de MAD)", {"fr": "en milliers (MAD)", "en": "thousands of MAD"}),
        ("Valeur (M€)", {"fr": "en millions (EUR)", "en": "millions of EUR", "ar": "بالملايين"}),
        ("Valeur (milliards MAD)", {"fr": "en milliards (MAD)", "en": "billions of MAD"}),
    ],
)
def test_a_multiple_is_named_in_words(
    heading: str, said: dict[str, str], data_folder: Path, tmp_path: Path
) -> None:
    """It was a bare number, “1 000”."""
    snapshot = load(tmp_path, headings=[*HEADINGS[:-1], heading])
    for language, words in said.items():
        with translation.override(language):
            assert words in " ".join(sentences(snapshot.found.notes))


_YEARS = range(2020, 2025)
_LATER = {"09": {year: range(1, 31 if year == 2020 else 61) for year in _YEARS}}


@pytest.mark.parametrize(("lines", "stands"), [(LINES, False), (_of_years(_LATER), True)])
def test_the_note_names_the_sentence_above_only_where_one_stands(
    lines: Sequence[tuple[str, ...]],
    stands: bool,
    data_folder: Path,
    tmp_path: Path,
    as_analyst: Client,
) -> None:
    """Where all was hidden it spoke of a sentence that was not there."""
    snapshot = load(tmp_path, lines)
    page = as_analyst.get(f"/en/datasets/{snapshot.pk}/").text
    assert "may have paused between" in page
    assert ("export without interruption" in page) is stands
    assert ("The sentence above counts only" in page) is stands
