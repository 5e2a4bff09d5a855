"""Files that can be read whatever wrote them, and files that cannot, said in one sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from nasij.exporters import cells
from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.exporters.fields import KEYS, headings
from nasij.exporters.models import Firm
from nasij.files.errors import ColumnsMissing
from nasij.files.goods import Goods
from nasij.files.problems import CellRefused, reason, remedy
from nasij.intake.acts import import_file
from nasij.intake.errors import NoRows
from nasij.intake.models import ImportRun
from nasij.intake.rows.sheets import write_template
from nasij.sentences import in_language
from nasij.work.errors import Refusal
from tests.rooms.intake.files import HEADINGS_FR, simple_row, write_csv

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding(
    data_folder: Path, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [simple_row(name="Société Fès Câblage", region="Fès-Meknès")]
    path = write_csv(tmp_path / "f.csv", rows, delimiter=delimiter, encoding=encoding)
    run = import_file(path, by=None)
    assert run.created == 1
    assert Firm.objects.get().name == "Société Fès Câblage"


def test_the_windows_page_of_arabic(data_folder: Path, tmp_path: Path) -> None:
    rows = [simple_row(name="Tifaouine", name_ar="تعاونية تيفاوين للأركان", region="سوس-ماسة")]
    run = import_file(write_csv(tmp_path / "f.csv", rows, encoding="cp1256"), by=None)
    assert run.created == 1
    assert Firm.objects.get().name_ar == "تعاونية تيفاوين للأركان"


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS_FR,
        (
            "التعريف الموحد للمقاولة", "الاسم", "الاسم بالعربية", "الشكل القانوني", "الجهة",
            "الجماعة", "النشاط", "المنتوجات", "عدد الأجراء", "تاريخ التأسيس",
            "البريد الإلكتروني", "الهاتف", "الوضعية",
        ),
        tuple(key.upper() for key in KEYS),
    ],
)  # fmt: skip
def test_headings_in_french_arabic_and_ours(
    data_folder: Path, tmp_path: Path, headings: tuple[str, ...]
) -> None:
    row = simple_row(
        identifier="001792926000012", name_ar="تيسليوين", commune="Agadir", activity="Huiles",
        hs_products="151590", employees="1 200", founded_on="15/03/2009", email="A@Example.org",
        phone="+212 5 00 00 00 00", status="مصدر",
    )  # fmt: skip
    run = import_file(write_csv(tmp_path / "f.csv", [row], headings=headings), by=None)
    assert (run.created, run.warnings) == (1, 0)
    firm = Firm.objects.get()
    assert firm.commune is not None
    assert (firm.commune.name_fr, firm.employees, firm.email) == ("Agadir", 1200, "a@example.org")
    assert (str(firm.founded_on), firm.status) == ("2009-03-15", "existing")
    assert [product.code for product in firm.products.all()] == ["151590"]


@pytest.mark.parametrize(
    "written",
    [
        "9",
        "09",
        "MA-09",
        "09 - Souss-Massa",
        "SOUSS MASSA",
        "Région de Souss-Massa",
        "جهة سوس ماسة",
    ],
)
def test_regions_as_people_write_them(data_folder: Path, tmp_path: Path, written: str) -> None:
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(region=written)]), by=None)
    assert (run.created, Firm.objects.get().region.code) == (1, "09")


def test_a_near_name_is_offered_and_never_taken(data_folder: Path, tmp_path: Path) -> None:
    run = import_file(write_csv(tmp_path / "f.csv", [simple_row(region="Sous-Masa")]), by=None)
    assert run.rejected == 1
    assert run.problems.get().details["nearest"]["fr"] == "Souss-Massa"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9999999", "product_unknown"),  # once chapter 09, and “nothing to do”
        ("123", "product_unknown"),
        ("80499", "product_coarser"),
        ("9", None),
    ],
)
def test_digits_of_no_product_are_no_chapter(
    data_folder: Path, tmp_path: Path, written: str, code: str | None
) -> None:
    rows = [simple_row(hs_products=written)]
    run = import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    assert [problem.code for problem in run.problems.all()] == ([code] if code else [])
    with override("en"):
        helps = [remedy(problem.code, problem.details) for problem in run.problems.all()]
    assert all("digits" in text or "if the code is right" in text for text in helps)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2009", ("2009-01-01", True)),
        ("39814", ("2009-01-01", False)),
        ("03/2009", ("2009-03-01", False)),
        ("15-03-09", ("2009-03-15", False)),
    ],
)
def test_dates_as_people_and_spreadsheets_write_them(
    data_folder: Path, tmp_path: Path, written: str, kept: tuple[str, bool]
) -> None:
    import_file(write_csv(tmp_path / "f.csv", [simple_row(founded_on=written)]), by=None)
    firm = Firm.objects.get()
    assert (str(firm.founded_on), firm.founded_year_only) == kept


@pytest.mark.parametrize("written", ["1.23E+14", "1,23E+14", "1.23e14"])
def test_a_shortened_ice_is_refused_with_that_reason(
    data_folder: Path, tmp_path: Path, written: str
) -> None:
    path = write_csv(tmp_path / "f.csv", [simple_row(identifier=written)], delimiter="\t")
    run = import_file(path, by=None)
    assert (run.rejected, run.problems.get().code) == (1, "identifier_scientific")


@pytest.mark.parametrize(
    "cell", ["151590", "1515.90", "1515 90 00 10", "Huile d'argan", "زيت أركان"]
)
def test_products_by_code_and_by_words(data_folder: Path, tmp_path: Path, cell: str) -> None:
    import_file(write_csv(tmp_path / "f.csv", [simple_row(hs_products=cell)]), by=None)
    codes = {product.code[:4] for product in Firm.objects.get().products.all()}
    assert codes == {"1515"}


def test_words_of_products_are_no_queries(django_assert_num_queries: Any) -> None:
    """A file of 60 KB, each of its words a search in the database, held a page for 25 s."""
    with django_assert_num_queries(1):
        goods = Goods.load()
        codes, unknown, _coarser = goods.read(
            "; ".join(["argan oil", *map("mot {}".format, range(40))])
        )
    assert ([code[:4] for code in codes], len(unknown)) == (["1515"], 40)


def test_a_cell_of_many_unknown_products_changes_none(data_folder: Path, tmp_path: Path) -> None:
    rows = [simple_row(hs_products="0804")]
    import_file(write_csv(tmp_path / "f.csv", rows), by=None)
    rows[0]["hs_products"] = "; ".join(["080510", *map("mot {}".format, range(51))])
    run = import_file(write_csv(tmp_path / "g.csv", rows), by=None)
    assert [problem.code for problem in run.problems.all()] == ["products_unknown"]
    assert list(Firm.objects.get().products.values_list("code", flat=True)) == ["0804"]


def test_second_sheet_and_titles_above_the_headings(data_folder: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    book.add_worksheet("Notes").write(0, 0, "Bonjour")
    sheet = book.add_worksheet("Liste")
    sheet.write(4, 2, "Nom")
    sheet.write(4, 3, "Région")
    sheet.write(7, 2, "Tissaliwine")
    sheet.write(7, 3, "Nulle part")
    book.close()
    run = import_file(tmp_path / "f.xlsx", by=None)
    assert (run.rows_read, run.rejected) == (1, 1)
    assert run.problems.get().line == 8  # as the spreadsheet numbers it


def broken_files(folder: Path) -> dict[str, tuple[bytes, type[Refusal]]]:
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    mixed = "name;region\nCâblage;Fès\n".encode() + "Câblage\n".encode("cp1252")
    return {
        "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), Refusal),
        "paper.pdf": (b"%PDF-1.7 something", Refusal),
        "page.xls": (b"<html><table><tr><td>ice</td></tr></table>", Refusal),
        "archive.xlsx": ((folder / "z.zip").read_bytes(), Refusal),
        "cut.xlsx": (b"PK\x03\x04" + bytes(50), Refusal),
        "empty.csv": (b"", Refusal),
        "other.csv": (b"fruit;prix\npomme;3\n", ColumnsMissing),
        "norows.csv": (b"name;region\n", NoRows),
        "mixed.csv": (mixed, Refusal),
    }


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_files_that_cannot_be_used_are_refused_and_nothing_is_written(
    data_folder: Path, tmp_path: Path, language: str
) -> None:
    for name, (content, error) in broken_files(tmp_path).items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(error) as caught:
            import_file(path, by=None, language=language)
        assert str(caught.value)
    assert not Firm.objects.exists()
    assert not ImportRun.objects.exists()
    assert not (data_folder / "imports").exists()


def test_missing_columns_are_named_with_those_found(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("raison sociale;prix\nA;3\n", encoding="utf-8")
    with translation.override("en"), pytest.raises(ColumnsMissing) as caught:
        import_file(path, by=None, language="en")
    assert "raison sociale, prix" in str(caught.value)


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_the_template_is_a_file_that_can_be_read(
    data_folder: Path, tmp_path: Path, name: str
) -> None:
    write_template(tmp_path / name, "ar")
    with pytest.raises(NoRows):
        import_file(tmp_path / name, by=None)
    if name.endswith("xlsx"):
        first = CalamineWorkbook.from_path(str(tmp_path / name)).get_sheet_by_index(0)
        with override("ar"):
            assert tuple(first.to_python()[0]) == headings()
        assert "الاسم" in first.to_python()[0]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_status_is_read_in_the_words_of_the_screen(language: str) -> None:
    with override(language):
        for status in FirmStatus:
            assert cells.status(str(status.label)) == status


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    ("read", "choices"),
    [
        (cells.status, list(FirmStatus)),
        (cells.legal_form, [form for form in LegalForm if form != LegalForm.UNKNOWN]),
    ],
)
def test_a_refused_choice_says_what_there_is(read: Any, choices: list[Any], language: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read("peut-être")
    told = refused.value.details["choices"]
    with override(language):
        assert [in_language(words) for words in told] == [str(choice.label) for choice in choices]
        sentence = reason(refused.value.code, "peut-être", refused.value.details)
        assert all(str(choice.label) in sentence for choice in choices)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("exporte", FirmStatus.EXISTING),
        ("Exportateur confirmé", FirmStatus.EXISTING),
        ("exporté", FirmStatus.PAST),
        ("A exporté", FirmStatus.PAST),
        ("n’exporte plus", FirmStatus.PAST),
        ("exporte par le passé", FirmStatus.PAST),
    ],
)
def test_a_past_participle_is_not_a_present(written: str, status: FirmStatus) -> None:
    assert cells.status(written) == status


_STATUSES = {
    FirmStatus.EXISTING: """Exporte|Exportateur|Exportatrice|Exportateur existant|Exportateur actif|
        Exportateur confirmé|Entreprise exportatrice|Exporte actuellement|Existing exporter|
        Active exporter|Currently exporting|مصدّر|مصدّرة|مصدّر حالي|مصدّر نشيط|شركة مصدّرة|تصدّر حاليا""",
    FirmStatus.PAST: """Ancien exportateur|Ancienne exportatrice|Ex-exportateur|Exportait|
        N'exporte plus|A exporté par le passé|Past exporter|Former exporter|No longer exports|
        مصدّر سابق|شركة مصدّرة سابقا|سبق أن صدّرت|لم تعد تصدّر|كانت تصدّر""",
    FirmStatus.POTENTIAL: """Exportateur potentiel|Exportatrice potentielle|Potentiel exportateur|
        Futur exportateur|Exportateur en puissance|Pourrait exporter|Entreprise potentielle|
        Potential exporter|Could export|مصدّر محتمل|شركة مصدّرة محتملة|يمكنها التصدير""",
}


@pytest.mark.parametrize(
    ("written", "status"),
    [(w.strip(), status) for status, told in _STATUSES.items() for w in told.split("|")],
)
def test_a_status_is_read_by_all_its_words(written: str, status: FirmStatus) -> None:
    assert cells.status(written) == status


_UNCERTAIN = """exportateur, mais plus depuis 2019|
    Exportateur inactif|Exportateur suspendu|Non exportateur|
    Non-exportateur|Exportateur : non|N'exporte pas|Exportateur en cours de radiation|Inactif|
    Exportateur en 2015|Exportateur indirect|Candidat à l'export|Primo-exportateur|Actif|
    Not an exporter|Non-exporter|Inactive exporter|Exporter (dormant)|Exporter no more|
    غير مصدّر|لا تصدّر|لم تصدّر|مصدّر متوقف|مصدّر غير نشيط|ممكن أو سابق|
    Potentiel ou ancien exportateur|exporte, exportait"""


@pytest.mark.parametrize(
    "written",
    [written.strip() for written in _UNCERTAIN.split("|")],
)
def test_a_status_that_is_not_certain_is_not_guessed(written: str) -> None:
    with pytest.raises(CellRefused):
        cells.status(written)


def test_an_unreadable_cell_is_left_out_and_the_row_kept(data_folder: Path, tmp_path: Path) -> None:
    row = simple_row(employees="beaucoup", founded_on="bientôt", email="pas une adresse",
                     status="peut-être", hs_products="xyzzy", commune="Qsar Ghayb")  # fmt: skip
    run = import_file(write_csv(tmp_path / "f.csv", [row]), by=None)
    assert (run.created, run.warnings) == (1, 6)
    firm: Any = Firm.objects.get()
    assert (firm.employees, firm.founded_on, firm.email, firm.commune) == (None, None, "", None)


def test_a_repeated_line_break_in_a_cell_keeps_the_line_numbers(
    data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text('name,region,activity\nA,09,"deux\nlignes"\nB,Nulle part,x\n', encoding="utf-8")
    run = import_file(path, by=None)
    assert run.problems.get().line == 4


def test_an_open_document_is_read(data_folder: Path, tmp_path: Path) -> None:
    rows = [["Nom", "Région", "Effectif"], ["Coopérative Tissaliwine", "سوس-ماسة", "12"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Liste">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(tmp_path / "f.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    run = import_file(tmp_path / "f.ods", by=None)
    assert (run.created, Firm.objects.get().employees) == (1, 12)


def test_a_zero_byte_and_a_very_long_cell_do_no_harm(data_folder: Path, tmp_path: Path) -> None:
    row = simple_row(name="Tissa\x00liwine", activity="x" * 400, email="a" * 300 + "@example.org")
    filler = [simple_row(name=f"Firme {number}") for number in range(400)]
    run = import_file(write_csv(tmp_path / "f.csv", [*filler, row]), by=None)
    assert (run.created, run.warnings) == (401, 2)
    assert Firm.objects.get(name="Tissa liwine").activity == "x" * 250
