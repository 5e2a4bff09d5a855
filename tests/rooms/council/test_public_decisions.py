"""What everybody may read of a decision."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nasij.council.acts import (
    close_vote,
    enter_paper_ballots,
    enter_roll_call,
    open_vote,
    record_decision,
)
from nasij.council.enums import Choice, DecisionOutcome
from nasij.council.models import AgendaItem, Decision
from tests.people import Cast


@pytest.fixture
def adopted(point: AgendaItem, cast: Cast) -> Decision:
    vote = open_vote(point=point, text="Ouvrir une ligne", by=cast.secretariat)
    choices = dict.fromkeys(("S01", "S02", "S03"), Choice.FOR)
    enter_roll_call(vote=vote, choices=choices, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    return record_decision(point=point, vote=vote, by=cast.secretariat)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_visitor_goes_from_the_first_page_to_the_decision(
    adopted: Decision, cast: Cast, language: str
) -> None:
    """The first page said that a decision existed, and it could not be opened."""
    page, every = (f"/{language}/council/public/{end}" for end in (f"{adopted.pk}/", ""))
    start = cast.visitor.get(f"/{language}/").content.decode()
    assert page in start
    assert every in start
    assert page in cast.visitor.get(every).content.decode()
    shown = cast.visitor.get(page).content.decode()
    assert "Ouvrir une ligne" in shown
    assert adopted.agenda_item.session.title in shown
    assert "Titulaire" not in shown  # who sits is not for everybody


def test_a_visitor_reads_the_counts_of_a_secret_vote_and_no_name(
    point: AgendaItem, cast: Cast
) -> None:
    vote = open_vote(point=point, text="Élire", is_secret=True, by=cast.secretariat)
    papers = {Choice.FOR: 3}
    enter_paper_ballots(vote=vote, seats=["S01", "S02", "S03"], counts=papers, by=cast.secretariat)
    vote = close_vote(vote=vote, by=cast.secretariat)
    decision = record_decision(point=point, vote=vote, by=cast.secretariat)
    shown = _page(cast.visitor, decision)
    assert "Pour\u00a0: 3" in shown
    assert "Titulaire" not in shown


def _page(client: Client, decision: Decision) -> str:
    return client.get(reverse("council:public_decision", args=[decision.pk])).content.decode()


def test_a_visitor_does_not_read_what_was_not_adopted(point: AgendaItem, cast: Cast) -> None:
    noted = record_decision(
        point=point, text="Noté", outcome=DecisionOutcome.NOTED, by=cast.secretariat
    )
    url = reverse("council:public_decision", args=[noted.pk])
    assert cast.visitor.get(url).status_code == 404


def test_a_consensus_is_called_one_as_in_the_minutes(point: AgendaItem, cast: Cast) -> None:
    agreed = record_decision(
        point=point, text="Soutenir", outcome=DecisionOutcome.ADOPTED, by=cast.secretariat
    )
    assert "Décidé par consensus, sans vote." in _page(cast.visitor, agreed)


def test_a_member_goes_on_to_the_council(adopted: Decision, cast: Cast) -> None:
    inside = reverse("council:decision", args=[adopted.pk])
    assert inside in _page(cast.client("delegate"), adopted)
    assert inside not in _page(cast.visitor, adopted)
