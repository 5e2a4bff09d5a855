"""What is unusual is asked before it is done, and stands in the minutes after."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nasij.audit.models import Event
from nasij.council.acts import (
    call_again,
    change_session,
    close_session,
    convene_session,
    create_session,
    open_session,
)
from nasij.council.clock import hour_announced
from nasij.council.downloads import minutes_pdf
from nasij.council.enums import SessionState
from nasij.council.errors import SecondCallEarly
from nasij.council.models import Seat, Session
from nasij.council.questions import NotAsAnnounced
from nasij.needs.enums import ItemState
from nasij.reference.days import DayOutOfReach
from tests import factories
from tests.people import Cast
from tests.rooms.council.answering import mark_in

LATE = "Ajouté après la convocation"


def post(client: Client, name: str, pk: int, **data: Any) -> str:
    answer = client.post(reverse(f"council:{name}", args=[pk]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def page(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(f"council:{name}", args=[pk])).content.decode().replace("\u00a0", " ")


def answer(client: Client, name: str, pk: int, **data: Any) -> str:
    """Send it, read the question, and confirm that very question."""
    asked = post(client, name, pk, **data)
    return post(client, name, pk, **data, confirmed=mark_in(asked))


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
    answer(office, "session_convene", prepared.pk)
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
    answer(office, "session_convene", prepared.pk)
    assert event("session_convened").after == {"notice": {"days": 3, "asked": 15}}
    minutes = page(office, "minutes", prepared.pk)
    assert minutes.count("Délai de convocation") == 1  # it once said its label twice
    assert "<bdi>3 ; demandé par les règles : 15</bdi>" in minutes


def test_a_day_that_is_past_is_asked_about_as_such(prepared: Session, office: Client) -> None:
    """It once counted: “days of notice: 0”."""
    plan(prepared, timezone.now() - timedelta(days=2))
    assert "L’heure de la session est passée." in page(office, "session", prepared.pk)
    asked = post(office, "session_convene", prepared.pk)
    assert "L’heure de la session est passée : elle était prévue le" in asked
    answer(office, "session_convene", prepared.pk)
    assert event("session_convened").after == {"notice": {"days": -2, "asked": 15}}
    assert "convoquée après l’heure annoncée" in page(office, "minutes", prepared.pk)


def test_an_hour_of_today_that_is_past_is_asked_about_and_nobody_is_written_to(
    prepared: Session, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """All were invited to an hour that was past, by a letter of a few minutes later."""
    plan(prepared, timezone.now() - timedelta(minutes=1))
    assert "L’heure de la session est passée." in page(office, "session", prepared.pk)
    asked = post(office, "session_convene", prepared.pk)
    assert "L’heure de la session est passée : elle était prévue le" in asked
    with django_capture_on_commit_callbacks(execute=True):
        after = answer(office, "session_convene", prepared.pk)
    assert "personne ne reçoit de lettre" in after
    assert mail.outbox == []
    assert "convoquée après l’heure annoncée" in page(office, "minutes", prepared.pk)


def test_members_are_not_called_for_an_hour_that_is_past(
    announced: Session, office: Client
) -> None:
    now = timezone.localtime()
    given = form_of(announced, starts_at=now.strftime("%Y-%m-%dT00:00"))
    assert "une heure à venir" in post(office, "session_edit", announced.pk, **given)


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
    answer(office, "session_open", convened.pk)
    assert event("session_opened").after == {"announced_for": hour_announced(convened.starts_at)}
    assert said in page(office, "minutes", convened.pk)


def test_opening_before_the_hour_is_asked_about_then_recorded(
    convened: Session, office: Client
) -> None:
    last_minute = timezone.localtime().replace(hour=23, minute=59, second=59)
    plan(convened, last_minute)
    assert "Ouvrir quand même" in post(office, "session_open", convened.pk)
    answer(office, "session_open", convened.pk)
    assert event("session_opened").after == {"announced_for": hour_announced(convened.starts_at)}
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
        given = {"title": "Point urgent", "note": "Une note"}
        after = answer(office, "add_point", convened.pk, **given)
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
    assert LATE in answer(office, "place", convened.pk, item=item.pk)


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
    made = post(office, "session_call_again", without_quorum.pk, starts_at="2026-06-09T10:00")
    second = Session.objects.get(second_call_of=without_quorum)
    assert second.number == without_quorum.number + 1
    assert second.quorum_share == 0
    points = list(second.agenda.order_by("position"))
    assert [point.title for point in points] == ["Fret maritime", "Dossier"]
    assert points[1].item.state == ItemState.ESCALATED  # until it is convened
    first_page = page(office, "session", without_quorum.pk)
    assert reverse("council:session", args=[second.pk]) in first_page
    assert door not in first_page
    assert reverse("council:session", args=[without_quorum.pk]) in made
    assert "Seconde convocation de la session 7" in page(office, "minutes", second.pk)


@pytest.mark.parametrize(("month", "proposed"), [(6, "2026-06-09T"), (7, "2026-07-09T")])
def test_the_second_call_is_proposed_for_a_day_that_members_can_be_called_for(
    without_quorum: Session, office: Client, month: int, proposed: str
) -> None:
    """Eight days after the first, it proposed a day that was past a month later."""
    door = reverse("council:session_call_again", args=[without_quorum.pk])
    now = datetime(2026, month, 1, 12, tzinfo=UTC)
    with mock.patch.object(timezone, "now", return_value=now):
        assert proposed in office.get(door).content.decode()


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
    convened_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    convene_session(session=second, at=convened_at, notify=False, by=cast.secretariat)
    with mock.patch.object(timezone, "now", return_value=now):
        shown = page(cast.client("secretariat"), "session", second.pk)
    assert (reverse("council:session_open", args=[second.pk]) in shown) is opens
    assert ("celle-ci peut s’ouvrir le 9 juin 2026" in shown) is not opens
    with nullcontext() if opens else pytest.raises(SecondCallEarly):
        open_session(session=second, at=now, confirmed=True, by=cast.secretariat)
    second.refresh_from_db()
    assert (second.state == SessionState.OPEN) is opens


def test_the_second_call_takes_no_new_point_and_says_that_no_quorum_is_asked(
    without_quorum: Session, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    later = (timezone.localtime() + timedelta(days=8)).strftime("%Y-%m-%dT%H:%M")
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


def test_the_rule_of_a_session_tells_the_quorum_by_weight(opened: Session, office: Client) -> None:
    Session.objects.update(quorum_weight_share="0.6667")
    assert "par poids des sièges pourvus" in page(office, "session", opened.pk)


def test_a_delegate_does_not_call_again(without_quorum: Session, cast: Cast) -> None:
    door = reverse("council:session_call_again", args=[without_quorum.pk])
    client = cast.client("delegate")
    assert door not in page(client, "session", without_quorum.pk)
    assert client.post(door, {"starts_at": "2026-06-09T10:00"}).status_code == 403


# --- what was announced is changed ---------------------------------------------------------------


@pytest.fixture
def announced(prepared: Session, office: Client) -> Session:
    """Convened as the rules ask, for twenty days from now."""
    start = (timezone.localtime() + timedelta(days=20)).replace(hour=9, minute=0)
    plan(prepared, start)
    post(office, "session_convene", prepared.pk)
    prepared.refresh_from_db()
    return prepared


def form_of(session: Session, **changed: Any) -> dict[str, Any]:
    start = timezone.localtime(session.starts_at)
    given = {
        "number": session.number,
        "title": session.title,
        "kind": session.kind,
        "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
        "place": session.place,
        "chair": session.chair,
        "quorum_share": f"{session.quorum_share.normalize():f}",
    }
    return {**given, **changed}


def days_from_now(days: int, hour: int = 9) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime(f"%Y-%m-%dT{hour:02}:00")


def test_another_day_after_convening_is_asked_about_told_and_counted_anew(
    announced: Session, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """It once was saved without a question, a letter or a mark, under the first notice."""
    given = form_of(announced, starts_at=days_from_now(3), place="Fès", quorum_share="0.6667")
    asked = post(office, "session_edit", announced.pk, **given)
    assert "Changer quand même" in asked
    assert "Délai de convocation en jours, à compter d’aujourd’hui : 3" in asked
    announced.refresh_from_db()
    assert announced.place == "Agadir"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        post(office, "session_edit", announced.pk, **given, confirmed=mark_in(asked))
    letters = [letter for letter in mail.outbox if letter.subject.startswith("Changement")]
    assert len({letter.to[0] for letter in letters}) == len(letters) == 11
    assert "Fès, et non plus Agadir" in letters[0].body
    assert ": deux tiers, et non plus la moitié" in letters[0].body
    changed = event("session_changed")
    assert changed.after["notice"] == {"days": 3, "asked": 15}
    assert changed.after["place"] == "Fès"
    minutes = page(office, "minutes", announced.pk)
    assert "Changé après la convocation" in minutes
    assert "Fès, et non plus Agadir" in minutes
    assert "3 ; demandé par les règles : 15" in minutes
    assert minutes_pdf(announced).startswith(b"%PDF-")


def test_another_chair_after_convening_is_written_without_a_question(
    announced: Session, office: Client
) -> None:
    post(office, "session_edit", announced.pk, **form_of(announced, chair="Une autre"))
    announced.refresh_from_db()
    assert announced.chair == "Une autre"
    assert "Changé après" not in page(office, "minutes", announced.pk)


def test_the_quorum_of_a_convened_session_is_not_lowered(
    announced: Session, office: Client
) -> None:
    refused = post(
        office, "session_edit", announced.pk, **form_of(announced, quorum_share="0.3333")
    )
    assert "ne s’abaisse pas" in refused
    announced.refresh_from_db()
    assert announced.quorum_share == Decimal("0.5")


def test_members_are_not_called_for_a_day_that_is_past(announced: Session, office: Client) -> None:
    given = form_of(announced, starts_at=days_from_now(-2))
    assert "une heure à venir" in post(office, "session_edit", announced.pk, **given)


# --- an answer is to the question that was read --------------------------------------------------


@pytest.mark.parametrize("answered", ["yes", "0" * 40])
def test_an_answer_to_no_question_is_asked(
    prepared: Session, office: Client, answered: str
) -> None:
    plan(prepared, timezone.now() + timedelta(days=3))
    post(office, "session_convene", prepared.pk, confirmed=answered)
    prepared.refresh_from_db()
    assert prepared.state == "draft"


def test_a_question_is_asked_again_when_what_it_says_has_changed(
    prepared: Session, office: Client
) -> None:
    """Read for three days of notice, “yes” once convened for one."""
    plan(prepared, timezone.now() + timedelta(days=3))
    read = mark_in(post(office, "session_convene", prepared.pk))
    plan(prepared, timezone.now() + timedelta(days=1))
    again = post(office, "session_convene", prepared.pk, confirmed=read)
    assert mark_in(again) != read
    prepared.refresh_from_db()
    assert prepared.state == "draft"
    post(office, "session_convene", prepared.pk, confirmed=mark_in(again))
    prepared.refresh_from_db()
    assert prepared.state == "convened"


def test_another_change_and_another_point_are_asked_about_again(
    announced: Session, office: Client
) -> None:
    read = mark_in(post(office, "session_edit", announced.pk, **form_of(announced, place="Fès")))
    other = form_of(announced, place="Oujda")
    assert mark_in(post(office, "session_edit", announced.pk, **other, confirmed=read)) != read
    read = mark_in(post(office, "add_point", announced.pk, title="Un"))
    assert mark_in(post(office, "add_point", announced.pk, title="Deux", confirmed=read)) != read
    assert announced.agenda.count() == 1


def test_a_minute_that_passes_is_not_another_question(convened: Session, office: Client) -> None:
    planned = timezone.now() + timedelta(days=2)
    plan(convened, planned)
    at = timezone.now()
    asked = [
        NotAsAnnounced(planned="2", now=str(now), today="1").mark
        for now in (at, at + timedelta(minutes=1))
    ]
    assert asked[0] == asked[1]


def test_a_council_that_took_place_is_noted_and_nobody_is_written_to(
    prepared: Session, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """All were once invited to a day that was past."""
    with django_capture_on_commit_callbacks(execute=True):
        after = answer(office, "session_convene", prepared.pk)
    assert "personne ne reçoit de lettre" in after
    assert mail.outbox == []


# --- a lower quorum is earned by a first call as the rules ask ------------------------------------


def test_a_second_call_after_a_first_without_notice_keeps_the_quorum(
    prepared: Session, office: Client, seats: dict[str, Seat]
) -> None:
    """Convened, opened and closed within a minute, it once let one member decide eight days on."""
    plan(prepared, timezone.now() - timedelta(minutes=1))
    answer(office, "session_convene", prepared.pk)
    post(office, "session_open", prepared.pk)
    assert "garde le quorum entier" in page(office, "session", prepared.pk)
    post(office, "session_close", prepared.pk)
    door = reverse("council:session_call_again", args=[prepared.pk])
    assert "garde le quorum entier" in office.get(door).content.decode()
    post(office, "session_call_again", prepared.pk, starts_at=days_from_now(8))
    second = Session.objects.get(second_call_of=prepared)
    assert second.quorum_share == Decimal("0.5")
    assert "garde le quorum entier" in page(office, "minutes", second.pk)
    lower = form_of(second, quorum_share="0.3333")
    assert "garde le quorum entier" in post(office, "session_edit", second.pk, **lower)
    asked = post(office, "session_convene", second.pk)
    assert "demandé par les règles : 15" in asked
    post(office, "session_convene", second.pk, confirmed=mark_in(asked))
    assert "garde le quorum entier" in page(office, "session", second.pk)


def test_a_first_opened_on_another_day_is_not_called_as_the_rules_ask(
    announced: Session, office: Client
) -> None:
    answer(office, "session_open", announced.pk)
    post(office, "session_close", announced.pk)
    post(office, "session_call_again", announced.pk, starts_at=days_from_now(8))
    assert Session.objects.get(second_call_of=announced).quorum_share == Decimal("0.5")


def test_a_second_call_is_told_in_advance(without_quorum: Session, office: Client) -> None:
    post(office, "session_call_again", without_quorum.pk, starts_at=days_from_now(1))
    second = Session.objects.get(second_call_of=without_quorum)
    assert "Convoquer quand même" in post(office, "session_convene", second.pk)
    plan(second, timezone.now() - timedelta(days=1))
    shown = page(office, "session", second.pk)
    assert "Changez-en le jour" in shown
    assert reverse("council:session_convene", args=[second.pk]) not in shown
    refused = post(office, "session_convene", second.pk, confirmed="yes")
    assert "Changez-en le jour" in refused


def test_only_a_second_call_may_do_without_a_quorum(office: Client, prepared: Session) -> None:
    """The form offered “no quorum” for any session."""
    form = office.get(reverse("council:session_create")).content.decode()
    assert '<option value="0">' not in form
    refused = post(office, "session_edit", prepared.pk, **form_of(prepared, quorum_share="0"))
    assert "Choisissez dans la liste" in refused
    prepared.refresh_from_db()
    assert prepared.quorum_share == Decimal("0.5")


def test_a_second_call_is_not_opened_before_the_day_its_members_were_called_for(
    without_quorum: Session, cast: Cast
) -> None:
    """Any day from the eighth on was taken, with one voice, while all were called for another."""
    second = call_again(
        session=without_quorum, starts_at=datetime(2026, 6, 20, 9, tzinfo=UTC), by=cast.secretariat
    )
    convened_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    convene_session(session=second, at=convened_at, notify=False, by=cast.secretariat)
    with pytest.raises(SecondCallEarly):
        open_session(
            session=second,
            at=datetime(2026, 6, 10, 9, tzinfo=UTC),
            confirmed=True,
            by=cast.secretariat,
        )


def test_a_point_added_late_does_not_go_into_a_second_call(
    without_quorum: Session, cast: Cast
) -> None:
    late = without_quorum.agenda.get(title="Dossier")
    late.added_late_at = without_quorum.opened_at
    late.save()
    day = datetime(2026, 6, 20, 9, tzinfo=UTC)
    second = call_again(session=without_quorum, starts_at=day, by=cast.secretariat)
    assert [point.title for point in second.agenda.all()] == ["Fret maritime"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_minutes_before_opening_judge_nobody(
    convened: Session, office: Client, language: str
) -> None:
    shown = office.get(f"/{language}/council/{convened.pk}/minutes/").content.decode()
    for word in ("Absent", "Non atteint", "non atteint", "غائب", "غير مكتمل"):
        assert word not in shown


def test_a_day_that_no_session_can_have_is_refused_by_the_acts(
    without_quorum: Session, cast: Cast
) -> None:
    far = datetime(2926, 6, 1, 9, tzinfo=UTC)
    made = create_session(
        number=77, title="Ordinaire", starts_at=timezone.now(), by=cast.secretariat
    )
    same = ("number", "title", "kind", "place", "chair", "chair_seat", "secretary")
    kept = {name: getattr(made, name) for name in (*same, "quorum_share", "quorum_weight_share")}
    acts = (
        lambda: create_session(number=78, title="x", starts_at=far, by=cast.secretariat),
        lambda: change_session(session=made, **kept, starts_at=far, by=cast.secretariat),
        lambda: call_again(session=without_quorum, starts_at=far, by=cast.secretariat),
    )
    for act in acts:
        with pytest.raises(DayOutOfReach) as refused:
            act()
        assert refused.value.field == "starts_at"
