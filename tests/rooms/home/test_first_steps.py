"""An administrator of an empty site reads what to do next, and each line leads where it is done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from nasij.accounts.acts import invite_person
from nasij.accounts.models import User
from nasij.council.acts import fill_seat
from nasij.council.models import Seat
from tests.factories import make_firm
from tests.people import Cast, make_user

PANEL = 'id="first-steps"'


def panel_of(client: Client, language: str = "fr") -> str:
    page = client.get(f"/{language}/desk/").content.decode()
    found = re.search(rf"<section[^>]*{PANEL}.*?</section>", page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("who", ["administrator", "secretariat"])
def test_each_step_leads_to_a_page_this_person_may_use(cast: Cast, who: str) -> None:
    client = cast.client(who)
    links = re.findall(r'href="([^"]+)"', panel_of(client))
    assert len(links) == 5
    for link in links:
        page = client.get(link)
        assert page.status_code == 200, link
        assert 'method="post"' in page.content.decode() or "#fill" in page.content.decode(), link


def test_a_step_is_ticked_when_it_is_done(cast: Cast) -> None:
    client = cast.client("administrator")
    assert panel_of(client).count("Fait") == 1  # the cast are people
    make_firm()
    fill_seat(
        seat=Seat.objects.all()[0],
        person_name="Titulaire",
        starts_on=date(2025, 1, 1),
        by=cast.administrator,
    )
    assert panel_of(client).count("Fait") == 3


def test_who_is_alone_has_invited_nobody(db: None) -> None:
    """The invitation of the first account, made by the command, once ticked the line."""
    invite("first@nasij.example", "administrator", by=None)
    user = make_user("first", "administrator", None)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Fait" not in panel_of(client)
    invite("second@nasij.example", "secretariat", by=user)
    assert panel_of(client).count("Fait") == 1


@pytest.mark.parametrize("who", ["delegate", "partner", "analyst", "adviser"])
def test_the_others_are_not_asked_to_set_the_site_up(cast: Cast, who: str) -> None:
    assert panel_of(cast.client(who)) == ""


def test_the_demonstration_is_set_up_already(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    assert panel_of(cast.client("administrator")) == ""


def invite(email: str, role: str, *, by: User | None) -> None:
    invite_person(email=email, name="", role=role, region_code="", language="fr", by=by)


@pytest.mark.parametrize(
    ("who", "page", "said"),
    [
        ("delegate", "needs/silence", "n’a parlé depuis aussi longtemps, ou jamais, s’affichent"),
        ("secretariat", "rights/retention", "que le disent les règles s’affichent ici"),
        ("partner", "plans", "Les actions découlent des décisions du conseil."),
    ],
)
def test_an_empty_page_says_what_will_stand_there(
    cast: Cast, who: str, page: str, said: str
) -> None:
    """Of no firm at all it said that somebody had spoken lately with each of them."""
    assert said in cast.client(who).get(f"/fr/{page}/").text
