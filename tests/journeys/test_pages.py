"""Every main page: three languages, phone and desktop, accessible, mirrored, without complaint."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import PHONE, Visitor

PUBLIC = (
    "",
    "regions/",
    "regions/09/",
    "targets/",
    "potential/",
    "potential/regions/09/",
    "reference/definitions/",
    "reference/definitions/exporter_active/",
    "reference/sources/",
    "reference/products/?q=argan",
    "reference/glossary/",
    "council/public/",
    "council/public/1/",
    "accessibility/",
    "account/login/",
)
MEMBERS = (
    "desk/",
    "exporters/",
    "exporters/create/",
    "intake/",
    "needs/",
    "needs/record/",
    "needs/group/",
    "needs/items/",
    "council/",
    "council/seats/",
    "plans/",
    "reports/roadmap/",
    "datasets/",
    "people/",
    "people/events/",
    "people/roles/",
    "people/me/",
    "search/?q=fret",
)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_public_pages(visit: Callable[..., Visitor], language: str) -> None:
    visitor = visit(width=PHONE)
    for path in PUBLIC:
        page = visitor.open(f"/{language}/{path}")
        expected = "rtl" if language == "ar" else "ltr"
        assert page.get_attribute("html", "dir") == expected
        visitor.check_narrow_and_wide()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_of_the_secretariat(visit: Callable[..., Visitor], language: str) -> None:
    visitor = visit(width=PHONE)
    visitor.sign_in("secretariat", language)
    for path in MEMBERS:
        visitor.open(f"/{language}/{path}")
        visitor.check_narrow_and_wide()


@pytest.mark.browser
def test_reading_needs_no_script(visit: Callable[..., Visitor]) -> None:
    visitor = visit(scripts=False)
    for path in PUBLIC:
        page = visitor.open(f"/fr/{path}")
        assert page.inner_text("h1").strip()


@pytest.mark.browser
def test_main_navigation_by_keyboard(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.open("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
