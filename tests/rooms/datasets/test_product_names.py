"""Official product names fill what we have no name for, and change nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from nasij.audit.models import Event
from nasij.datasets.acts import load_product_names
from nasij.datasets.errors import LanguageUnknown, NoProductLines
from nasij.files.errors import ColumnsMissing, FileUnreadable
from nasij.reference.models import Product
from nasij.reference.queries import find_products
from tests.rooms.datasets.made_files import make_text

pytestmark = pytest.mark.django_db

FILE = (
    "code,digits,description_fr\n"
    '0106,4,"Autres animaux vivants"\n'
    "010690,6,autres\n"
    "280920,6,Un autre nom de l'acide phosphorique\n"
    "999999,6,Rien de connu\n"
    "01069000,8,Trop long\n"
)


def test_lines_without_a_name_take_the_official_one(tmp_path: Path) -> None:
    ours = Product.objects.get(code="280920").name_fr
    Product.objects.filter(code="010690").delete()
    answer = load_product_names(make_text(tmp_path, "hs.csv", FILE), language="fr", by=None)
    assert (answer["read"], answer["added"], answer["without_heading"]) == (3, 1, 1)
    line = Product.objects.get(code="010690")
    assert line.name_fr == "Autres animaux vivants — autres"
    assert line.parent_id == "0106"
    assert Product.objects.get(code="280920").name_fr == ours


def test_second_load_changes_nothing(tmp_path: Path) -> None:
    path = make_text(tmp_path, "hs.csv.gz", FILE)
    load_product_names(path, language="fr", by=None)
    again = load_product_names(path, language="fr", by=None)
    assert (again["filled"], again["added"]) == (0, 0)


def test_new_names_are_found_by_their_words(tmp_path: Path) -> None:
    text = "hscode,description\n010690,Llamas and other live beasts\n"
    load_product_names(make_text(tmp_path, "hs.csv", text), language="en", by=None)
    assert "010690" in {product.code for product in find_products("llamas beasts")}


def test_one_event_names_the_file(tmp_path: Path) -> None:
    load_product_names(make_text(tmp_path, "hs.csv", FILE), language="fr", by=None)
    assert Event.objects.get(verb="reference.products_loaded").subject_label == "hs.csv (fr)"


@pytest.mark.parametrize(
    ("text", "language", "error"),
    [
        (FILE, "de", LanguageUnknown),
        ("a,b\n1,2\n", "fr", ColumnsMissing),
        ("code,description_fr\n01,Animaux\n", "fr", NoProductLines),
    ],
)
def test_file_that_cannot_serve_is_refused(
    text: str, language: str, error: type[Exception], tmp_path: Path
) -> None:
    before = Product.objects.count()
    with pytest.raises(error):
        load_product_names(make_text(tmp_path, "hs.csv", text), language=language, by=None)
    assert Product.objects.count() == before


def test_cut_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hs.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00 cut")
    with pytest.raises(FileUnreadable):
        load_product_names(path, language="fr", by=None)


def test_a_spreadsheet_that_took_the_zeros_and_put_points_is_understood(tmp_path: Path) -> None:
    Product.objects.filter(code="010690").delete()
    path = tmp_path / "hs.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code SH", "Description_FR"])
        sheet.write_row(1, 0, ["106.90", "Autres animaux, vivants"])
    answer = load_product_names(path, language="fr", by=None)
    assert answer["added"] == 1
    assert Product.objects.get(code="010690").name_fr == "Autres animaux, vivants"


def test_lines_without_a_code_are_said_with_their_texts(tmp_path: Path) -> None:
    text = FILE + "total,,Toutes les lignes\n"
    answer = load_product_names(make_text(tmp_path, "hs.csv", text), language="fr", by=None)
    assert [one["code"] for one in answer["notes"]] == ["columns_unread", "codes_odd"]
    assert "total" in answer["notes"][1]["text"]


def test_names_in_letters_that_are_not_utf8_are_read(tmp_path: Path) -> None:
    Product.objects.filter(code="010690").delete()
    path = tmp_path / "hs.csv"
    path.write_bytes("code;description_fr\n010690;Bêtes à poil\n".encode("cp1252"))
    load_product_names(path, language="fr", by=None)
    assert Product.objects.get(code="010690").name_fr == "Bêtes à poil"
