"""Living with a firm in a browser: a contact on the phone, its life, lists, a colleague asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, Visitor

REGION = "09"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")


def press(page: Page, action: str) -> None:
    """Press the button of the form that goes to this address, wherever it is folded away."""
    unfold(page)
    with page.expect_navigation():
        page.locator(f'form[action*="{action}"] button[type=submit]').first.click()


def first_firm(visitor: Visitor, language: str = "fr") -> str:
    """Open the first firm of the list; gives its number."""
    page = visitor.open(f"/{language}/exporters/")
    with page.expect_navigation():
        page.locator("table tbody th a").first.click()
    return page.url.rstrip("/").rsplit("/", 1)[1]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_of_a_firms_life(visit: Callable[..., Visitor], language: str) -> None:
    visitor = visit(width=PHONE)
    visitor.sign_in(f"delegate {REGION}", language)
    firm = first_firm(visitor, language)
    for path in (
        f"exporters/{firm}/", f"exporters/{firm}/?life=need", f"exporters/{firm}/edit/",
        f"exporters/{firm}/move/", f"sharing/firms/{firm}/share/", f"sharing/firms/{firm}/refer/",
        f"exporters/{firm}/twins/", "exporters/lists/", "exporters/moves/",
        "sharing/referrals/", f"needs/visits/record/?firm={firm}", "needs/silence/",
        "needs/reminders/", "desk/",
    ):  # fmt: skip
        page = visitor.open(f"/{language}/{path}")
        assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
        unfold(page)
        visitor.check_narrow_and_wide()


@pytest.mark.browser
def test_a_contact_in_less_than_a_minute_on_the_phone(visit: Callable[..., Visitor]) -> None:
    delegate = visit(width=360)
    delegate.sign_in(f"delegate {REGION}")
    firm = first_firm(delegate)
    page = delegate.page
    begun = time.monotonic()
    with page.expect_navigation():
        page.locator('.quick a[href*="visits/record"]').click()
    page.locator(".segment", has_text="Appel").click()
    page.fill("textarea[name=note]", "A reçu sa première demande du Sénégal (essai).")
    page.fill("input[name=next_step]", "Envoyer le contact d'essai")
    page.fill("input[name=next_step_on]", str(timezone.localdate() + timedelta(days=2)))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert time.monotonic() - begun < 60
    assert page.url.split("?")[0].endswith(f"/exporters/{firm}/")
    text = page.inner_text("main")
    assert "première demande du Sénégal" in text
    assert "Envoyer le contact d'essai" in text
    delegate.check()
    # The phone forgot the draft: nothing comes back into an empty form.
    page = delegate.open(f"/fr/needs/visits/record/?firm={firm}")
    assert page.input_value("textarea[name=note]") == ""
    page = delegate.open("/fr/desk/")
    assert "Envoyer le contact d'essai" in page.inner_text("main")
    promise = page.locator("li", has_text="Envoyer le contact d'essai")
    with page.expect_navigation():
        promise.locator('form[action*="/done/"] button').click()
    assert "Envoyer le contact d'essai" not in page.inner_text("main")


@pytest.mark.browser
def test_words_stay_on_the_phone_without_a_network(visit: Callable[..., Visitor]) -> None:
    delegate = visit(width=360)
    delegate.sign_in(f"delegate {REGION}")
    firm = first_firm(delegate)
    page = delegate.open(f"/fr/needs/visits/record/?firm={firm}")
    page.fill("textarea[name=note]", "Dit dans le hangar (essai).")
    delegate.context.set_offline(True)
    page.locator("main form button[type=submit]").first.click()
    assert page.locator("[data-offline]").is_visible()
    delegate.context.set_offline(False)
    page.once("dialog", lambda dialog: dialog.accept())
    page = delegate.open(f"/fr/needs/visits/record/?firm={firm}")
    assert page.input_value("textarea[name=note]") == "Dit dans le hangar (essai)."
    assert page.locator("[data-draft-kept]").is_visible()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert "Dit dans le hangar" in page.inner_text("main")


@pytest.mark.browser
def test_the_wish_not_to_be_named_stays_with_the_words(visit: Callable[..., Visitor]) -> None:
    """Words came back on the phone without it, and were recorded as of somebody who is named."""
    delegate = visit(width=360)
    delegate.sign_in(f"delegate {REGION}")
    page = delegate.open("/fr/needs/record/")
    assert page.locator("input[name=is_anonymous]").is_visible()
    page.fill("textarea[name=text]", "Dit sans nom dans le hangar (essai).")
    page.check("input[name=is_anonymous]")
    page.once("dialog", lambda dialog: dialog.accept())
    page = delegate.open("/fr/needs/record/")
    assert page.input_value("textarea[name=text]") == "Dit sans nom dans le hangar (essai)."
    assert page.is_checked("input[name=is_anonymous]")


@pytest.mark.browser
def test_firms_ticked_onto_a_list_and_a_search_kept_alive(visit: Callable[..., Visitor]) -> None:
    delegate = visit()
    delegate.sign_in(f"delegate {REGION}")
    page = delegate.open("/fr/exporters/")
    for box in page.locator("input.pick").all()[:2]:
        box.check()
    unfold(page)
    page.fill("#add_new", "Salon d'essai")
    with page.expect_navigation():
        page.locator("form#pick button[type=submit]").first.click()
    page = delegate.open("/fr/exporters/lists/")
    delegate.check()
    with page.expect_navigation():
        page.get_by_role("link", name="Salon d'essai").click()
    assert page.locator("main section li").count() == 2
    unfold(page)
    page.locator('input[name="note"]').first.fill("Stand d'essai")
    press(page, "/note/")
    assert "Stand d'essai" in page.inner_text("main")
    delegate.check()
    page = delegate.open("/fr/exporters/?status=potential")
    unfold(page)
    page.fill('form[action*="/lists/keep/"] input[name=name]', "À faire démarrer (essai)")
    press(page, "/lists/keep/")
    assert "À faire démarrer (essai)" in page.inner_text("h1")
    delegate.check()


@pytest.mark.browser
def test_a_colleague_is_asked_and_answers(visit: Callable[..., Visitor]) -> None:
    asks = visit()
    asks.sign_in("delegate 01")
    firm = first_firm(asks)
    page = asks.open(f"/fr/sharing/firms/{firm}/refer/")
    name = page.locator("select[name=recipient] option", has_text="Souss-Massa").first
    page.select_option("select[name=recipient]", name.get_attribute("value"))
    page.fill("textarea[name=reason]", "Cherche un emballeur (essai).")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    address = page.url.removeprefix(asks.site.address)
    asks.check()

    answers = visit(width=360)
    answers.sign_in(f"delegate {REGION}")
    page = answers.open(address)
    assert "Cherche un emballeur" in page.inner_text("main")
    press(page, "/accept/")
    page = answers.open(f"/fr/exporters/{firm}/")
    assert "Partagée avec vous" in page.inner_text("main")
    answers.check()
    page = answers.open(address)
    unfold(page)
    page.fill("textarea[name=answer-words]", "Deux emballeurs à Aït Melloul (essai).")
    press(page, "/answer/")
    answers.check()
    refused = answers.page.goto(f"{answers.site.address}/fr/exporters/{firm}/")
    assert refused is not None
    assert refused.status == 404
    page = asks.open(address)
    assert "Deux emballeurs" in page.inner_text("main")


@pytest.mark.browser
def test_a_firm_moves_and_leaves_its_trace(visit: Callable[..., Visitor]) -> None:
    secretary = visit()
    secretary.sign_in("secretariat")
    page = secretary.open("/fr/exporters/?region=08")
    with page.expect_navigation():
        page.locator("table tbody th a").first.click()
    name = page.inner_text("h1")
    with page.expect_navigation():
        page.locator('a[href$="/move/"]').click()
    page.select_option("select[name=region]", "07")
    page.fill("input[name=commune]", "Marrakech-Médina")
    page.fill("input[name=since]", "2026-03-01")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    secretary.check()
    page = secretary.open("/fr/exporters/moves/")
    assert name in page.inner_text("main")
    secretary.check()
