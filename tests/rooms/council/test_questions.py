"""What is unusual is asked before it is done, and stands in the minutes after."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nasij.audit.models import Event
from nasij.council.acts import call_again, close_session, convene_session, open_session
from nasij.council.downloads import minutes_pdf
from nasij.council.enums import SessionState
from nasij.council.errors import SecondCallTooSoon
from nasij.council.models import Session
from nasij.needs.enums import ItemState
from tests import factories
from tests.people import Cast

LATE = "Ajouté après la convocation"


def post(client: Client, name: str, pk: int, **data: Any) -> str:
    answer = client.post(reverse(f"council:{name}", args=[pk]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def page(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(f"council:{name}", args=[pk])).content.decode().replace("\u00a0", " ")


def plan(session: Session, start: datetime) -> Session:
    Session.objects.filter(pk=session.pk).update(starts_at=start)
    session.refresh_from_db()
    return session


@pytest.fixture
def office(cast: Cast) -> Client:
    return cast.client("secretariat")


@pytest.fixture
def convened(prepared: Session, office: Client) -> Session:
    """For today, an hour ago, with a notice that is too short."""
    plan(prepared, timezone.now() - timedelta(minutes=1))
    post(office, "session_convene", prepared.pk, confirmed="yes")
    prepared.refresh_from_db()
    return prepared


def event(verb: str) -> Event:
    return Event.objects.get(verb=f"council.{verb}")


def test_a_short_notice_is_asked_about_then_recorded(prepared: Session, office: Client) -> None:
    plan(prepared, timezone.now() + timedelta(days=3))
    asked = post(office, "session_convene", prepared.pk)
    assert "Convoquer quand même" in asked
    prepared.refresh_from_db()
    assert prepared.state == "draft"
    post(office, "session_convene", prepared.pk, confirmed="yes")
    assert event("session_convened").after == {"notice": {"days": 3, "asked": 15}}
    minutes = page(office, "minutes", prepared.pk)
    assert minutes.count("Délai de convocation") == 1  # it once said its label twice
    assert "<bdi>3 ; demandé par les règles : 15</bdi>" in minutes


def test_a_day_that_is_past_is_asked_about_as_such(prepared: Session, office: Client) -> None:
    """It once counted: “days of notice: 0”."""
    plan(prepared, timezone.now() - timedelta(days=2))
    assert "Le jour de la session est passé." in page(office, "session", prepared.pk)
    asked = post(office, "session_convene", prepared.pk)
    assert "Le jour de la session est passé : elle était prévue le" in asked
    post(office, "session_convene", prepared.pk, confirmed="yes")
    assert event("session_convened").after == {"notice": {"days": -2, "asked": 15}}
    assert "convoquée après le jour annoncé" in page(office, "minutes", prepared.pk)


def test_a_notice_as_the_rules_ask_is_not_asked_about(prepared: Session, office: Client) -> None:
    plan(prepared, timezone.now() + timedelta(days=15))
    post(office, "session_convene", prepared.pk)
    assert event("session_convened").after == {}
    assert "Délai de convocation" not in page(office, "minutes", prepared.pk)


@pytest.mark.parametrize(
    ("early", "said"),
    [
        (timedelta(days=2), "un autre jour qu’annoncé"),
        (-timedelta(days=2), "un autre jour qu’annoncé"),
    ],
)
def test_opening_on_another_day_is_asked_about_then_recorded(
    convened: Session, office: Client, early: timedelta, said: str
) -> None:
    plan(convened, timezone.now() + early)
    asked = post(office, "session_open", convened.pk)
    assert "Ouvrir quand même" in asked
    convened.refresh_from_db()
    assert convened.state == "convened"
    post(office, "session_open", convened.pk, confirmed="yes")
    assert event("session_opened").after == {"announced_for": convened.starts_at.isoformat()}
    assert said in page(office, "minutes", convened.pk)


def test_opening_before_the_hour_is_asked_about_then_recorded(
    convened: Session, office: Client
) -> None:
    last_minute = timezone.localtime().replace(hour=23, minute=59, second=59)
    plan(convened, last_minute)
    assert "Ouvrir quand même" in post(office, "session_open", convened.pk)
    post(office, "session_open", convened.pk, confirmed="yes")
    assert event("session_opened").after == {"announced_for": convened.starts_at.isoformat()}
    assert "avant l’heure annoncée" in page(office, "minutes", convened.pk)


def test_opening_as_announced_is_not_asked_about(convened: Session, office: Client) -> None:
    post(office, "session_open", convened.pk)
    assert event("session_opened").after == {}
    assert "qu’annoncé" not in page(office, "minutes", convened.pk)


def test_a_point_after_convening_is_asked_about_marked_everywhere_and_told(
    convened: Session,
    office: Client,
    cast: Cast,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """It once went on the agenda without a word."""
    asked = post(office, "add_point", convened.pk, title="Point urgent", note="Une note")
    assert "Ajouter le point quand même" in asked
    assert 'value="Point urgent"' in asked
    assert convened.agenda.count() == 1
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        given = {"title": "Point urgent", "note": "Une note", "confirmed": "yes"}
        after = post(office, "add_point", convened.pk, **given)
    assert LATE in after
    point = convened.agenda.get(title="Point urgent")
    assert point.note == "Une note"
    assert LATE in page(office, "agenda_item", point.pk)
    assert LATE in page(office, "minutes", convened.pk)
    assert minutes_pdf(convened).startswith(b"%PDF-")
    letters = [letter for letter in mail.outbox if letter.subject.startswith("Point ajouté")]
    assert len({letter.to[0] for letter in letters}) == len(letters) == 11
    assert "Point urgent" in letters[0].body
    placed = Event.objects.filter(verb="council.item_placed").order_by("pk").last()
    assert placed.after["after_convening"]


def test_an_item_after_convening_is_asked_about_too(convened: Session, office: Client) -> None:
    item = factories.make_item("09", state=ItemState.ESCALATED)
    assert "Ajouter le point quand même" in post(office, "place", convened.pk, item=item.pk)
    item.refresh_from_db()
    assert item.state == ItemState.ESCALATED
    assert LATE in post(office, "place", convened.pk, item=item.pk, confirmed="yes")


def test_a_point_before_convening_is_not_marked(prepared: Session, office: Client) -> None:
    assert LATE not in post(office, "add_point", prepared.pk, title="Divers")
    assert prepared.agenda.count() == 2


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_question_is_asked_in_each_language(
    prepared: Session, office: Client, language: str
) -> None:
    answer = office.post(f"/{language}/council/{prepared.pk}/convene/")
    assert 'name="confirmed"' in answer.content.decode()


# --- second call -------------------------------------------------------------------------------


@pytest.fixture
def without_quorum(opened: Session, cast: Cast) -> Session:
    """Nobody came."""
    item = factories.make_item("09", state=ItemState.ON_AGENDA)
    factories.make_agenda_item(opened, title="Dossier", item=item)
    return close_session(session=opened, by=cast.secretariat)


def test_a_session_without_a_quorum_is_called_again_with_what_it_left(
    without_quorum: Session, office: Client
) -> None:
    """The page said what the rules ask, and there was no way to do it."""
    door = reverse("council:session_call_again", args=[without_quorum.pk])
    assert door in page(office, "session", without_quorum.pk)
    assert "2026-06-09T" in office.get(door).content.decode()
    made = post(office, "session_call_again", without_quorum.pk, starts_at="2026-06-09T10:00")
    second = Session.objects.get(second_call_of=without_quorum)
    assert second.number == without_quorum.number + 1
    assert second.quorum_share == 0
    points = list(second.agenda.order_by("position"))
    assert [point.title for point in points] == ["Fret maritime", "Dossier"]
    assert points[1].item.state == ItemState.ON_AGENDA
    first_page = page(office, "session", without_quorum.pk)
    assert reverse("council:session", args=[second.pk]) in first_page
    assert door not in first_page
    assert reverse("council:session", args=[without_quorum.pk]) in made
    assert "Seconde convocation de la session 7" in page(office, "minutes", second.pk)


def test_the_second_call_is_no_sooner_than_the_rules_ask(
    without_quorum: Session, office: Client
) -> None:
    refused = post(office, "session_call_again", without_quorum.pk, starts_at="2026-06-08T10:00")
    assert "au plus tôt pour le 9 juin 2026" in refused
    assert Session.objects.count() == 1
    post(office, "session_call_again", without_quorum.pk, starts_at="2026-06-09T10:00")
    second = Session.objects.get(second_call_of=without_quorum)
    given = {"number": 8, "title": "T", "kind": "plenary", "quorum_share": "0"}
    given["starts_at"] = "2026-06-08T10:00"
    assert "au plus tôt" in post(office, "session_edit", second.pk, **given)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 6, 1, 12, tzinfo=UTC), False),
        # An hour earlier it is still the eighth in Casablanca, and in UTC it is so in both.
        (datetime(2026, 6, 8, 22, 30, tzinfo=UTC), False),
        (datetime(2026, 6, 8, 23, 30, tzinfo=UTC), True),
        (datetime(2026, 6, 9, 9, tzinfo=UTC), True),
    ],
)
def test_the_second_call_opens_no_sooner_than_the_rules_ask(
    without_quorum: Session, cast: Cast, now: datetime, opens: bool
) -> None:
    """Confirmed on the day of the first, one voice decided what the quorum had kept back."""
    second = call_again(
        session=without_quorum, starts_at=datetime(2026, 6, 9, 9, tzinfo=UTC), by=cast.secretariat
    )
    convene_session(session=second, confirmed=True, notify=False, by=cast.secretariat)
    with nullcontext() if opens else pytest.raises(SecondCallTooSoon):
        open_session(session=second, at=now, confirmed=True, by=cast.secretariat)
    second.refresh_from_db()
    assert (second.state == SessionState.OPEN) is opens


def test_the_second_call_takes_no_new_point_and_says_that_no_quorum_is_asked(
    without_quorum: Session, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    post(office, "session_call_again", without_quorum.pk, starts_at=later)
    second = Session.objects.get(second_call_of=without_quorum)
    assert "et rien d’autre" in post(office, "add_point", second.pk, title="Nouveau")
    assert second.agenda.count() == 2
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        post(office, "session_convene", second.pk)  # no notice but the days between the two
    assert "Aucun quorum n’est exigé cette fois" in mail.outbox[0].body
    assert "seconde convocation de la session 7" in mail.outbox[0].body


def test_a_session_with_a_quorum_is_not_called_again(
    seated: Session, office: Client, cast: Cast
) -> None:
    close_session(session=seated, by=cast.secretariat)
    door = reverse("council:session_call_again", args=[seated.pk])
    assert door not in page(office, "session", seated.pk)
    refused = post(office, "session_call_again", seated.pk, starts_at="2027-06-09T10:00")
    assert "close sans quorum" in refused
    assert Session.objects.count() == 1


def test_the_rule_of_a_session_tells_the_quorum_by_weight(
    prepared: Session, office: Client
) -> None:
    Session.objects.update(quorum_weight_share="0.6667")
    post(office, "session_convene", prepared.pk, confirmed="yes")
    assert "par poids des sièges pourvus" in page(office, "session", prepared.pk)


def test_a_delegate_does_not_call_again(without_quorum: Session, cast: Cast) -> None:
    door = reverse("council:session_call_again", args=[without_quorum.pk])
    client = cast.client("delegate")
    assert door not in page(client, "session", without_quorum.pk)
    assert client.post(door, {"starts_at": "2026-06-09T10:00"}).status_code == 403
