"""The file of twelve thousand firms with everything that goes wrong in files, and its like."""

from __future__ import annotations

import csv
import gzip
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasij.exporters.acts import create_firm, merge_firms
from nasij.exporters.downloads import firms_as_csv, firms_as_xlsx
from nasij.exporters.fields import KEYS
from nasij.exporters.models import Firm
from nasij.exporters.queries import FirmFilter, firms_matching
from nasij.files.cells import text as text_of_cell
from nasij.files.child.damage import is_damaged
from nasij.files.child.letters import clean
from nasij.files.problems import CellRefused
from nasij.intake.acts import import_file, start_import
from nasij.intake.models import ImportRun
from nasij.reference.models import Product, Territory
from tests.factories import region
from tests.people import Cast
from tests.rooms.intake.files import (
    HEADINGS_FR,
    known_places,
    make_ice,
    messy_rows,
    simple_row,
    write_csv,
    write_xlsx,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"


def codes_of(run: ImportRun) -> list[str]:
    return list(run.problems.order_by("line", "id").values_list("code", flat=True))


# --- the whole file ---------------------------------------------------------------------------


@pytest.mark.slow
def test_five_chunks_of_rows_each_with_its_fate(data_folder: Path, tmp_path: Path) -> None:
    rows, expected = messy_rows(4_800, known_places())
    assert (expected.duplicates, expected.doubtful_ices) == (160, 100)
    assert (expected.unknown_communes, expected.arabic_only) == (24, 12)
    path = write_xlsx(tmp_path / "adherents.xlsx", rows, HEADINGS_FR)
    start = time.process_time()
    run = import_file(path, by=None, language="fr")
    assert time.process_time() - start < 12
    assert run.rows_read == 4_800
    assert run.rows_read == run.created + run.updated + run.unchanged + run.rejected
    assert run.rejected == expected.rejected
    codes = codes_of(run)
    assert sum(code.startswith("duplicate_") for code in codes) == 160
    assert sum(code in {"identifier_key", "identifier_length"} for code in codes) == 100
    assert codes.count("commune_unknown") == 24
    assert codes.count("identifier_scientific") == expected.scientific
    assert Firm.objects.filter(language="ar").count() == 12
    assert Firm.objects.filter(founded_on="2009-01-01", founded_year_only=False).exists()


# --- the shapes of workbooks ------------------------------------------------------------------


def test_headings_in_two_languages_and_again_on_the_next_page_are_no_firms(
    data_folder: Path, tmp_path: Path
) -> None:
    arabic = dict.fromkeys(KEYS, "") | {"name": "الاسم", "region": "الجهة", "identifier": "ICE"}
    rows = [arabic, simple_row(name="Une"), arabic, simple_row(name="Deux")]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    assert (run.rows_read, run.created, run.rejected) == (2, 2, 0)


def book_with(path: Path, sheets: list[tuple[str, bool, list[list[str]]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for title, hidden, rows in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if hidden:
                sheet.hide()
            else:
                sheet.activate()
    return path


def test_sheets_with_the_same_headings_are_read_and_hidden_ones_named(
    cast: Cast, data_folder: Path, tmp_path: Path
) -> None:
    heads = ["Nom", "Région"]
    path = book_with(
        tmp_path / "f.xlsx",
        [
            ("Ancien", True, [heads, ["Vieille", "Souss-Massa"]]),
            ("Notes", False, [["rien ici"]]),
            ("2025", False, [heads, ["Nouvelle", "Souss-Massa"]]),
            ("Oriental", False, [heads, ["Autre", "Oriental"], ["Nouvelle", "Souss-Massa"]]),
        ],
    )
    run = start_import(path=path, file_name="f.xlsx", region=None, by=None)
    client = cast.client("secretariat")
    page = client.get(f"/en/intake/{run.pk}/").content.decode()
    assert "Row 2025, 2 of this file has the same name" in page  # once row 2
    assert run.preview["rows"][0]["cells"]["name"]["value"] == "Nouvelle"
    assert run.preview["counts"]["created"] == 2
    told = {note["code"]: note["values"]["sheets"] for note in run.preview["notes"]}
    assert told == {
        "sheets_read": ["2025", "Oriental"],
        "sheets_unread": ["Ancien", "Notes"],
    }


def test_rows_that_a_filter_hides_are_rows(data_folder: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "f.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((["Nom", "Région"], ["Une", "09"], ["Deux", "09"])):
            sheet.write_row(number, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(5, 9, 10)  # empty columns to the right
    run = import_file(tmp_path / "f.xlsx", by=None)
    assert run.created == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1256", "utf-16"])
def test_the_same_firms_come_out_of_every_text_file(
    data_folder: Path, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [
        simple_row(name="Zarbia", name_ar="تعاونية الزرابي للنسيج", employees="12,0",
                   identifier="0017 92926-000012", founded_on="39814", commune="Agadir"),
        simple_row(name="", name_ar="تعاونية الوادي", region="سوس-ماسة", employees="1 200"),
        simple_row(name="Zarbia", identifier="", region="Souss-Massa"),
    ]  # fmt: skip
    path = write_csv(tmp_path / "f.csv", rows, delimiter=delimiter, encoding=encoding)
    run = import_file(path, by=None)
    assert (run.rows_read, run.created, run.rejected) == (3, 2, 1)
    first = Firm.objects.get(identifier="001792926000012")
    assert (first.employees, str(first.founded_on)) == (12, "2009-01-01")
    assert Firm.objects.get(name="تعاونية الوادي").employees == 1200


def test_two_rows_that_were_merged_since_mean_one_firm(data_folder: Path, tmp_path: Path) -> None:
    """Each import would otherwise write the one over the other, for ever."""
    rows = [
        simple_row(name="Zarbia", activity="Tapis"),
        simple_row(name="Tifawin", activity="Huiles"),
    ]
    path = write_csv(tmp_path / "f.csv", rows)
    import_file(path, by=None)
    one, other = Firm.objects.order_by("pk")
    merge_firms(winner=one, loser=other, by=None)
    for _round in range(2):
        run = import_file(path, by=None)
        assert (run.created, run.updated, run.unchanged, run.rejected) == (0, 0, 1, 1)
        assert codes_of(run) == ["duplicate_firm"]


# --- real data --------------------------------------------------------------------------------


@pytest.mark.real_data
@pytest.mark.skipif(not DATA.exists(), reason="no shared data beside the project")
def test_identifiers_printed_on_real_papers(data_folder: Path, tmp_path: Path) -> None:
    with (DATA / "identifiers_morocco" / "ice_checksum_cases.csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    rows = [simple_row(name=f"Firme {at}", identifier=case["ice"]) for at, case in enumerate(cases)]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    assert (run.created, run.rejected) == (len(cases), 0)
    for at, case in enumerate(cases):
        firm = Firm.objects.get(name=f"Firme {at}")
        assert firm.identifier == case["ice"], case
        assert firm.identifier_doubtful == (case["valid"] == "0"), case


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="no shared data beside the project")
def test_every_commune_of_the_census_is_found_by_its_name(
    data_folder: Path, tmp_path: Path
) -> None:
    folder = DATA / "morocco_regions"
    with gzip.open(folder / "communes.csv.gz", "rt", encoding="utf-8") as file:
        communes = list(csv.DictReader(file))
    regions = {one.code: one.name_fr for one in Territory.objects.filter(role="region")}
    rows = [
        simple_row(name=f"Firme {at}", region=regions[one["code"][:2]], commune=one["name_fr"])
        for at, one in enumerate(communes)
    ]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    assert run.created == len(communes)
    codes = codes_of(run)
    assert set(codes) <= {"commune_ambiguous"}, sorted(set(codes))
    assert len(codes) < 0.06 * len(communes)  # names borne twice in one region


# --- what goes out comes in -------------------------------------------------------------------

_LETTERS = st.characters(
    blacklist_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Cf"), max_codepoint=0x6FF
)
_TEXT = st.text(_LETTERS, min_size=1, max_size=40).map(str.strip)
# Words that look as if their letters were lost are kept out of every file, and so of this one.


def means_something(text: str) -> bool:
    """Whether a cell may hold it: neither “n/a” nor the error of a formula."""
    with suppress(CellRefused):
        return bool(text_of_cell(text))
    return False


_NAMES = _TEXT.filter(
    lambda text: (
        any(letter.isalpha() for letter in text)
        and len(text) > 2
        and clean(text) == text
        and not is_damaged(text)
        and means_something(text)
    )
)
FIRMS = st.lists(
    st.fixed_dictionaries(
        {"name": _NAMES},
        optional={
            "name_ar": st.sampled_from(["تعاونية الوادي", "شركة أركان"]),
            "activity": _NAMES,
            "employees": st.integers(0, 5000),
            "phone": st.sampled_from(["+212500000000", "+212528123456"]),
            "email": st.sampled_from(["a@example.org", "x.y@example.org"]),
            "status": st.sampled_from(["existing", "past", "potential", "unknown"]),
            "founded_on": st.dates(min_value=date(1901, 1, 1), max_value=date(2020, 1, 1)),
            "products": st.lists(st.sampled_from(["151590", "0804", "080510"]), unique=True),
            "code": st.sampled_from(["01", "09", "12"]),
        },
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FIRMS, st.sampled_from(["csv", "xlsx"]))
def test_whatever_goes_out_comes_in_unchanged(
    data_folder: Path, tmp_path: Path, firms: list[dict[str, Any]], kind: str
) -> None:
    Firm.objects.all().delete()
    for number, values in enumerate(firms):
        given_values = dict(values)
        place = region(given_values.pop("code", "09"))
        create_firm(
            values={**given_values, "region": place, "identifier": make_ice(number + 1)}, by=None
        )
    found = firms_matching(FirmFilter(), None)
    answer: Any = firms_as_csv(found) if kind == "csv" else firms_as_xlsx(found)
    path = tmp_path / f"firms.{kind}"
    path.write_bytes(b"".join(answer.streaming_content))
    answer.close()
    run = import_file(path, by=None)
    problems = list(run.problems.values_list("column", "value", "code"))
    changes = [(row.before, row.after) for row in run.imported_rows.all()]
    assert (run.rows_read, run.unchanged) == (len(firms), len(firms)), (problems, changes)
    assert Product.objects.filter(firms__isnull=False).distinct().count() <= 3


@pytest.mark.parametrize("cell", ["#REF!", "S????-M????"])
def test_a_region_that_cannot_be_read_refuses_its_row_alone(cell: str, tmp_path: Path) -> None:
    """The whole import fell over it."""
    lines = f"Raison sociale;Région\nArgan Taliouine;{cell}\nConserves;Oriental\n"
    (tmp_path / "f.csv").write_text(lines, encoding="utf-8")
    run = import_file(tmp_path / "f.csv", by=None, language="fr")
    assert (run.rows_read, run.created, run.rejected) == (2, 1, 1)
