"""The registry through real pages: a file with a bad row, the search, an edit, a merge undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.journeys.test_thread import press, submit, unfold

HEADINGS = {
    "fr": ("Raison sociale", "Nom arabe", "Région", "Ville", "Produits", "Effectif"),
    "ar": ("الاسم", "الاسم بالعربية", "الجهة", "المدينة", "المنتوجات", "عدد العمال"),
}


def write_file(path: Path, mark: str, language: str) -> Path:
    rows = [
        HEADINGS[language],
        (f"Essai {mark} Tapis", "", "Souss-Massa", "Agadir", "tapis", "12"),
        (f"Essai {mark} Tapis Export SARL", "", "Souss-Massa", "Agadir", "", ""),
        (f"Essai {mark} Sans région", "", "Atlantide", "", "", ""),
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def bring(person: Visitor, path: Path, language: str) -> None:
    page = person.open(f"/{language}/intake/")
    page.set_input_files("input[type=file]", path)
    submit(page)
    person.check_narrow_and_wide()
    assert "Atlantide" in page.inner_text("main")
    press(page, "/confirm/")
    # The background worker of the site does it, and the page goes on by itself when it is done.
    page.locator('a[href*="/rejects/"]').first.wait_for(timeout=60_000)
    person.check_narrow_and_wide()
    with page.expect_download() as taken:
        page.locator('a[href*="/rejects/"]').first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def find_while_typing(person: Visitor, mark: str, language: str) -> Page:
    """By keyboard alone: words in another order, the arrow, Enter."""
    page = person.open(f"/{language}/exporters/")
    field = page.get_by_role("combobox").and_(page.locator("[data-finder]"))
    field.press_sequentially(f"tapis essai {mark}", delay=20)
    offered = page.locator("[role=listbox] [role=option]")
    offered.first.wait_for()
    assert offered.count() == 2
    person.check_narrow_and_wide()
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    with page.expect_navigation():
        field.press("Enter")
    assert f"Essai {mark} Tapis" in page.inner_text("h1")
    return page


def edit(person: Visitor, page: Page) -> None:
    unfold(page)
    page.goto(page.url.rstrip("/") + "/edit/")
    page.fill("input[name=activity]", "Tissage d'essai")
    person.check_narrow_and_wide()
    submit(page)
    assert "Tissage d'essai" in page.inner_text("main")


def merge_and_take_back(person: Visitor, page: Page) -> None:
    with page.expect_navigation():
        page.locator('main a[href*="/twins/"]').first.click()
    twins = page.url
    person.check_narrow_and_wide()
    with page.expect_navigation():
        page.locator('main a[href*="/merge/"]').first.click()
    person.check_narrow_and_wide()
    with page.expect_navigation():
        page.locator("main form:not([action]) button[type=submit]").first.click()
    press(page, "/undo/")
    person.check_narrow_and_wide()
    assert page.goto(twins) is not None
    assert page.locator('main a[href*="/merge/"]').count() >= 1  # two records again


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "width", "mark"), [("ar", PHONE, "Cuivre"), ("fr", DESK, "Bronze")]
)
def test_a_delegate_brings_finds_edits_merges_and_takes_back(
    visit: Callable[..., Visitor], tmp_path: Path, language: str, width: int, mark: str
) -> None:
    person = visit(width=width)
    person.sign_in("delegate 09", language)
    bring(person, write_file(tmp_path / "firms.xlsx", mark, language), language)
    page = find_while_typing(person, mark, language)
    edit(person, page)
    merge_and_take_back(person, page)
    person.open(f"/{language}/potential/exporters/")
    person.check_narrow_and_wide()


@pytest.mark.browser
def test_the_search_of_firms_works_without_script(visit: Callable[..., Visitor]) -> None:
    person = visit(scripts=False)
    person.sign_in("delegate 09")
    page = person.open("/fr/exporters/?text=exemple")
    name = page.locator("main table a").first.inner_text()
    page.fill("input[name=text]", name)
    with page.expect_navigation():
        page.locator("form[role=search] button[type=submit]").first.click()
    assert name in page.inner_text("main table")
