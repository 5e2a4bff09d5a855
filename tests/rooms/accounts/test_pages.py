"""Pages about people open for those who may, in three languages."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nasij.accounts.acts import end_membership
from nasij.accounts.errors import LastAdministrator
from nasij.accounts.models import Membership, User
from nasij.accounts.words import lines_of
from nasij.audit.acts import record
from nasij.audit.models import Event
from nasij.council.models import Seat
from nasij.ui import formats
from tests.factories import make_need
from tests.people import Cast


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    "path", ["people/", "people/invite/", "people/roles/", "people/events/", "people/me/"]
)
def test_secretariat_opens(as_secretariat: Client, language: str, path: str) -> None:
    assert as_secretariat.get(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize("path", ["people/", "people/events/", "people/invite/"])
def test_delegate_is_refused(as_delegate: Client, path: str) -> None:
    assert as_delegate.get(f"/fr/{path}").status_code in {200, 403}
    if path != "people/events/":
        assert as_delegate.get(f"/fr/{path}").status_code == 403


@pytest.mark.parametrize("path", ["people/", "people/me/", "people/roles/", "desk/"])
def test_visitor_is_sent_to_sign_in(db: None, path: str) -> None:
    answer = Client().get(f"/ar/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/ar/account/login/")


def test_sign_in_by_email(cast: Cast) -> None:
    client = Client()
    answer = client.post(
        "/fr/account/login/",
        {"login": "delegate@example.org", "password": "a-long-test-password"},
    )
    assert answer.status_code == 302
    assert client.get("/fr/desk/").status_code == 200


def test_wrong_password_is_refused_with_a_sentence(cast: Cast) -> None:
    answer = Client().post(
        "/en/account/login/", {"login": "delegate@example.org", "password": "no"}
    )
    assert answer.status_code == 200
    assert "password" in answer.content.decode()


def test_profile_keeps_before_and_after(as_delegate: Client, cast: Cast) -> None:
    as_delegate.post("/fr/people/me/", {"name": "Nouveau nom", "language": "ar"})
    event = Event.objects.get(verb="accounts.profile_changed")
    assert (event.before["language"], event.after["language"]) == ("fr", "ar")
    assert User.objects.get(pk=cast.delegate.pk).name == "Nouveau nom"


def test_last_administrator_cannot_be_ended(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.administrator)
    with pytest.raises(LastAdministrator):
        end_membership(membership=membership, by=cast.secretariat)


def test_second_factor_pages_open(as_delegate: Client) -> None:
    page = as_delegate.get("/fr/account/2fa/")
    assert page.status_code == 200


@pytest.mark.parametrize(("language", "vote"), [("fr", "{} : Pour"), ("ar", "{}: مع")])
def test_the_record_of_acts_says_words_and_no_keys(cast: Cast, language: str, vote: str) -> None:
    """Votes once read {'S01': 'for'}, and the filter listed council.roll_call_entered."""
    given = {"choices": {"S01": "for", "S02": "abstain"}, "vote": 7, "minutes_sha256": "ab12"}
    record("council.roll_call_entered", subject=cast.delegate, by=cast.secretariat, after=given)
    shown = cast.client("secretariat").get(f"/{language}/people/events/").content.decode()
    with translation.override(language):
        seat = html.escape(Seat.objects.get(pk="S01").name)
    assert vote.format(seat) in shown.replace("\u00a0", " ")
    assert not re.search(r"S01|>[a-z_]+\.[a-z_]+<|minutes_sha256|ab12", shown)


def test_names_of_seats_are_read_once_a_page(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _again in range(3):
        given = {"choices": {"S01": "for"}}
        record("council.roll_call_entered", subject=cast.delegate, by=None, after=given)
    events = list(Event.objects.all())
    with django_assert_max_num_queries(2):  # places and seats
        lines_of(events)


def test_pages_of_a_signed_in_person_are_stored_nowhere(as_delegate: Client) -> None:
    for path in ("/fr/desk/", "/fr/", "/fr/search/suggestions.json", "/fr/nothing-here/"):
        assert as_delegate.get(path)["Cache-Control"] == "private, no-store", path


def test_a_stricter_word_on_storing_is_kept(as_delegate: Client) -> None:
    answer = as_delegate.get(f"/fr/follow/{make_need('09').token}/")
    assert "must-revalidate" in answer["Cache-Control"]


def test_pages_of_visitors_may_be_kept(db: None) -> None:
    assert "no-store" not in Client().get("/fr/").get("Cache-Control", "")


@pytest.mark.parametrize("path", ["3rdparty/", "social/connections/", "3rdparty/signup/"])
def test_without_an_identity_server_no_page_joins_accounts(path: str, as_delegate: Client) -> None:
    """The library’s own page, without clothes, and linked from nowhere."""
    assert as_delegate.get(f"/fr/account/{path}").status_code == 404


def test_one_stale_word_of_an_address_leaves_the_others(cast: Cast) -> None:
    """With a kind of event that is no more, the events of nobody in particular were shown."""
    answer = cast.client("secretariat").get("/en/people/events/?search=nobody-at-all&verb=gone")
    assert answer.status_code == 200
    assert answer.context["lines"] == []
    assert answer.content.decode().count("field__errors") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "(rôle terminé le {})"),
        ("ar", "(انتهى هذا الدور في {})"),
        ("en", "(role ended on {})"),
    ],
)
def test_a_role_is_shown_as_ended_on_the_day_it_was(cast: Cast, language: str, said: str) -> None:
    """It was said to run until the day before: kept so that it grants nothing any more."""
    end_membership(membership=cast.partner.memberships.get(), by=cast.administrator)
    with translation.override(language):
        expected = said.format(formats.day(timezone.localdate(), language))
    for path in (f"people/{cast.partner.pk}/", "people/"):
        assert expected in cast.client("administrator").get(f"/{language}/{path}").text, path


def test_a_role_is_ended_behind_a_second_button_that_says_what_follows(cast: Cast) -> None:
    page = cast.client("administrator").get(f"/fr/people/{cast.partner.pk}/").text
    asked = page[page.index('<details class="dialog') :].partition("</details>")[0]
    assert "Mettre fin à ce rôle" in asked
    assert "ne donne plus aucun droit" in asked
    assert reverse("accounts:membership_end", args=[cast.partner.memberships.get().pk]) in asked
