"""The page of letters: who sees what has not left, and what they may do about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nasij.audit.models import Event
from nasij.council.notices import CONVOCATION
from nasij.work.enums import LetterProblem, LetterState
from nasij.work.models import Letter
from nasij.work.outbox import post
from tests.people import Cast

pytestmark = pytest.mark.django_db
PAGE = "/fr/people/letters/"


@pytest.fixture
def failed(cast: Cast) -> Letter:
    letter = post(
        CONVOCATION,
        to="siege@argan.example",
        about=cast.delegate,
        language="fr",
        subject="Séance n° 3",
        text="Ordre du jour",
    )
    ended = {"state": LetterState.FAILED, "due_at": None, "ended_at": timezone.now()}
    refused = {"problem": LetterProblem.ADDRESS, "said": "550 no such person"}
    Letter.objects.filter(pk=letter.pk).update(**ended, **refused, tries=1)
    return letter


@pytest.fixture
def acts_are_safe_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page reads how a letter fared after its act: in a test, the transaction never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **options: call())


@pytest.mark.parametrize("who", ["delegate", "adviser", "analyst", "partner"])
def test_addresses_are_for_who_keeps_the_site(cast: Cast, failed: Letter, who: str) -> None:
    client = cast.client(who)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{failed.pk}/", {"do": "withdraw"}).status_code == 403
    assert Letter.objects.get(pk=failed.pk).to


def test_the_secretariat_reads_why_a_letter_has_not_left(
    as_secretariat: Client, failed: Letter
) -> None:
    page = as_secretariat.get(PAGE).content.decode()
    told = ("Convocation", "siege@argan.example", "adresse est refusée", "550 no such person")
    for words in told:
        assert words in page
    assert "Ordre du jour" not in page


def test_what_has_left_is_not_on_the_page(as_secretariat: Client, cast: Cast) -> None:
    page = as_secretariat.get(PAGE).content.decode()
    assert "Tous les e-mails sont partis." in page


def test_what_is_only_written_to_a_folder_has_not_left(
    as_secretariat: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    page = as_secretariat.get(PAGE).content.decode()
    assert "sont partis" not in page
    assert "aucun n’est parti" in page


def test_a_letter_is_sent_again_and_the_record_names_nobody(
    as_secretariat: Client,
    failed: Letter,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_secretariat.post(f"{PAGE}{failed.pk}/", {"do": "again"})
    assert [message.to for message in mailoutbox] == [["siege@argan.example"]]
    event = Event.objects.get(verb="accounts.letter_sent_again")
    assert "argan" not in f"{event.subject_label}{event.before}{event.after}"
    assert "Convocation" in event.subject_label


def test_a_letter_is_withdrawn_and_nothing_is_kept_of_it(
    as_secretariat: Client, failed: Letter
) -> None:
    as_secretariat.post(f"{PAGE}{failed.pk}/", {"do": "withdraw"})
    gone = Letter.objects.get(pk=failed.pk)
    assert (gone.state, gone.to, gone.text) == (LetterState.WITHDRAWN, "", "")
    assert Event.objects.filter(verb="accounts.letter_withdrawn").count() == 1


def test_what_has_left_cannot_be_sent_again(as_secretariat: Client, failed: Letter) -> None:
    as_secretariat.post(f"{PAGE}{failed.pk}/", {"do": "withdraw"})
    answer = as_secretariat.post(f"{PAGE}{failed.pk}/", {"do": "again"}, follow=True)
    assert "il n’en reste rien" in answer.content.decode()
    assert not Event.objects.filter(verb="accounts.letter_sent_again").exists()


def test_who_invites_reads_that_no_message_left_and_has_the_link(
    as_secretariat: Client, settings: Any, acts_are_safe_at_once: None
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    form = {
        "email": "n@example.org",
        "name": "N",
        "role": "analyst",
        "region": "",
        "language": "fr",
    }
    page = as_secretariat.post("/fr/people/invite/", form).content.decode()
    assert "pas pu être envoyé" in page
    assert re.search(r"/fr/people/invitation/\S{20,}/", page)


def test_who_asks_for_a_new_address_reads_that_no_message_can_leave(
    as_delegate: Client, cast: Cast, settings: Any, acts_are_safe_at_once: None
) -> None:
    """The same words for an address that is free and for one that is not."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for email in ("free@example.org", cast.adviser.email):
        answer = as_delegate.post(
            "/fr/people/me/address/", {"email": email, "password": "a-long-test-password"}
        )
        assert "Aucun message n’a pu être envoyé" in answer.content.decode()
