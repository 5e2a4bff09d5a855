"""What somebody with the database in their hands does to a vote and to its decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction

from nasij.council.counting import counted
from nasij.council.models import AgendaItem, Ballot, Decision, Session, Vote


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no trace: the next forgery starts from the same council."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def change_a_ballot(vote: Vote) -> None:
    Ballot.objects.filter(vote=vote, seat="S03").update(choice="for")


def exchange_two_ballots(vote: Vote) -> None:
    for seat, choice in (("S02", "against"), ("S03", "for")):
        Ballot.objects.filter(vote=vote, seat=seat).update(choice=choice)


def make_a_ballot_no_word(vote: Vote) -> None:
    Ballot.objects.filter(vote=vote, seat="S03").update(choice="x")


def remove_who_voted(vote: Vote) -> None:
    vote.turnout.filter(seat="S03").delete()


def change_ballot_and_result(vote: Vote) -> None:
    change_a_ballot(vote)
    write(vote, result_record=counted(vote).as_record())


def change_the_result(vote: Vote) -> None:
    write_in_result(heads={"for": 3, "against": 0, "abstain": 0})(vote)


def empty_the_result(vote: Vote) -> None:
    write(vote, result_record={})


def change_the_text(vote: Vote) -> None:
    write(vote, text="Fermer une ligne")


def write(row: Vote | Decision | Session, **values: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


def write_in_result(**values: Any) -> Callable[[Vote], None]:
    return lambda vote: write(vote, result_record={**vote.result_record, **values})


def put_result(record: Any) -> Callable[[Vote], None]:
    return lambda vote: write(vote, result_record=record)


VOTES: tuple[Callable[[Vote], None], ...] = (
    change_a_ballot,
    exchange_two_ballots,
    make_a_ballot_no_word,
    remove_who_voted,
    change_ballot_and_result,
    change_the_result,
    empty_the_result,
    change_the_text,
    write_in_result(rule="unanimity"),
    write_in_result(base_weight="30"),
    write_in_result(entitled_heads=30),
    write_in_result(decided_by_chair=True),
    lambda vote: write(vote, quorum_record={**vote.quorum_record, "heads_held": 3}),
    lambda vote: write(vote, closed_at=vote.closed_at + timedelta(days=1)),
    lambda vote: write(vote, state="x"),
)
# What cannot be read: it answered 500 wherever a result is printed.
DAMAGED_RESULTS: tuple[Callable[[Vote], None], ...] = (
    put_result([]),
    put_result("adopted"),
    put_result(7),
    put_result({"outcome": "adopted"}),
    write_in_result(outcome="perhaps"),
    write_in_result(heads={"for": 2}),
    write_in_result(heads={"for": "two", "against": 1, "abstain": 0}),
    write_in_result(weights=None),
    write_in_result(weights={"for": "1/0", "against": "1", "abstain": "0"}),
    write_in_result(needed="many"),
)


def change_the_decision(decision: Decision) -> None:
    write(decision, text="Fermer une ligne")


def change_the_text_of_the_vote_too(decision: Decision) -> None:
    change_the_decision(decision)
    assert decision.vote is not None
    change_the_text(decision.vote)


def change_the_counts(decision: Decision) -> None:
    assert decision.vote is not None
    change_the_result(decision.vote)


DECISIONS: tuple[Callable[[Decision], None], ...] = (
    change_the_decision,
    change_the_text_of_the_vote_too,
    change_the_counts,
    lambda decision: write(decision, vote=None),
    lambda decision: write(decision, outcome="rejected"),
    lambda decision: write(decision, outcome="x"),
    lambda decision: write(decision, decided_at=decision.decided_at - timedelta(days=30)),
    lambda decision: write(decision, no_action_reason="Sans objet"),
    lambda _decision: AgendaItem.objects.update(title="Fret aérien"),
    lambda _decision: Session.objects.update(title="Huitième session"),
)
