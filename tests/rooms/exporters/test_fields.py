"""One table answers for every field of a firm, and everything that handles a firm loops over it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import translation

from nasij.exporters.acts import create_firm
from nasij.exporters.fields import (
    CORRECTED,
    DERIVED,
    FIELDS,
    IDENTIFYING,
    KEYS,
    LEFT,
    PARTS,
    Kind,
    headings,
    registry_cells,
)
from nasij.exporters.forms.firms import FirmForm
from nasij.exporters.merging import filled_fields
from nasij.exporters.models import Firm
from nasij.reference.models import Product
from nasij.rights.law.record import record_of
from tests.factories import region
from tests.rooms.intake.files import make_ice

# No words of the firm: links to other records, marks and dates of the record itself.
KEEPING = {
    "id", "group", "merged_into", "is_demo", "erased_at", "created_at", "changed_at",
    "products", "markets", *DERIVED,
}  # fmt: skip
# Counted when the firm is erased: where it was, what it was to the definition in use.
COUNTED = {"region", "status"}
# Set from what is beside them in the form.
NOT_ASKED = {"identifier_doubtful", "founded_year_only", "phone_written"}


def unanswered(model: type[Model]) -> set[str]:
    """Columns of a table that no line of the table of fields answers for."""
    columns = {one.name for one in model._meta.get_fields() if getattr(one, "concrete", False)}
    return columns - set(PARTS) - KEEPING


@pytest.fixture
def full(db: None) -> Firm:
    values: dict[str, Any] = {
        "name": "Atelier Tifawin", "name_ar": "ورشة تيفاوين", "trade_names": "Tifa\nWin",
        "identifier": make_ice(7), "register_number": "4411", "register_court": "Agadir",
        "tax_number": "40112233", "social_number": "9988776", "export_code": "EX-5531",
        "legal_form": "cooperative",
        "region": region("09"), "activity": "Tapis", "employees": 12,
        "founded_on": date(2009, 1, 1), "founded_year_only": True, "status": "existing",
        "email": "a@example.org", "phone": "+212600000000", "phone_written": "06 00 00 00 00",
        "language": "ar",
        "products": list(Product.objects.filter(code="151590")),
    }  # fmt: skip
    return create_firm(values=values, by=None)


def test_every_column_of_a_firm_is_answered_for() -> None:
    """A column added to the model alone fails here."""
    assert unanswered(Firm) == set()
    assert len(PARTS) == len(set(PARTS))


def test_an_unanswered_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PARTS", tuple(part for part in PARTS if part != "phone"))
    assert unanswered(Firm) == {"phone"}


def test_the_form_asks_for_every_field() -> None:
    asked = set(FirmForm.base_fields)
    assert asked == {*PARTS, "products"} - NOT_ASKED


def test_an_erasure_empties_every_part_that_is_not_counted(full: Firm) -> None:
    assert set(LEFT) == set(PARTS) - COUNTED
    assert all(getattr(full, part) not in ("", None) for part in IDENTIFYING)
    blanks = {Firm._meta.get_field(part).get_default() for part in IDENTIFYING}  # type: ignore[union-attr]
    assert blanks == {""}


@pytest.mark.parametrize("name", sorted(CORRECTED))
def test_a_correction_writes_back_what_it_read(full: Firm, name: str) -> None:
    field = CORRECTED[name]
    said = field.read(full)
    assert said not in ("", None, [], {})
    assert field.shown(said) not in ("", "–")
    for part, value in field.values(said).items():
        if part == "products":
            assert list(value) == [product.code for product in full.products.all()]
        else:
            assert getattr(full, part) == value


def test_the_record_shows_every_field(full: Firm) -> None:
    shown = " ".join(entry.value for section in record_of(full) for entry in section.entries)
    for field in FIELDS:
        if field.name != "products":  # a section of their own, one by one
            assert field.shown(field.read(full)) in shown, field.name


def test_a_merge_fills_every_gap_that_the_table_says(full: Firm) -> None:
    empty = create_firm(values={"name": "Autre", "region": region("09")}, by=None)
    taken = filled_fields(empty, full)
    expected = {part for field in FIELDS if field.fills for part in field.erased}
    assert set(taken) - {"trade_names"} == expected - {"commune"}  # which `full` has not
    assert filled_fields(full, empty) == {"trade_names": "Tifa\nWin\nAutre"}


def test_a_file_holds_every_column_of_the_table(full: Firm, as_secretariat: Client) -> None:
    cells = registry_cells(full, ["151590"])
    assert tuple(cells) == KEYS
    assert {key for key, cell in cells.items() if not cell} == {"commune"}
    content = as_secretariat.get("/fr/exporters/download/?format=csv")
    text = b"".join(content.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    with translation.override("fr"):
        assert text.splitlines()[0].split(";") == list(headings())


def test_every_number_of_a_register_is_found_by_the_search(
    full: Firm, as_secretariat: Client
) -> None:
    for field in FIELDS:
        if field.kind is Kind.NUMBER and getattr(full, field.name).isdigit():
            page = as_secretariat.get("/fr/exporters/", {"text": getattr(full, field.name)}).text
            assert "Tifawin" in page, field.name
