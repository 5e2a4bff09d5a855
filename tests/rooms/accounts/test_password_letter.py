"""The letter with which a password is chosen anew: in our voice, and to nobody we do not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from nasij.accounts.models import User
from tests.people import Cast

pytestmark = pytest.mark.django_db
Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
SUBJECTS = {
    "fr": "Choisir un nouveau mot de passe pour Nasij",
    "ar": "اختيار كلمة مرور جديدة في نسيج",
    "en": "Choose a new password for Nasij",
}


def ask(language: str, email: str, callbacks: Callbacks) -> tuple[str, list[EmailMessage]]:
    with callbacks(execute=True):
        page = (
            Client()
            .post(f"/{language}/account/password/reset/", {"email": email}, follow=True)
            .content.decode()
        )
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main is not None
    return main[0], list(mail.outbox)


@pytest.mark.parametrize(("language", "page"), [("fr", "ar"), ("ar", "fr"), ("en", "en")])
def test_the_letter_speaks_with_the_voice_of_the_site_and_in_the_language_of_its_reader(
    language: str, page: str, cast: Cast, django_capture_on_commit_callbacks: Callbacks
) -> None:
    User.objects.filter(pk=cast.delegate.pk).update(language=language)
    _page, (letter,) = ask(page, cast.delegate.email, django_capture_on_commit_callbacks)
    assert letter.subject == SUBJECTS[language]
    assert cast.delegate.name in letter.body.splitlines()[0]
    assert f"/{language}/account/password/reset/key/" in letter.body
    assert "'" not in letter.body
    assert "example.com" not in letter.body


@pytest.mark.parametrize("language", SUBJECTS)
def test_an_unknown_address_gets_no_letter_and_is_not_told_apart(
    language: str, cast: Cast, django_capture_on_commit_callbacks: Callbacks
) -> None:
    stranger, letters = ask(language, "nobody@example.org", django_capture_on_commit_callbacks)
    assert letters == []
    known, letters = ask(language, cast.adviser.email, django_capture_on_commit_callbacks)
    assert len(letters) == 1
    assert stranger == known
