"""An address changes with the password, with proof from the new mailbox, in one act."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from nasij.accounts.models import User
from nasij.audit.models import Event
from tests.people import Cast

PASSWORD = "a-long-test-password"
NEW = "new@example.org"
Ask = Callable[..., str]


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    cache.clear()


@pytest.fixture
def ask(django_capture_on_commit_callbacks: Any) -> Ask:
    """Post the form, and give the link that was mailed; "" when none was."""

    def post(client: Client, email: str = NEW, password: str = PASSWORD) -> str:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/fr/people/me/address/", {"email": email, "password": password})
        links = [re.search(r"/\w\w/people/me/address/\S+/", m.body) for m in mail.outbox]
        return links[0][0] if links and links[0] else ""

    return post


def test_the_address_changes_with_password_and_proof(
    ask: Ask, as_delegate: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    link = ask(as_delegate)
    assert mail.outbox[0].to == [NEW]
    assert as_delegate.get(link).status_code == 200  # a mail program that follows it
    assert User.objects.get(pk=cast.delegate.pk).email == "delegate@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        as_delegate.post(link)
    assert User.objects.get(pk=cast.delegate.pk).email == NEW
    assert mail.outbox[-1].to == ["delegate@example.org"]
    event = Event.objects.get(verb="accounts.address_changed")
    assert (event.before["email"], event.after["email"]) == ("delegate@example.org", NEW)
    for email, opens in ((NEW, True), ("delegate@example.org", False)):
        answer = Client().post("/fr/account/login/", {"login": email, "password": PASSWORD})
        assert (answer.status_code == 302) == opens


def test_a_wrong_password_sends_nothing(ask: Ask, as_delegate: Client) -> None:
    assert ask(as_delegate, password="not-the-password") == ""
    assert mail.outbox == []


def test_a_link_works_once(ask: Ask, as_delegate: Client, cast: Cast) -> None:
    first, second = ask(as_delegate), ask(as_delegate, "other@example.org")
    as_delegate.post(first)
    as_delegate.post(second)
    as_delegate.post(first)
    assert User.objects.get(pk=cast.delegate.pk).email == NEW
    assert Event.objects.filter(verb="accounts.address_changed").count() == 1


def test_the_link_of_another_person_changes_nothing(
    ask: Ask, as_delegate: Client, cast: Cast
) -> None:
    link = ask(as_delegate)
    cast.client("adviser").post(link)
    assert Client().post(link).status_code == 302  # to the sign-in page
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("whose", ["an account", "an account that signed in", "an invitation"])
def test_an_address_of_another_is_neither_taken_nor_told(
    whose: str, when: str, ask: Ask, as_delegate: Client, cast: Cast
) -> None:
    def claim() -> None:
        if whose == "an invitation":
            form = {"email": NEW, "name": "N", "language": "fr", "role": "analyst", "region": ""}
            cast.client("secretariat").post("/fr/people/invite/", form)
            return
        User.objects.filter(pk=cast.adviser.pk).update(email=NEW)
        if whose == "an account that signed in":
            Client().post("/fr/account/login/", {"login": NEW, "password": PASSWORD})

    if when == "before":
        claim()
        assert ask(as_delegate) == ""
        return
    link = ask(as_delegate)
    claim()
    assert as_delegate.post(link).status_code == 302
    assert User.objects.get(pk=cast.delegate.pk).email == "delegate@example.org"
    assert not EmailAddress.objects.filter(user=cast.delegate, email=NEW).exists()


def test_the_page_of_the_library_is_ours(as_delegate: Client, cast: Cast) -> None:
    """What the library would do without password or proof cannot be reached."""
    for asked in (
        {"action_add": "", "email": NEW},
        {"action_primary": "", "email": NEW},
        {"action_remove": "", "email": cast.delegate.email},
    ):
        answer = as_delegate.post("/fr/account/email/", asked)
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/fr/people/me/address/"
    assert not EmailAddress.objects.filter(email=NEW).exists()
    assert User.objects.get(pk=cast.delegate.pk).email == "delegate@example.org"


def test_passwords_and_factors_enter_the_record(as_delegate: Client) -> None:
    new = "another sentence to keep"
    as_delegate.post(
        "/fr/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert Event.objects.filter(verb="accounts.password_changed").count() == 1


def test_a_longer_address_than_an_account_can_have_is_refused(as_delegate: Client) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"
    page = as_delegate.post(
        "/fr/people/me/address/", {"email": f"{long[:250]}.org", "password": PASSWORD}
    )
    assert page.status_code == 302
    page = as_delegate.post("/fr/people/me/address/", {"email": long, "password": PASSWORD})
    assert page.status_code == 200
    assert "254 caractères" in page.content.decode()


def test_a_taken_address_leaves_no_empty_letter(
    as_delegate: Client, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    given = {"email": cast.adviser.email, "password": PASSWORD}
    assert as_delegate.post("/fr/people/me/address/", given).status_code == 302
    assert not list((tmp_path / "mail").iterdir())


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"])
def test_a_second_factor_is_touched_only_after_the_password_again(
    path: str, as_delegate: Client
) -> None:
    """The session of the test was not opened by a password: as one opened long ago."""
    answer = as_delegate.get(f"/fr/account/2fa/{path}")
    assert answer.status_code == 302
    assert "/reauthenticate/" in answer.headers["Location"]
