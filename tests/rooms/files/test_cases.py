"""Faults met by people, each file through every door it can enter: the right value, or a sentence.

The files hold invented firms and numbers.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner

from nasij.cli import app
from nasij.datasets.acts import (
    load_association,
    load_customs,
    load_growth,
    load_regional,
    load_trade,
)
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import firm_sums, years_of_file
from nasij.exporters.models import Firm
from nasij.files.errors import ColumnsMissing, FileUnreadable
from nasij.files.lines import place_of
from nasij.files.problems import reason
from nasij.intake.acts import import_file
from nasij.intake.models import ImportRun
from nasij.reference.queries import country
from nasij.work.errors import Refusal
from tests.rooms.datasets.made_files import make_csv

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parent / "cases"
REGISTRY = (
    "r02_unclosed_quote.csv",
    "r03_dashes_for_a_name.csv",
    "r04_arabic_lost_as_question_marks.csv",
    "r05_invisible_marks.csv",
    "r06_person_and_firm.csv",
    "r07_phones.xlsx",
    "r08_names_of_regions.csv",
    "r09_dates.xlsx",
    "r10_headings_in_two_languages.csv",
    "r10_headings_partly_read.csv",
    "r11_one_sheet_per_region.xlsx",
    "r12_web_export.xls",
)
CUSTOMS = ("r13_namibia.csv", "r14_first_word_of_a_country.csv", "r15_one_market_two_codes.csv")


def brought(name: str) -> ImportRun:
    return import_file(CASES / name, by=None, language="fr")


def counts(run: ImportRun) -> tuple[int, int, int]:
    return run.rows_read, run.created, run.rejected


def problems(run: ImportRun) -> set[tuple[str, str]]:
    """(place, code) of everything that was said of the rows."""
    found = run.problems.order_by("line", "id")
    return {(place_of(one.line, run.sheet_titles), one.code) for one in found}


def told(notes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {note["code"]: note["values"] for note in notes}


def by_name() -> dict[str, Firm]:
    return {firm.name: firm for firm in Firm.objects.order_by("pk")}


# --- the registry -------------------------------------------------------------------------------


def test_r01_a_stray_cell_is_named_at_every_door(data_folder: Path) -> None:
    for door in (import_file, load_growth, load_regional, load_customs, load_association):
        with pytest.raises(FileUnreadable) as caught:
            door(CASES / "r01_one_stray_cell.xlsx", by=None)
        assert (caught.value.reason, caught.value.values["cell"]) == ("far_cell", "A1048576")
    assert not Firm.objects.exists()
    assert not Snapshot.objects.exists()


def test_r02_an_unclosed_quote_costs_one_row(data_folder: Path) -> None:
    run = brought("r02_unclosed_quote.csv")
    assert counts(run) == (8, 7, 1)
    assert problems(run) == {("4", "row_not_closed")}
    assert told(run.preview["notes"])["rows_swallowed"] == {"count": 1, "lines": ["4"]}


def test_r03_dashes_are_no_name(data_folder: Path) -> None:
    run = brought("r03_dashes_for_a_name.csv")
    assert counts(run) == (4, 4, 0)
    assert set(Firm.objects.values_list("name_ar", flat=True)) == {""}


def test_r04_lost_letters_are_kept_out_and_said_once(data_folder: Path) -> None:
    run = brought("r04_arabic_lost_as_question_marks.csv")
    assert counts(run) == (3, 1, 2)
    firm = Firm.objects.get()
    assert (firm.name, firm.name_ar) == ("Cooperative Nour Essai", "")
    assert told(run.preview["notes"])["letters_lost"] == {"count": 3, "lines": ["2", "3", "4"]}
    assert ("2", "letters_lost") in problems(run)


def test_r05_invisible_marks_are_not_stored(data_folder: Path) -> None:
    brought("r05_invisible_marks.csv")
    firm = Firm.objects.get()
    assert (firm.identifier, firm.identifier_doubtful) == ("001523465006376", False)
    assert (firm.email, firm.phone, firm.status) == (
        "contact@zite.example",
        "+212528000101",
        "existing",
    )


def test_r06_the_stronger_heading_names_the_firm(data_folder: Path) -> None:
    run = brought("r06_person_and_firm.csv")
    assert Firm.objects.get().name == "Conserves Personne Essai SARL"
    notes = told(run.preview["notes"])
    assert notes["columns_weaker"]["headings"] == ["Nom"]
    assert notes["columns_unread"] == {"headings": ["Prénom"]}


def test_r07_telephones_have_one_form(data_folder: Path) -> None:
    run = brought("r07_phones.xlsx")
    assert counts(run) == (12, 12, 0)
    numbers = {name[-2:]: firm.phone for name, firm in by_name().items()}
    ending = {f"{at:02d}": f"+2126612345{66 + at}" for at in range(1, 13)}
    assert numbers == ending
    written = {name[-2:]: firm.phone_written for name, firm in by_name().items()}
    assert (written["02"], written["09"]) == ("212661234568", "06.61.23.45.75")
    assert written["03"] == "0661234569 / 0528112233"  # the second number is not lost
    assert problems(run) == {("4", "phone_second")}


def test_r08_articles_mean_nothing_and_old_regions_are_known(data_folder: Path) -> None:
    run = brought("r08_names_of_regions.csv")
    assert counts(run) == (3, 3, 0)
    regions = {name[-2:]: firm.region.code for name, firm in by_name().items()}
    assert regions == {"01": "02", "02": "09", "06": "02"}
    assert problems(run) == {("3", "region_old")}


def test_r08_an_old_region_alone_names_those_of_today(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("nom;région\nEssai;Souss-Massa-Drâa\n", encoding="utf-8")
    run = import_file(path, by=None, language="fr")
    assert problems(run) == {("2", "region_old_alone")}
    problem = run.problems.get()
    # Its regions were once named in the language of who had brought the file.
    for language, names in (
        ("fr", "Drâa-Tafilalet, Souss-Massa"),
        ("ar", "درعة-تافيلالت، سوس-ماسة"),
    ):
        with translation.override(language):
            assert names in reason(problem.code, problem.value, problem.details)


def test_r08_a_region_and_its_commune_are_read_together_by_the_doors_of_firms(
    data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    head, year = "nom;région;commune;pays;année;valeur\n", "FRA;2024;1"
    rows = [
        f"A;Souss-Massa-Drâa;Agadir;{year}",
        f"B;Doukkala-Abda;Safi;{year}",
        f"C;Oriental;Agadir;{year}",
        f"D;Oriental;;{year}",
        f"E;Gharb-Chrarda-Béni Hssen;Douar Essai;{year}",
    ]
    path.write_text(head + "\n".join(rows), encoding="utf-8")
    for door in (load_customs, load_association):
        snapshot = door(path, by=None).snapshot
        found = firm_sums(years_of_file(snapshot), ("region",))
        assert dict(found.select("region", "value").iter_rows()) == {
            "02": 2,
            "04": 1,
            "07": 1,
            "09": 1,
        }
        notes = told(snapshot.record["notes"])
        assert notes["region_old"]["count"] == 2
        assert notes["place_elsewhere"]["examples"] == ["Oriental | Agadir"]
        assert "columns_equal" not in notes


R09 = {
    "01": date(2015, 3, 12), "02": date(2015, 3, 12), "03": date(2015, 3, 1),
    "04": date(2015, 3, 1), "05": None, "06": date(2015, 5, 3), "07": date(2015, 5, 3),
    "08": date(2015, 3, 12), "09": date(2014, 12, 31), "10": None, "11": date(2005, 1, 1),
    "12": date(2014, 12, 27), "13": date(2015, 5, 3), "14": date(2015, 5, 1),
    "15": date(2015, 3, 1), "16": None, "17": None, "18": None, "19": None,
    "20": date(2015, 5, 3), "21": date(2015, 5, 3), "22": None, "23": date(2015, 3, 12),
    "24": date(2015, 5, 3),
}  # fmt: skip


def test_r09_dates_are_read_or_refused_and_doubts_are_said(data_folder: Path) -> None:
    run = brought("r09_dates.xlsx")
    assert counts(run) == (24, 24, 0)
    firms = by_name()
    assert {name[-2:]: firm.founded_on for name, firm in firms.items()} == R09
    assert firms["Dates Essai 11"].founded_year_only
    codes = Counter(code for _place, code in problems(run))
    refused = sum(day is None for day in R09.values())
    assert codes == {"date_unreadable": refused, "year_as_day": 1, "day_counted": 1}


def test_r10_each_half_of_a_heading_counts(data_folder: Path) -> None:
    run = brought("r10_headings_in_two_languages.csv")
    firm = Firm.objects.get()
    assert (firm.name, firm.region.code) == ("Entete Essai 01", "02")
    assert (firm.phone, firm.email) == ("+212536000001", "a@entete.example")
    notes = told(run.preview["notes"])
    assert {"columns_equal", "columns_weaker", "columns_unread"} <= set(notes)


def test_r10_usual_headings_are_read(data_folder: Path) -> None:
    run = brought("r10_headings_partly_read.csv")
    firm = Firm.objects.get()
    assert (firm.phone, firm.email) == ("+212536000007", "a@partielles.example")
    assert (firm.employees, firm.founded_on) == (12, date(2012, 1, 1))
    assert "columns_unread" not in told(run.preview["notes"])


def test_r11_every_sheet_with_the_headings_is_read(data_folder: Path) -> None:
    run = brought("r11_one_sheet_per_region.xlsx")
    assert counts(run) == (9, 9, 0)
    regions = Counter(firm.region.code for firm in Firm.objects.all())
    assert regions == {"02": 3, "09": 3, "03": 3}
    assert set(told(run.preview["notes"])) == {"sheets_read"}


def test_r11_a_row_is_named_by_its_sheet_and_line(data_folder: Path) -> None:
    again = brought("r11_one_sheet_per_region.xlsx")
    rows = again.imported_rows.order_by("line")
    assert place_of(rows.last().line, again.sheet_titles) == "Fès-Meknès, 4"  # type: ignore[union-attr]


def test_r12_a_web_page_named_xls_is_read(data_folder: Path) -> None:
    assert counts(brought("r12_web_export.xls")) == (1, 1, 0)
    assert Firm.objects.get().employees == 5


def test_codes_and_names_as_a_program_writes_a_column_with_gaps(
    data_folder: Path, tmp_path: Path
) -> None:
    """Ten times an identifier has its control digits too: it once passed for another firm's."""
    path = tmp_path / "f.csv"
    lines = "nom;région;ICE;produits\nEssai;Oriental;1523457000772.0;80510.0\nnan;Oriental;nan;\n"
    path.write_text(lines, encoding="utf-8")
    assert problems(import_file(path, by=None, language="fr")) == {("3", "name_missing")}
    firm = Firm.objects.get()
    assert (firm.identifier, firm.identifier_doubtful) == ("001523457000772", False)
    assert [product.code for product in firm.products.all()] == ["080510"]
    path.write_text("ICE;nom;pays\nNaN;Essai;FRA\nnan;None;FRA\n", encoding="utf-8")
    members = load_association(path, by=None).snapshot
    assert (members.record["kept"], members.record["problems"]) == (1, {"firm_missing": 1})


# --- customs and associations -------------------------------------------------------------------


def markets(name: str) -> tuple[dict[str, float], Snapshot]:
    snapshot = load_customs(CASES / name, by=None).snapshot
    sums = firm_sums(years_of_file(snapshot), ("market",))
    return dict(sums.select("market", "value").iter_rows()), snapshot


def test_r13_a_known_code_wins_over_a_word_for_nothing(data_folder: Path) -> None:
    found, snapshot = markets("r13_namibia.csv")
    assert found == {"NAM": 121_000, "FRA": 5_000}
    assert told(snapshot.record["notes"])["market_or_nothing"]["count"] == 1


def test_r14_half_a_name_is_no_country(data_folder: Path) -> None:
    assert markets("r14_first_word_of_a_country.csv")[0] == {"COD": 100, "GNQ": 200, "FRA": 300}


def test_r14_a_name_that_no_list_has_is_refused(data_folder: Path, tmp_path: Path) -> None:
    lines = ["ice;pays;annee;valeur", "001523457000772;Congo-Océan;2024;1", ""]
    lines[2:2] = ["001523457000772;France;2024;1"]
    (tmp_path / "c.csv").write_text("\n".join(lines), encoding="utf-8")
    snapshot = load_customs(tmp_path / "c.csv", by=None).snapshot
    assert snapshot.record["problems"] == {"market_unknown": 1}


def test_r15_one_market_under_three_codes(data_folder: Path) -> None:
    assert markets("r15_one_market_two_codes.csv")[0] == {"S19": 600}


ASSOCIATION = {
    "r02_unclosed_quote.csv": (7, {"row_not_closed": 1}),
    "r03_dashes_for_a_name.csv": (4, {}),
    "r04_arabic_lost_as_question_marks.csv": (1, {"firm_missing": 2}),
    "r05_invisible_marks.csv": (1, {}),
    "r06_person_and_firm.csv": (1, {}),
    "r11_one_sheet_per_region.xlsx": (9, {}),
    "r12_web_export.xls": (1, {}),
}


@pytest.mark.parametrize("name", ASSOCIATION)
def test_the_same_files_as_lists_of_members(data_folder: Path, name: str) -> None:
    kept, refused = ASSOCIATION[name]
    snapshot = load_association(CASES / name, by=None).snapshot
    assert (snapshot.record["kept"], snapshot.record["problems"]) == (kept, refused)


def test_mixed_encodings_are_refused_by_the_customs_door_too(
    data_folder: Path, tmp_path: Path
) -> None:
    lines = "ice;nom;pays;annee;valeur\n1;Coopérative Été;FRA;2024;1\n".encode()
    (tmp_path / "c.csv").write_bytes(lines + "2;Câblage;FRA;2024;1\n".encode("cp1252"))
    with pytest.raises(FileUnreadable) as caught:
        load_customs(tmp_path / "c.csv", by=None)
    assert (caught.value.reason, caught.value.values["line"]) == ("mixed_encodings", 3)


# --- trade --------------------------------------------------------------------------------------


def test_r17_two_letters_are_translated(data_folder: Path) -> None:
    snapshot = load_trade(CASES / "r17_two_letter_countries.csv", by=None).snapshot
    assert snapshot.record["own_exports"][0]["value_usd"] == 2000
    assert snapshot.is_current


def test_former_data_stay_in_use_beside_a_file_without_own_exports(
    data_folder: Path, tmp_path: Path
) -> None:
    former = load_trade(make_csv(tmp_path), by=None).snapshot
    lines = ["year,exporter,importer,product,value_usd", "2022,FRA,MAR,870323,5", ""]
    (tmp_path / "f.csv").write_text("\n".join(lines), encoding="utf-8")
    stranger = load_trade(tmp_path / "f.csv", by=None).snapshot
    former.refresh_from_db()
    assert (former.is_current, stranger.is_current) == (True, False)
    own = told(stranger.record["notes"])["no_own_exports"]["country"]
    assert own["ar"] == country().name_ar  # once a code of three letters


def test_r16_sums_of_other_rows_are_left_out_and_said(data_folder: Path) -> None:
    snapshot = load_trade(CASES / "r16_world_among_markets.csv", by=None).snapshot
    assert snapshot.record["own_exports"][0]["value_usd"] == 1800
    assert any("WLD" in str(note["values"]) for note in snapshot.record["notes"])


def test_r16_is_remarked_on_in_the_language_of_the_site(data_folder: Path) -> None:
    done = CliRunner().invoke(
        app, ["load", "trade", str(CASES / "r16_world_among_markets.csv"), "--lang", "fr"]
    )
    remarks = [line for line in done.stdout.splitlines() if line.startswith("·")]
    assert remarks
    assert not [line for line in remarks if " rows " in line or " are " in line]
    assert any("écartées" in line and "d’une valeur de" in line for line in remarks)


def test_what_cannot_be_read_of_other_letters_is_refused_in_one_language(
    data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"year,exporter,importer,product,value_usd\n2022,FRA,MAR,870323,\x8f\n")
    with pytest.raises(Refusal) as refused, translation.override("fr"):
        load_trade(path, by=None)
    with translation.override("fr"):
        assert "byte" not in str(refused.value)
        assert "Cellules vides ou illisibles" in str(refused.value)


def test_r18_a_name_with_codes_is_only_a_name(data_folder: Path) -> None:
    assert load_trade(CASES / "r18_codes_in_the_name.csv", by=None).snapshot.row_count > 0


# --- a file at a door that is not its own -------------------------------------------------------


@pytest.mark.parametrize("name", [*REGISTRY, *CUSTOMS])
def test_a_file_of_another_kind_is_told_what_it_lacks(data_folder: Path, name: str) -> None:
    for door in (load_growth, load_regional):
        with pytest.raises(ColumnsMissing) as caught:
            door(CASES / name, by=None)
        assert caught.value.headings
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("name", CUSTOMS)
def test_a_customs_file_is_no_registry(data_folder: Path, name: str) -> None:
    with pytest.raises(Refusal, match=r"(?i)région"):
        import_file(CASES / name, by=None, language="fr")
