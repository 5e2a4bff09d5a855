"""A firm without an account, on a phone: from the paper in its hand to the answer it reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor
from tests.journeys.test_thread import follow


def link_on_paper(delegate: Visitor, language: str, which: int) -> tuple[str, str]:
    """The delegate shows a link for a firm of the region; the firm's page and the code."""
    page = delegate.open(f"/{language}/exporters/")
    follow(page, "table tbody a", which)
    address = re.sub(r"^.*?(/\w\w/exporters/\d+/)$", r"\1", page.url)
    follow(page, "main a[href*='/rights/firms/']")
    delegate.check()
    page.select_option("select[name=link-channel]", "shown")
    with page.expect_navigation():
        page.click("form[action*='/rights/firms/'][action$='/link/'] button[type=submit]")
    delegate.check()
    assert page.locator(".access-square svg").is_visible()
    return address, page.inner_text(".access-code").strip()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "which"), [("fr", 0), ("ar", 1)])
def test_a_firm_sees_its_record_and_has_it_corrected(
    visit: Callable[..., Visitor], language: str, which: int
) -> None:
    delegate = visit()
    delegate.sign_in("delegate 09", language)
    address, code = link_on_paper(delegate, language, which)

    firm = visit(width=360)
    page = firm.open(f"/{language}/rights/record/#{code}")
    assert page.input_value("[data-code]") == code  # read from behind “#” …
    assert "#" not in page.url  # … and taken out of the address
    firm.check()
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("details.record-section").count() >= 11
    for section in page.locator("details.record-section").all()[1:]:  # the first is open
        section.locator("summary").click()
    firm.check()
    assert code not in page.content()

    page = firm.open(f"/{language}/rights/record/correct/")
    firm.check()
    page.fill("[name=employees]", "wrong")
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    assert page.locator("#errors").is_visible()
    firm.check()
    page.fill("[name=employees]", "77")
    page.fill("[name=products]", "dattes" if language == "fr" else "تمور")
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    firm.check()

    answered = delegate.open(f"/{language}/desk/")
    follow(answered, "main a[href*='/rights/requests/']", -1)
    assert "77" in answered.inner_text("main")
    delegate.check()
    for choice in answered.locator("input[type=radio][value=yes]").all():
        choice.check()
    with answered.expect_navigation():
        answered.click("main form.form button[type=submit]")
    delegate.check()
    assert "77" in delegate.open(address).inner_text("main")

    page = firm.open(f"/{language}/rights/record/")
    assert page.locator(".pill--good").count() >= 1
    firm.check()

    page = firm.open(f"/{language}/rights/record/choices/")
    firm.check()
    page.check("input[name=objection-scope][value=offers]")
    with page.expect_navigation():
        page.click("form[action$='/record/objection/'] button[type=submit]")
    assert page.locator("form[action*='/withdraw/']").count() == 1
    firm.check()

    delegate.open(address.replace("/exporters/", "/rights/firms/"))
    delegate.check()
    follow(delegate.page, "form[action$='/revoke/'] button")
    page = firm.open(f"/{language}/rights/record/")
    assert page.locator("[data-code]").is_visible()  # a revoked link closes what it had opened


@pytest.mark.browser
def test_a_code_is_typed_where_no_script_runs(visit: Callable[..., Visitor]) -> None:
    delegate = visit()
    delegate.sign_in("delegate 09")
    _address, code = link_on_paper(delegate, "fr", 2)
    firm = visit(width=360, scripts=False)
    page = firm.open("/fr/rights/record/")
    page.fill("[data-code]", code.lower().replace("-", " "))
    follow(page, "main form button[type=submit]")
    assert page.locator("details.record-section").count() >= 11


@pytest.mark.browser
@pytest.mark.parametrize(("language", "which"), [("fr", 3), ("ar", 4)])
def test_an_erasure_takes_two_steps_and_a_typed_name(
    visit: Callable[..., Visitor], language: str, which: int
) -> None:
    delegate = visit(width=360)
    delegate.sign_in("delegate 09", language)
    page = delegate.open(f"/{language}/exporters/")
    follow(page, "table tbody a", which)
    name = page.inner_text("h1")
    address = page.url
    follow(page, "main a[href*='/rights/firms/']")
    page.locator("details.dialog--danger summary").click()
    page.fill("[name=erasure-reason]", "Demande écrite")
    page.select_option("[name=erasure-said]", "writing")
    with page.expect_navigation():
        page.click("form[action*='/rights/firms/'][action$='/erasure/'] button[type=submit]")
    delegate.check()
    request = page.url

    secretariat = visit(width=360)
    secretariat.sign_in("secretariat", language)
    page = secretariat.page
    page.goto(request)
    secretariat.check()
    follow(page, "a[href$='/erase/']")
    secretariat.check()
    page.fill("[name=erase-reason]", "À sa demande")
    page.fill("[name=erase-name]", "Autre chose")
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    assert page.locator("#errors").is_visible()
    page.fill("[name=erase-name]", name)
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    assert page.url == request  # done in the background: its page follows it to the end
    page.wait_for_selector(".job", state="detached", timeout=60_000)
    secretariat.check()
    secretariat.open(f"/{language}/rights/erased/")
    secretariat.check()
    page.goto(address)
    assert name not in page.content()
    secretariat.check()
    for path in ("rights/requests/", "rights/requests/?state=closed", "rights/retention/"):
        secretariat.open(f"/{language}/{path}")
        secretariat.check()
