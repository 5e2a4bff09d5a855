"""What was sealed and counted is compared with what the audit kept: page, PDF and vote say it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nasij.cli.doctor import _check_council
from nasij.council.acts import (
    close_session,
    close_vote,
    enter_paper_ballots,
    enter_roll_call,
    open_vote,
    record_decision,
)
from nasij.council.enums import Choice
from nasij.council.minutes import seal
from nasij.council.models import AgendaItem, Ballot, Decision, Session, Vote
from tests.people import Cast

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


def test_an_untouched_vote_says_nothing(vote: Vote, sealed: Session, cast: Cast) -> None:
    page = cast.client("delegate").get(f"/fr/council/votes/{vote.pk}/").content.decode()
    assert DIFFERS not in page


def change_a_ballot(vote: Vote) -> None:
    Ballot.objects.filter(vote=vote, seat="S03").update(choice="for")


def change_the_result(vote: Vote) -> None:
    vote.result_record = {**vote.result_record, "heads": {"for": 3, "against": 0, "abstain": 0}}
    vote.save()


def empty_the_result(vote: Vote) -> None:
    Vote.objects.filter(pk=vote.pk).update(result_record={})


def change_ballot_and_result(vote: Vote) -> None:
    from nasij.council.counting import counted

    change_a_ballot(vote)
    vote.result_record = counted(vote).as_record()
    vote.save()


def change_the_text(vote: Vote) -> None:
    vote.text = "Fermer une ligne"
    vote.save()


def remove_who_voted(vote: Vote) -> None:
    vote.turnout.filter(seat="S03").delete()


@pytest.mark.parametrize("when", ["before closing", "after closing"])
@pytest.mark.parametrize(
    "forge", [change_a_ballot, change_the_result, change_ballot_and_result, remove_who_voted]
)
def test_a_changed_vote_is_told_on_its_page(
    forge: Callable[[Vote], None], when: str, vote: Vote, cast: Cast
) -> None:
    if when == "after closing":
        _decided_and_closed(vote, cast)
    forge(vote)
    assert DIFFERS in cast.client("delegate").get(f"/fr/council/votes/{vote.pk}/").content.decode()


def test_a_changed_text_differs_from_the_seal(vote: Vote, sealed: Session, cast: Cast) -> None:
    change_the_text(vote)
    assert DIFFERS in cast.client("delegate").get(f"/fr/council/votes/{vote.pk}/").content.decode()


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


def change_the_text_of_the_vote_too(decision: Decision) -> None:
    assert decision.vote is not None
    decision.text = decision.vote.text = "Fermer une ligne"
    decision.vote.save()


def change_the_text_of_the_decision(decision: Decision) -> None:
    decision.text = "Fermer une ligne"


def change_the_outcome(decision: Decision) -> None:
    decision.outcome = "rejected"


@pytest.mark.parametrize("when", ["before closing", "after closing"])
@pytest.mark.parametrize(
    "forge",
    [
        None,
        change_the_text_of_the_decision,
        change_the_text_of_the_vote_too,
        change_the_outcome,
    ],
)
def test_a_changed_decision_is_told_on_its_page(
    forge: Callable[[Decision], None] | None, when: str, vote: Vote, cast: Cast
) -> None:
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    if when == "after closing":
        close_session(session=vote.agenda_item.session, by=cast.secretariat)
    if forge is not None:
        forge(decision)
        decision.save()
    page = cast.client("delegate").get(f"/fr/council/decisions/{decision.pk}/").content.decode()
    assert (DIFFERS in page) == (forge is not None)


@pytest.mark.parametrize("when", ["before closing", "after closing"])
@pytest.mark.parametrize("forge", [change_a_ballot, change_the_result, empty_the_result])
def test_a_changed_vote_is_told_wherever_its_result_is_printed(
    forge: Callable[[Vote], None], when: str, vote: Vote, cast: Cast
) -> None:
    """The page of the vote warned; decision, point and public page printed it without a word."""
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    if when == "after closing":
        close_session(session=vote.agenda_item.session, by=cast.secretariat)
    member = cast.client("delegate")
    doors = (
        (cast.visitor, f"/fr/council/public/{decision.pk}/"),
        (member, f"/fr/council/decisions/{decision.pk}/"),
        (member, f"/fr/council/points/{vote.agenda_item_id}/"),
    )
    for client, door in doors:
        assert DIFFERS not in client.get(door).content.decode()
    forge(vote)
    for client, door in doors:
        assert DIFFERS in client.get(door).content.decode(), door


def change_the_decision(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(text="Fermer une ligne")


def change_the_counts(decision: Decision) -> None:
    assert decision.vote is not None
    change_the_result(decision.vote)


def unlink_the_vote(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(vote=None)


@pytest.mark.parametrize("when", ["before closing", "after closing"])
@pytest.mark.parametrize("forge", [change_the_decision, change_the_counts, unlink_the_vote])
def test_a_forged_decision_is_told_in_every_list(
    forge: Callable[[Decision], None], when: str, vote: Vote, cast: Cast
) -> None:
    """The public list printed the forged text as any other."""
    decision = record_decision(point=vote.agenda_item, vote=vote, by=cast.secretariat)
    if when == "after closing":
        close_session(session=vote.agenda_item.session, by=cast.secretariat)
    session = vote.agenda_item.session
    member = cast.client("delegate")
    doors = (
        (cast.visitor, "/fr/council/public/"),
        (cast.visitor, "/fr/"),
        (member, f"/fr/council/{session.pk}/"),
    )
    for client, door in doors:
        assert DIFFERS not in client.get(door).content.decode()
    forge(decision)
    for client, door in doors:
        assert DIFFERS in client.get(door).content.decode().lower(), door


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
