"""What the minutes keep of moments: who was represented when, and when there was a quorum."""

import copy
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from nasij.audit.queries import events_about
from nasij.council import downloads
from nasij.council.acts import (
    close_session,
    give_proxy,
    mark_arrival,
    mark_departure,
    record_decision,
    withdraw_proxy,
)
from nasij.council.enums import CouncilVerb, DecisionOutcome
from nasij.council.minutes import minutes_of, seal, seal_holds
from nasij.council.minutes.text import MinutesText, minutes_text
from nasij.council.models import AgendaItem, Presence, Proxy, Seat, Session
from nasij.council.results import QuorumState
from nasij.council.words import quorum_sentence
from nasij.sentences import APART, END
from tests.people import Cast

Seats = dict[str, Seat]


def at(hour: int, minute: int) -> datetime:
    """Of the day of the session; clocks show an hour more than UTC then."""
    return datetime(2026, 6, 1, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def emptied(seated: Session, seats: Seats, cast: Cast) -> Session:
    """Six there and two represented from ten past ten, until S01, who speaks for S05, and two more
    have left: four voices of eleven. S09 had given the voice of S07 back before."""
    Presence.objects.update(arrived_at=at(10, 10))
    Proxy.objects.update(given_at=at(10, 10))
    withdraw_proxy(proxy=Proxy.objects.get(giver="S07"), by=cast.secretariat)
    Proxy.objects.filter(giver="S07").update(withdrawn_at=at(10, 30))
    for code in ("S01", "S02", "S03"):
        mark_departure(session=seated, seat=seats[code], at=at(11, 0), by=cast.secretariat)
    return seated


def _closed(session: Session, cast: Cast) -> Session:
    close_session(session=session, at=at(12, 0), by=cast.secretariat)
    return Session.objects.get()


def _text(session: Session) -> MinutesText:
    with override("fr"):
        return minutes_text(minutes_of(session))


def test_a_voice_was_given_from_when_to_when(emptied: Session, seats: Seats, cast: Cast) -> None:
    text = _text(_closed(emptied, cast))
    said = {line.seat: (line.state, line.detail) for line in text.seats}
    states = {code: said[seats[code].name_fr] for code in ("S05", "S07", "S08")}
    speaks, spoke = seats["S01"].name_fr, seats["S09"].name_fr
    assert states == {
        "S05": ("Représenté", f"Titulaire · procuration donnée à {speaks}, de 10:10 à 11:00"),
        "S07": ("Représenté", f"Titulaire · procuration donnée à {spoke}, de 10:10 à 10:30"),
        "S08": ("Absent", "Titulaire"),
    }
    assert re.findall(r"\d+", text.attendance) == ["6", "2", "3", "1", "12"]


def test_a_quorum_says_when_it_was_there(emptied: Session, cast: Cast) -> None:
    lines = {line.label: line.text for line in _text(_closed(emptied, cast)).lines}
    assert lines["Quorum constaté"].startswith("10:10 · Quorum atteint")
    assert lines["Quorum à la clôture"].startswith("Quorum non atteint")


def test_a_quorum_that_was_never_there(opened: Session, cast: Cast) -> None:
    lines = {line.label: line.text for line in _text(opened).lines}
    assert lines["Quorum constaté"] == "à aucun moment de la session"
    assert "Quorum en ce moment" in lines


@pytest.mark.parametrize("reached", [True, False])
def test_what_a_quorum_asks_reads_alike_of_now_and_of_then(*, reached: bool) -> None:
    """“il en fallait 6. En poids : …; il faut 7,99”: two times in one line, one wrong of each."""
    state = QuorumState(reached, reached, 12, 6, 12, "9.494", "7.99", "15.98")
    with override("fr"):
        said = quorum_sentence(state).replace("\xa0", " ")
    assert "pourvus ; nombre requis : 6. " in said
    assert said.endswith("En poids : 9,494 sur 15,98 ; poids requis : 7,99.")


def test_a_voice_may_be_given_again_and_its_giver_come(
    emptied: Session, seats: Seats, cast: Cast
) -> None:
    give_proxy(
        session=emptied,
        giver=seats["S07"],
        holder=seats["S06"],
        at=at(10, 40),
        by=cast.secretariat,
    )
    mark_arrival(session=emptied, seat=seats["S07"], at=at(11, 30), by=cast.secretariat)
    said = {line.seat: line for line in _text(emptied).seats}[seats["S07"].name_fr]
    assert said.state == "Présent"
    assert re.fullmatch(
        "Titulaire · arrivée à 11:30 · .*, de 10:10 à 10:30 · .*, de 10:40 à 11:30", said.detail
    )


def test_the_page_of_a_closed_session_says_what_its_minutes_say(
    emptied: Session, cast: Cast
) -> None:
    session = _closed(emptied, cast)
    with override("fr"):
        url = reverse("council:session", args=[session.pk])
    page = cast.client("delegate").get(url).context["page"]
    said = [(line.state.label, line.detail) for line in page.attendance.seats]
    text = _text(session)
    assert [detail for _state, detail in said] == [line.detail for line in text.seats]
    assert [state for state, _detail in said][:11] == [line.state for line in text.seats][:11]


def test_minutes_sealed_before_are_printed_as_they_were(emptied: Session, cast: Cast) -> None:
    """Version 1 knew nothing of moments; its seal holds, as nothing is added to what is kept."""
    session = _closed(emptied, cast)
    record = copy.deepcopy(session.minutes_record)
    record["version"] = 1
    del record["session"]["quorum_reached"]
    for seat in record["seats"]:
        seat["represented_by"] = None
        del seat["representations"]
    given = next(seat for seat in record["seats"] if seat["seat"] == "S05")
    given["represented_by"] = {"name_fr": "Oriental", "name_ar": "", "name_en": ""}
    session.minutes_record, session.minutes_sha256 = record, seal(record)
    session.save()
    event = events_about(session).filter(verb=CouncilVerb.SESSION_CLOSED)
    event.update(after={**event.get().after, "minutes_sha256": seal(record)})
    assert seal_holds(session)
    text = _text(session)
    assert "Quorum" in [line.label for line in text.lines]
    assert "Titulaire · procuration donnée à Oriental" in [line.detail for line in text.seats]


def test_a_decision_agreed_on_without_a_vote_says_so(seated: Session, cast: Cast) -> None:
    record_decision(
        point=seated.agenda.get(),
        text="Le fret",
        outcome=DecisionOutcome.ADOPTED,
        by=cast.secretariat,
    )
    assert _text(seated).points[0].decisions[0].outcome == "Adoptée par consensus"


def test_words_of_another_script_stand_apart_in_the_sentences_of_the_document(
    seated: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an Arabic line « logistique » had its marks at the wrong ends."""
    spoken = "Conseil extraordinaire des régions « logistique »"
    Session.objects.update(title=spoken)
    AgendaItem.objects.update(title=spoken)
    written: dict[str, Any] = {}
    monkeypatch.setattr(
        downloads, "render_pdf", lambda _kind, data, _language: written.update(data)
    )
    with override("ar"):
        downloads.minutes_pdf(Session.objects.get())
    titles = [written["title"], *(part["title"] for part in written["sections"])]
    assert len([title for title in titles if f"{APART}{spoken}{END}" in title]) == 2
