"""First pages: public ones open for all, inner parts only for those who may."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from nasij.accounts.models import User
from nasij.council.acts import (
    add_point,
    cast_votes,
    convene_session,
    create_session,
    fill_seat,
    mark_arrival,
    open_session,
    open_vote,
)
from nasij.council.enums import Choice
from nasij.council.models import Seat, Vote
from nasij.needs.acts import move_item
from nasij.needs.enums import ItemState
from nasij.needs.models import Theme
from tests.factories import make_firm, make_item, make_need
from tests.people import Cast

LANGUAGES = ("fr", "ar", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "regions/", "regions/09/", "accessibility/"])
def test_public_page_opens(db: None, language: str, path: str) -> None:
    page = Client().get(f"/{language}/{path}")
    assert page.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.content.decode()


def test_first_page_of_an_empty_site_says_that_every_station_is_to_come(db: None) -> None:
    page = Client().get("/fr/").content.decode()
    assert page.count('class="station is-to-come"') == 9
    make_need()
    page = Client().get("/fr/").content.decode()
    assert page.count('class="station is-to-come"') == 7


def test_root_goes_to_the_language_the_browser_asks_for(db: None) -> None:
    assert Client(headers={"accept-language": "ar"}).get("/")["Location"] == "/ar/"
    assert Client(headers={"accept-language": "de"}).get("/")["Location"] == "/fr/"


def test_health_answers(db: None) -> None:
    assert json.loads(Client().get("/health/").content)["status"] == "ok"


@pytest.mark.parametrize(
    ("who", "where"), [("delegate", "Souss-Massa"), ("secretariat", "Pays entier")]
)
def test_desk_says_where_its_needs_are_counted(cast: Cast, who: str, where: str) -> None:
    """Those of a delegate's regions stand under words of the first page, which counts all."""
    page = cast.client(who).get("/fr/desk/").content.decode()
    assert f"Périmètre du décompte\u00a0: {where}." in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Vous n’avez aucun rôle aujourd’hui"),
        ("ar", "ليس لكم أي دور اليوم"),
        ("en", "You hold no role today"),
    ],
)
def test_desk_of_who_holds_no_role_says_so_and_whom_to_ask(
    cast: Cast, settings: Any, language: str, said: str
) -> None:
    """It counted « 0 » in no region, and told them that nothing waited for them."""
    settings.CONTACT_EMAIL = "secretariat@regions.example"
    cast.partner.memberships.update(ends_on=date(2021, 1, 1))
    desk = cast.client("partner").get(f"/{language}/desk/").text
    main = desk[desk.index("<main") : desk.index("</main>")]
    assert said in main
    assert 'href="mailto:secretariat@regions.example"' in main
    assert 'class="tally"' not in main
    assert "Rien ne vous attend" not in main


def test_desk_of_who_holds_no_role_names_nobody_where_the_site_has_no_contact(cast: Cast) -> None:
    cast.partner.memberships.update(ends_on=date(2021, 1, 1))
    desk = cast.client("partner").get("/fr/desk/").text
    assert "Adressez-vous à la personne qui vous a donné accès à ce site" in desk
    assert "mailto:" not in desk


def test_desk_of_who_holds_no_role_does_not_tell_of_the_next_session(cast: Cast) -> None:
    by, moment = cast.secretariat, datetime(2030, 1, 8, 10, tzinfo=UTC)
    create_session(number=7, title="Séance fictive", starts_at=moment, by=by)
    assert "Séance fictive" in cast.client("partner").get("/fr/desk/").text
    cast.partner.memberships.all().delete()
    assert "Séance fictive" not in cast.client("partner").get("/fr/desk/").text


def test_what_the_site_promises_everybody_is_reached_from_its_foot(db: None) -> None:
    assert 'href="/fr/accessibility/"' in Client().get("/fr/").content.decode()


def test_unknown_region_is_404(db: None) -> None:
    assert Client().get("/fr/regions/99/").status_code == 404


def test_start_shows_counts_under_each_definition_apart(db: None) -> None:
    text = Client().get("/en/").content.decode()
    for value in ("7,092", "4,309", "6,000"):
        assert value in text
    assert "4,425 firms, for a net gain of 1,083 firms. Exits cancelled 76%" in " ".join(
        text.split()
    )


def test_region_page_shows_inner_parts_to_its_delegate_only(cast: Cast) -> None:
    make_need("09")
    make_item("09", title="Point très particulier")
    own = cast.client("delegate").get("/fr/regions/09/").content.decode()
    other = cast.client("other_delegate").get("/fr/regions/09/").content.decode()
    visitor = Client().get("/fr/regions/09/").content.decode()
    assert "Point très particulier" in own
    assert "Point très particulier" not in other
    assert "Point très particulier" not in visitor


def test_region_page_names_each_theme_with_its_count(as_delegate: Client) -> None:
    first, second = Theme.objects.all()[:2]
    make_need("09", theme_id=first.key)
    for _ in range(2):
        make_need("09", theme_id=second.key)
    page = " ".join(as_delegate.get("/ar/regions/09/").content.decode().split())
    tiles = [
        f"<dt>{theme.name_ar}</dt> <dd>{count}</dd>" for theme, count in ((second, 2), (first, 1))
    ]
    assert page.index(tiles[0]) < page.index(tiles[1])


@pytest.mark.parametrize("role", ["secretariat", "delegate", "adviser", "analyst", "partner"])
def test_desk_opens_for_every_role(cast: Cast, role: str) -> None:
    make_need("09")
    make_item("01")
    assert cast.client(role).get("/ar/desk/").status_code == 200


@pytest.mark.parametrize("role", ["analyst", "partner", "delegate"])
def test_desk_counts_the_items_of_who_may_read_items(cast: Cast, role: str) -> None:
    """They were once counted where the person may read needs: nowhere, for a partner."""
    make_item("09", state=ItemState.DECIDED)
    make_item("09", state=ItemState.DONE)
    desk = cast.client(role).get("/fr/desk/").content.decode()
    assert re.findall(r"<dd>(\d+)</dd>", desk)[-2:] == ["2", "1"]


def test_only_who_records_needs_is_asked_to_record_one(cast: Cast) -> None:
    asked = "Notez ce qu’un exportateur vous dit"
    assert asked in cast.client("delegate").get("/fr/desk/").content.decode()
    for role in ("analyst", "partner"):
        desk = cast.client(role).get("/fr/desk/").content.decode()
        assert "Rien ne vous attend" in desk
        assert asked not in desk


def test_the_desk_asks_nobody_for_what_they_may_not_do(cast: Cast) -> None:
    title = make_item("09").title
    for role, acts in (("delegate", True), ("secretariat", True), ("partner", False)):
        desk = cast.client(role).get("/fr/desk/").text
        assert (title in desk, "à remonter ou à clôturer" in desk) == (acts, acts)
        assert ("Chercher\u00a0: entreprises, besoins, dossiers" in desk) == acts
        assert ("Chercher\u00a0: dossiers" in desk) != acts


@pytest.mark.parametrize("role", ["analyst", "partner"])
def test_items_lead_to_the_needs_only_who_may_read_them(cast: Cast, role: str) -> None:
    found = make_item("09")
    for path in ("/fr/needs/items/", f"/fr/needs/items/{found.pk}/"):
        page = cast.client(role).get(path).content.decode()
        assert 'href="/fr/needs/"' not in page
        trail = page.split('class="breadcrumbs"')[1].split("</nav>")[0]
        assert "Besoins" in trail
        assert 'aria-current="page">Besoins' not in trail
        assert 'href="/fr/needs/"' in cast.client("delegate").get(path).content.decode()


def test_search_finds_across_rooms_and_scripts(as_delegate: Client) -> None:
    make_firm("09", name="Aït Melloul Export", name_key="ait melloul export")
    make_need("09", text="Le fret est cher")
    assert "Melloul" in as_delegate.get("/fr/search/?q=AIT MELLOUL").content.decode()
    assert "Le fret est cher" in as_delegate.get("/fr/search/?q=fret").content.decode()


def test_search_shows_nothing_of_another_region(as_other_delegate: Client) -> None:
    make_firm("09", name="Aït Melloul Export", name_key="ait melloul export")
    make_need("09", text="Phrase très particulière")
    text = as_other_delegate.get("/fr/search/?q=melloul").content.decode()
    assert "Aït Melloul Export" not in text
    text = as_other_delegate.get("/fr/search/?q=particulière").content.decode()
    assert "Phrase très particulière" not in text


def test_who_is_told_of_a_defect_is_named_or_nobody_is(as_delegate: Client, settings: Any) -> None:
    page = as_delegate.get("/fr/accessibility/").text
    assert "mailto:" not in page
    assert "secrétariat" not in page
    settings.CONTACT_EMAIL = "secretariat@regions.example"
    page = as_delegate.get("/fr/accessibility/").text
    assert page.count('href="mailto:secretariat@regions.example"') == 2  # there, and in the foot


def test_missing_page_says_what_to_do(db: None) -> None:
    page = Client().get("/ar/nothing-here/")
    assert page.status_code == 404
    assert 'dir="rtl"' in page.content.decode()


def test_the_search_offers_what_answers_while_one_types(cast: Cast) -> None:
    kept = make_firm("09", name="Zarbia Souss", name_key="zarbia souss")
    make_firm("09", name="Zarbia ancienne", name_key="zarbia ancienne", merged_into=kept)
    url = "/fr/search/suggestions.json"
    found = cast.client("delegate").get(url, {"q": "zarbia"}).json()
    assert [one["name"] for one in found["options"]] == ["Zarbia Souss"]
    assert found["options"][0]["url"] == f"/fr/exporters/{kept.pk}/"
    places = cast.client("analyst").get(url, {"q": "souss"}).json()["options"]
    assert [(one["name"], one["hint"]) for one in places] == [("Souss-Massa", "Région")]
    assert cast.client("delegate").get(url, {"q": " "}).json()["options"] == []
    assert cast.visitor.get(url, {"q": "zarbia"}).status_code == 302


def test_a_vote_waits_on_the_desk_until_its_member_has_voted(cast: Cast) -> None:
    """Every open vote once stood there, of members who had voted and of those without a voice."""
    vote = an_open_vote(cast, seat="S09", user=cast.delegate)
    address = f"/fr/council/votes/{vote.pk}/"
    assert address in cast.client("delegate").get("/fr/desk/").content.decode()
    assert address not in cast.client("other_delegate").get("/fr/desk/").content.decode()
    cast_votes(vote=vote, choices={"S09": Choice.FOR}, by=cast.delegate)
    assert address not in cast.client("delegate").get("/fr/desk/").content.decode()
    assert address in cast.client("secretariat").get("/fr/desk/").content.decode()


def an_open_vote(cast: Cast, *, seat: str, user: User) -> Vote:
    by, found = cast.secretariat, Seat.objects.get(code=seat)
    first_day = date(2020, 1, 1)
    fill_seat(seat=found, person_name="Titulaire", starts_on=first_day, user=user, by=by)
    moment = datetime(2026, 6, 1, 9, tzinfo=UTC)
    session = create_session(number=7, title="Session 7", starts_at=moment, by=by)
    point = add_point(session=session, title="Fret maritime", by=by)
    session = convene_session(session=session, confirmed=True, notify=False, by=by)
    session = open_session(session=session, confirmed=True, at=moment, by=by)
    mark_arrival(session=session, seat=found, by=by)
    return open_vote(point=point, text="Ouvrir une ligne", by=by)


@pytest.mark.parametrize(
    ("language", "before", "during"),
    [
        ("fr", "Prochaine session", "Session en cours"),
        ("ar", "الدورة المقبلة", "الدورة المنعقدة حاليا"),
        ("en", "Next session", "Session under way"),
    ],
)
def test_the_desk_does_not_call_a_session_that_sits_the_next_one(
    language: str, before: str, during: str, cast: Cast
) -> None:
    by, moment = cast.secretariat, datetime(2026, 6, 1, 9, tzinfo=UTC)
    session = create_session(number=7, title="Session 7", starts_at=moment, by=by)
    add_point(session=session, title="Fret maritime", by=by)
    session = convene_session(session=session, confirmed=True, notify=False, by=by)

    def heads() -> list[bool]:
        page = cast.client("secretariat").get(f"/{language}/desk/").content.decode()
        return [words in page for words in (before, during)]

    assert heads() == [True, False]
    open_session(session=session, confirmed=True, at=moment, by=by)
    assert heads() == [False, True]


@pytest.mark.django_db
def test_the_first_page_counts_entries_under_their_own_definition(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "new active exporters: " in page
    assert "regularly" not in page


def test_news_of_a_step_are_not_counted_as_an_answer(cast: Cast) -> None:
    """A notice that one's words stand on an agenda answers nothing."""
    item = make_item("09", state=ItemState.OPEN)
    make_need("09", item=item)
    move_item(item=item, state=ItemState.ESCALATED, reason="x", by=None)
    client = cast.client("delegate")
    pages = [client.get(path).content.decode() for path in ("/fr/", "/fr/desk/", "/fr/needs/")]
    assert "Besoins dont l’auteur a eu des nouvelles" in pages[0]
    assert all("Sans aucune nouvelle" in page for page in pages[1:])
    for page in pages:
        assert "ayant reçu une réponse" not in page
        assert "Sans aucune réponse" not in page
        assert "Réponse donnée" not in page
