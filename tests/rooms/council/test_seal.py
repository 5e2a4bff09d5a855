"""What was sealed and counted is compared with what the audit kept: page, PDF and vote say it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nasij.audit.forgetting import forget
from nasij.audit.models import Event
from nasij.cli.doctor import _check_council
from nasij.council.acts import (
    add_erratum,
    close_session,
    close_vote,
    enter_paper_ballots,
    enter_roll_call,
    open_vote,
    record_decision,
)
from nasij.council.enums import Choice
from nasij.council.minutes import is_as_recorded, kept_of, seal
from nasij.council.models import AgendaItem, Decision, Erratum, Session, Vote
from tests.people import Cast
from tests.rooms.council import forging
from tests.rooms.council.forging import (
    change_the_decision,
    change_the_result,
    change_the_text,
    empty_the_result,
    remove_who_voted,
)

BROKEN = "Rompu"
BROKEN_ON_PAPER = "Sceau rompu"
DIFFERS = "n’est plus tel"


@pytest.fixture
def vote(point: AgendaItem, cast: Cast) -> Vote:
    made = open_vote(point=point, text="Ouvrir une ligne", by=cast.secretariat)
    choices = {"S01": Choice.FOR, "S02": Choice.FOR, "S03": Choice.AGAINST}
    enter_roll_call(vote=made, choices=choices, by=cast.secretariat)
    return close_vote(vote=made, by=cast.secretariat)


@pytest.fixture
def sealed(vote: Vote, cast: Cast) -> Session:
    return _decided_and_closed(vote, cast)


def _decided_and_closed(vote: Vote, cast: Cast) -> Session:
    record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    return close_session(session=vote.agenda_item.session, by=cast.secretariat)


def page_of(client: Client, session: Session) -> str:
    return client.get(f"/fr/council/{session.pk}/minutes/").content.decode()


def paper_of(client: Client, session: Session, folder: Path) -> str:
    path = folder / "minutes.pdf"
    path.write_bytes(client.get(f"/fr/council/{session.pk}/minutes.pdf").content)
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def change_the_record(session: Session) -> None:
    session.minutes_record["session"]["chair"] = "Quelqu'un d'autre"
    session.save()


def change_record_and_number(session: Session) -> None:
    session.minutes_record["session"]["chair"] = "Quelqu'un d'autre"
    session.minutes_sha256 = seal(session.minutes_record)
    session.save()


def change_the_number(session: Session) -> None:
    session.minutes_sha256 = "0" * 64
    session.save()


def test_the_hour_announced_stays_when_the_country_moves_its_clocks(
    sealed: Session, cast: Cast, settings: Any
) -> None:
    """Another zone stands for other rules of this one: a month of Ramadan, a decree."""
    hour = timezone.localtime(sealed.starts_at).replace(tzinfo=None)
    settings.TIME_ZONE = "Asia/Dubai"
    moved = Session.objects.get(pk=sealed.pk)
    assert timezone.localtime(moved.starts_at).replace(tzinfo=None) == hour
    assert (
        f"{hour:%H:%M}" in page_of(cast.client("secretariat"), moved).partition("Prévue")[2][:200]
    )
    assert is_as_recorded(moved)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads the PDF")
@pytest.mark.parametrize(
    "forge", [None, change_the_record, change_record_and_number, change_the_number]
)
def test_page_and_pdf_say_whether_the_seal_holds(
    forge: Callable[[Session], None] | None, sealed: Session, cast: Cast, tmp_path: Path
) -> None:
    if forge is not None:
        forge(sealed)
    client = cast.client("delegate")
    page, paper = page_of(client, sealed), paper_of(client, sealed, tmp_path)
    assert (BROKEN in page) == (forge is not None)
    assert (BROKEN_ON_PAPER in paper) == (forge is not None)
    assert (sealed.minutes_sha256 in paper) == (forge is None)  # no number vouches for a forgery


@pytest.fixture
def secret(point: AgendaItem, cast: Cast) -> Vote:
    made = open_vote(point=point, text="Élire", is_secret=True, by=cast.secretariat)
    papers = {Choice.FOR: 2, Choice.AGAINST: 1}
    enter_paper_ballots(vote=made, seats=["S02", "S03", "S09"], counts=papers, by=cast.secretariat)
    return close_vote(vote=made, by=cast.secretariat)


def test_the_doctor_sees_that_who_voted_in_secret_was_removed(secret: Vote) -> None:
    assert _check_council() == ""
    remove_who_voted(secret)
    assert "Élire" in _check_council()


def test_the_doctor_sees_a_broken_seal(sealed: Session) -> None:
    assert _check_council() == ""
    change_record_and_number(sealed)
    assert sealed.title in _check_council()


@pytest.fixture(params=["before closing", "after closing"])
def decision(request: pytest.FixtureRequest, vote: Vote, cast: Cast) -> Decision:
    made = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    if request.param == "after closing":
        close_session(session=vote.agenda_item.session, by=cast.secretariat)
    return made


def test_a_changed_vote_is_told_wherever_it_is_printed(
    vote: Vote, decision: Decision, cast: Cast
) -> None:
    """The page of the vote warned; decision, point and public page printed it without a word."""
    member = cast.client("delegate")
    own = (member, f"/fr/council/votes/{vote.pk}/")
    doors = (
        own,
        (cast.visitor, f"/fr/council/public/{decision.pk}/"),
        (member, f"/fr/council/decisions/{decision.pk}/"),
        (member, f"/fr/council/points/{vote.agenda_item_id}/"),
    )
    for client, door in doors:
        assert DIFFERS not in client.get(door).content.decode()
    for number, forge in enumerate(forging.VOTES):
        with forging.undone():
            forge(vote)
            for client, door in doors if forge is change_the_result else [own]:
                assert DIFFERS in client.get(door).content.decode(), (number, door)


def test_a_changed_decision_is_told_on_its_page_and_in_every_list(
    decision: Decision, cast: Cast
) -> None:
    """The public list printed a forged text as any other, and left out what was made rejected."""
    member = cast.client("delegate")
    doors = (
        (member, f"/fr/council/decisions/{decision.pk}/"),
        (cast.visitor, "/fr/council/public/"),
        (cast.visitor, "/fr/"),
        (member, f"/fr/council/{decision.agenda_item.session_id}/"),
    )
    for client, door in doors:
        assert DIFFERS not in client.get(door).content.decode()
    for number, forge in enumerate(forging.DECISIONS):
        with forging.undone():
            forge(decision)
            for client, door in doors if forge is change_the_decision else doors[:2]:
                assert DIFFERS in client.get(door).content.decode().lower(), (number, door)


def test_the_public_list_asks_no_more_of_many_decisions(
    vote: Vote, cast: Cast, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        _one_more(vote, cast)
        few_before = len(few)
        cast.visitor.get("/fr/council/public/")
    asked = len(few) - few_before
    for _again in range(3):
        _one_more(vote, cast)
    with django_assert_num_queries(asked):
        cast.visitor.get("/fr/council/public/")


def _one_more(vote: Vote, cast: Cast) -> None:
    point = vote.agenda_item
    made = open_vote(point=point, text="Ouvrir une ligne", by=cast.secretariat)
    enter_roll_call(vote=made, choices={"S01": Choice.FOR}, by=cast.secretariat)
    made = close_vote(vote=made, by=cast.secretariat)
    record_decision(point=point, vote=made, by=cast.secretariat)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads the PDF")
def test_a_damaged_result_is_told_wherever_it_is_printed(
    vote: Vote, cast: Cast, tmp_path: Path
) -> None:
    """One that could not be read answered 500."""
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    session, member = vote.agenda_item.session, cast.client("delegate")
    doors = (
        (member, f"/fr/council/votes/{vote.pk}/"),
        (member, f"/fr/council/points/{vote.agenda_item_id}/"),
        (member, f"/fr/council/decisions/{decision.pk}/"),
        (member, f"/fr/council/{session.pk}/"),
        (member, f"/fr/council/{session.pk}/minutes/"),
        (cast.visitor, f"/fr/council/public/{decision.pk}/"),
        (cast.visitor, "/fr/council/public/"),
        (cast.visitor, "/fr/"),
    )
    for number, damage in enumerate(forging.DAMAGED_RESULTS):
        damage(vote)
        client, door = doors[0]
        assert DIFFERS in client.get(door).content.decode(), number
    for client, door in doors:
        assert DIFFERS in client.get(door).content.decode().lower(), door
    assert "Ouvrir une ligne" in _check_council()
    assert DIFFERS in paper_of(member, session, tmp_path)
    close_session(session=session, by=cast.secretariat)  # sealed, it says so for good
    assert DIFFERS in page_of(member, session)


def test_damaged_minutes_are_told_to_be_broken(sealed: Session, cast: Cast) -> None:
    """Every list of decisions read them, and answered 500."""
    member = cast.client("delegate")
    for record in ([], "x", {"points": 7}, {**sealed.minutes_record, "session": None}):
        Session.objects.filter(pk=sealed.pk).update(minutes_record=record)
        assert BROKEN in page_of(member, sealed)
    assert member.get(f"/fr/council/{sealed.pk}/minutes.pdf").content.startswith(b"%PDF-")
    assert member.get(f"/fr/council/{sealed.pk}/").status_code == 200
    assert cast.visitor.get("/fr/council/public/").status_code == 200
    assert sealed.title in _check_council()


def test_what_is_printed_of_a_closed_session_is_compared_too(sealed: Session, cast: Cast) -> None:
    member, point = cast.client("delegate"), sealed.agenda.get()
    doors = (f"/fr/council/{sealed.pk}/", f"/fr/council/points/{point.pk}/")
    for door in doors:
        assert DIFFERS not in member.get(door).content.decode()
    for change in ({"starts_at": sealed.starts_at - timedelta(days=1)}, {"changes_record": 7}):
        Session.objects.filter(pk=sealed.pk).update(**change)
        for door in doors:
            assert DIFFERS in member.get(door).content.decode()
    Session.objects.filter(pk=sealed.pk).update(state="open")
    assert DIFFERS in member.get(doors[0]).content.decode()
    assert sealed.title in _check_council()


def test_a_name_taken_out_of_the_audit_changes_no_decision(vote: Vote, cast: Cast) -> None:
    """The erasure of a firm that a decision names made every page call the decision changed."""
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)

    def clean(value: Any) -> Any:
        return json.loads(json.dumps(value).replace("Ouvrir une ligne", "…"))

    assert forget([], owned=(), clean_own=clean, clean=clean, mark="…")
    assert DIFFERS not in cast.visitor.get(f"/fr/council/public/{decision.pk}/").content.decode()


def test_a_changed_erratum_is_told(sealed: Session, cast: Cast) -> None:
    member = cast.client("delegate")
    erratum = add_erratum(session=sealed, text="Lire « Agadir »", by=cast.secretariat)
    assert DIFFERS not in page_of(member, sealed)
    Erratum.objects.update(text="Lire « Ailleurs »")
    assert DIFFERS in page_of(member, sealed)
    assert str(erratum.session) in str(
        Event.objects.get(verb="council.erratum_added").subject_label
    )
    assert "Ailleurs" in _check_council()


def test_the_doctor_sees_what_is_gone(sealed: Session) -> None:
    Decision.objects.all().delete()
    assert "Fret maritime" in _check_council()  # the journal names its point


def test_a_reason_given_later_does_not_vouch_for_a_changed_decision(vote: Vote, cast: Cast) -> None:
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    office, door = cast.client("secretariat"), f"/fr/council/decisions/{decision.pk}/"
    given = {"reason": "Déjà en cours"}
    assert DIFFERS not in office.post(f"{door}no-action/", given, follow=True).content.decode()
    change_the_decision(decision)
    assert DIFFERS in office.post(f"{door}no-action/", given, follow=True).content.decode()


@pytest.mark.parametrize("forge", [change_the_text, change_the_result, empty_the_result])
def test_nothing_is_decided_by_a_changed_vote_which_is_held_again(
    forge: Callable[[Vote], None], vote: Vote, cast: Cast
) -> None:
    """Its forged text became the decision, and nothing told of it any more."""
    forge(vote)
    office, point = cast.client("secretariat"), f"/fr/council/points/{vote.agenda_item_id}/"
    page = f"/fr/council/votes/{vote.pk}/"
    decide = f"{point}decide/?vote={vote.pk}"
    assert decide not in office.get(page).content.decode()
    assert "Annulez le vote" in office.post(decide).content.decode()
    assert not Decision.objects.exists()
    annulled = office.post(f"{page}annul/", {"reason": "Altéré"}, follow=True).content.decode()
    assert "Altéré" in annulled
    assert DIFFERS not in annulled
    assert f"{point}vote/" in office.get(point).content.decode()
    close_session(session=vote.agenda_item.session, by=cast.secretariat)


@pytest.mark.parametrize(
    "damage",
    [
        {"text": "Fermer une ligne"},
        {"entitled": [{"seat": "S09"}]},
        {"entitled": 7},
        {"quorum_record": {"reached": 1}},
        {"majority": "x"},
    ],
)
def test_nobody_votes_on_what_is_not_as_it_was_put(
    damage: dict[str, Any], point: AgendaItem, cast: Cast
) -> None:
    vote = open_vote(point=point, text="Ouvrir une ligne", by=cast.secretariat)
    Vote.objects.filter(pk=vote.pk).update(**damage)
    member, office = cast.client("delegate"), cast.client("secretariat")
    page = f"/fr/council/votes/{vote.pk}/"
    shown = member.get(page).content.decode()
    assert DIFFERS in shown
    assert "/cast/" not in shown
    assert "/close/" not in office.get(page).content.decode()
    member.post(f"{page}cast/", {"S09": "for"})
    assert not vote.turnout.exists()
    assert "/annul/" in office.get(page).content.decode()
    assert (
        "Altéré" in office.post(f"{page}annul/", {"reason": "Altéré"}, follow=True).content.decode()
    )


def test_what_is_kept_has_one_form() -> None:
    """What the audit kept under another one would be called changed: leave it, and keep more beside
    it under a new key."""
    day = datetime(2026, 6, 1, 9, tzinfo=UTC)
    session = Session(number=7, title="Session")
    point = AgendaItem(session=session, position=1, title="Point")
    vote = Vote(agenda_item=point, text="Texte", opened_at=day)
    decision = Decision(agenda_item=point, text="Texte", outcome="noted", decided_at=day)
    assert [kept_of(row)["sha256"][:16] for row in (vote, decision)] == [
        "75fe136c59cb2f32",
        "19ab627cc41621dd",
    ]


def test_a_count_by_weight_can_be_checked_by_the_roll_call(
    point: AgendaItem, as_delegate: Client, cast: Cast, tmp_path: Path
) -> None:
    """The record kept the weights from the first, and neither page nor paper said them."""
    made = open_vote(point=point, text="Ouvrir une ligne", is_weighted=True, by=cast.secretariat)
    enter_roll_call(vote=made, choices={"S04": Choice.FOR}, by=cast.secretariat)
    assert "poids 2,5" in as_delegate.get(f"/fr/council/votes/{made.pk}/").content.decode()
    session = _decided_and_closed(close_vote(vote=made, by=cast.secretariat), cast)
    page = as_delegate.get(f"/fr/council/votes/{made.pk}/").content.decode()
    assert page.count("poids 2,5") == 4  # S04 and S09, of who has a voice and of the roll call
    assert page_of(as_delegate, session).count("poids 2,5") == 2
    assert re.search(r"Poids .* 2,5 ", paper_of(as_delegate, session, tmp_path))


def test_a_quorum_by_weight_can_be_checked_by_the_attendance(
    seated: Session, as_delegate: Client, cast: Cast, tmp_path: Path
) -> None:
    assert "Poids" not in page_of(as_delegate, seated)
    Session.objects.update(quorum_weight_share="0.5")
    session = close_session(session=Session.objects.get(), by=cast.secretariat)
    assert re.search(r'"Poids">\s*2,5', page_of(as_delegate, session))
    assert re.search(r"Poids .* 2,5 ", paper_of(as_delegate, session, tmp_path))


def test_a_chair_without_a_name_is_named_by_who_sits_on_its_seat(
    seated: Session, as_delegate: Client, cast: Cast
) -> None:
    """The chair decided ties, and neither page nor minutes said whose voice it was."""
    Session.objects.update(chair="", chair_seat="S01")
    said = r"Présidence\s*:\s+<bdi>Titulaire S01"
    address = f"/fr/council/{seated.pk}/"
    page = as_delegate.get(address).content.decode()
    assert re.search(said + " · " + seated.presences.get(seat="S01").seat.name_fr, page)
    session = close_session(session=Session.objects.get(), by=cast.secretariat)
    assert "<bdi>Titulaire S01</bdi>" in page_of(as_delegate, session)
    assert re.search(said, as_delegate.get(address).content.decode())
    assert is_as_recorded(Session.objects.get())
