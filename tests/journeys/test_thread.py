"""The whole thread through real pages: a delegate, the secretariat, and the exporter who spoke."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone
from playwright.sync_api import Page

from tests.journeys.conftest import Visitor

REGION = "09"
HEADERS = (
    "identifier",
    "name",
    "name_ar",
    "region",
    "commune",
    "activity",
    "hs_products",
    "status",
)
FIRMS = (
    (
        "",
        "Coopérative Fil d'Essai",
        "تعاونية خيط التجربة",
        REGION,
        "",
        "Huile",
        "151590",
        "existing",
    ),
    ("", "Atelier d'Essai SARL", "", REGION, "", "Tapis", "570110", "potential"),
    ("", "", "", REGION, "", "", "", "existing"),  # no name: rejected, with the reason
)
SAID = {
    "fr": "Le quai de chargement d'essai ferme trop tôt le vendredi.",
    "ar": "رصيف الشحن التجريبي يغلق باكرا يوم الجمعة.",
}
TITLE = "Horaires du quai d'essai"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")


def press(page: Page, action: str) -> None:
    """Press the button of the form that goes to this address, wherever it is folded away."""
    unfold(page)
    with page.expect_navigation():
        page.locator(f'form[action*="{action}"] button[type=submit]').first.click()


def submit(page: Page) -> None:
    unfold(page)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()


def follow(page: Page, link: str, which: int = 0) -> None:
    with page.expect_navigation():
        page.locator(link).nth(which).click()


def import_firms(delegate: Visitor, folder: Path) -> None:
    path = folder / "firms.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADERS, *FIRMS)):
            sheet.write_row(number, 0, row)
    page = delegate.open("/fr/intake/")
    page.set_input_files("input[type=file]", path)
    submit(page)
    delegate.check()
    press(page, "/confirm/")
    # The background worker of the site does it, and the page goes on by itself when it is done.
    page.locator('a[href*="/rejects/"]').first.wait_for(timeout=60_000)
    page = delegate.open("/fr/exporters/?text=fil+dessai")
    page = delegate.open("/fr/exporters/?text=خيط+التجربة")
    assert "Fil d'Essai" in page.inner_text("main")


def record(delegate: Visitor, language: str) -> str:
    """Record what was said; gives the exporter's own address."""
    page = delegate.open(f"/{language}/needs/record/")
    page.fill("textarea[name=text]", SAID[language])
    page.select_option("select[name=theme]", "logistics")
    unfold(page)
    page.select_option("select[name=language]", language)
    submit(page)
    delegate.check()
    found = re.search(rf"http://[^\s\"<]+/{language}/follow/[\w-]+/", page.content())
    assert found is not None, page.inner_text("main")
    return found[0].removeprefix(delegate.site.address)


def group_and_escalate(delegate: Visitor) -> str:
    page = delegate.open(f"/fr/needs/group/?region={REGION}&theme=logistics")
    for box in page.locator('input[name="need"]').all():
        text = box.locator("xpath=..").inner_text()
        box.set_checked(any(said in text for said in SAID.values()))
    chosen = [
        box.get_attribute("value") for box in page.locator('input[name="need"]:checked').all()
    ]
    query = "&".join(f"need={pk}" for pk in chosen)
    page = delegate.open(f"/fr/needs/group/compose/?{query}")
    page.fill("input[name=title]", TITLE)
    submit(page)
    assert TITLE in page.inner_text("h1")
    address = page.url.removeprefix(delegate.site.address)
    page.goto(page.url + "escalate/")
    page.fill("textarea[name=reason]", "Le port ne dépend pas de la région.")
    submit(page)
    return address


def hold_session(secretary: Visitor) -> str:
    """Session, agenda, presence, vote, decision; gives the address of the decision."""
    page = secretary.open("/fr/council/new/")
    page.fill("input[name=number]", "77")
    page.fill("input[name=title]", "Session d'essai")
    page.fill("input[name=starts_at]", f"{timezone.localdate() + timedelta(days=1)}T09:30")
    submit(page)
    session = page.url
    unfold(page)
    with page.expect_navigation():
        page.locator("li", has_text=TITLE).locator('form[action*="/place/"] button').first.click()
    press(page, "/convene/")
    submit(page)  # the notice is short: yes, all the same
    secretary.check()
    press(page, "/open/")
    submit(page)  # a day before the one announced: yes
    for _ in range(7):
        press(page, "/arrive/")
    secretary.check()
    with page.expect_navigation():
        page.get_by_role("link", name=TITLE).first.click()
    follow(page, 'a[href*="/vote/"]')
    page.fill("textarea[name=text]", "Le conseil demande l'ouverture du quai jusqu'à 20 h.")
    submit(page)
    unfold(page)
    for choice in page.locator('form[action*="/roll/"] select').all():
        choice.select_option("for")
    for choice in page.locator('form[action*="/roll/"] input[value="for"]').all():
        choice.check()
    press(page, "/roll/")
    secretary.check()
    press(page, "/close/")
    follow(page, 'a[href*="/decide/"]')
    submit(page)
    secretary.check()
    address = page.url
    page.goto(session)
    return address


def act_on_it(secretary: Visitor, decision: str) -> None:
    page = secretary.page
    page.goto(decision)
    follow(page, 'a[href*="/plans/decisions/"]')
    page.fill("input[name=title]", "Ouvrir le quai d'essai le vendredi soir")
    page.fill("input[name=owner_name]", "Délégation d'essai")
    page.fill("input[name=due_on]", str(timezone.localdate() + timedelta(days=60)))
    page.fill("input[name=budget_lcu]", "25000")
    page.locator(f'input[name=regions][value="{REGION}"]').check()
    submit(page)
    secretary.check()
    action = page.url
    press(page, "/start/")
    page.goto(action + "evidence/")
    page.locator('input[name=kind][value="declared"]').check()
    page.fill("textarea[name=text]", "Quai ouvert jusqu'à 20 h depuis quatre semaines.")
    submit(page)
    page.goto(action + "done/")
    submit(page)
    secretary.check()


@pytest.mark.browser
def test_from_one_statement_to_the_reply(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    delegate = visit(width=390)
    delegate.sign_in(f"delegate {REGION}")
    import_firms(delegate, tmp_path)
    links = {language: record(delegate, language) for language in SAID}
    item = group_and_escalate(delegate)

    secretary = visit()
    secretary.sign_in("secretariat")
    decision = hold_session(secretary)
    act_on_it(secretary, decision)

    # From the item one walks to the reply; every station is done.
    page = secretary.open(item)
    assert page.locator(".thread-strip .station").count() == 9
    assert page.locator(".thread-strip .station.is-done").count() == 9
    # Each exporter reads, without an account, in their own language.
    for language, link in links.items():
        exporter = visit(width=360)
        page = exporter.open(link)
        assert page.get_attribute("html", "lang") == language
        text = page.inner_text("main")
        assert SAID[language] in text
        assert "Ouvrir le quai d'essai" in text
        assert page.locator(".timeline li").count() >= 4
        exporter.check()
