"""Putting ballots into an open vote: one's own, those called out, those on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold_vote, region_of
from nasij.council.ballot_box import put_in
from nasij.council.counting import hands_voted
from nasij.council.enums import Choice, CouncilVerb
from nasij.council.errors import (
    AlreadyVoted,
    NotEntitled,
    NothingChosen,
    NotYourSeat,
    PaperCountMismatch,
    RollCallVote,
    SecretBallot,
    TooFewPapers,
    VoteOnPaper,
)
from nasij.council.models import Ballot, Turnout, Vote
from nasij.council.queries import Voice, hands_of, seats_voted, voices_of
from nasij.council.rules import current_rules

LEAST_PAPERS = 2  # hands: papers of one person entered alone are as good as signed


@transaction.atomic
def cast_votes(*, vote: Vote, choices: Mapping[str, Choice], by: User) -> None:
    """A member votes for their own seat and for the proxies they hold: {seat code: choice}."""
    vote = hold_vote(vote)
    if vote.is_on_paper:
        raise VoteOnPaper
    voices = _waiting(vote, choices)
    for voice in voices:
        if voice.user_id != by.pk:
            raise NotYourSeat(seat=voice.name)
    _put(vote, voices, choices)
    record(
        CouncilVerb.VOTE_CAST,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after=_traced(vote, choices),
    )


@transaction.atomic
def enter_roll_call(*, vote: Vote, choices: Mapping[str, Choice], by: User) -> None:
    """The secretariat writes down what members without a device call out."""
    vote = hold_vote(vote)
    if vote.is_secret:
        raise SecretBallot
    _put(vote, _waiting(vote, choices), choices)
    record(
        CouncilVerb.ROLL_CALL_ENTERED,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after=_traced(vote, choices),
    )


@transaction.atomic
def enter_paper_ballots(
    *, vote: Vote, seats: Iterable[str], counts: Mapping[Choice, int], by: User
) -> None:
    """The secretariat counts papers of a secret vote: which seats handed one in, and how many of
    each choice. Who wrote which is known to nobody, and is not asked."""
    vote = hold_vote(vote)
    if not vote.is_secret:
        raise RollCallVote
    voices = _waiting(vote, seats)
    papers = sum(counts.values())
    if papers != len(voices):
        raise PaperCountMismatch(seats=len(voices), papers=papers)
    least = _least_papers(vote)
    if len(hands_of(voices)) < least:
        raise TooFewPapers(least=least)
    _tick_off(vote, voices, on_paper=True)
    _into_box(vote, counts)
    record(
        CouncilVerb.PAPER_BALLOTS_ENTERED,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after={"seats": [voice.seat for voice in voices]},
    )


def _least_papers(vote: Vote) -> int:
    """Enough with those already in for the vote to be counted: see counting.py."""
    lacking = current_rules().least_secret_ballots - hands_voted(vote, on_paper=True)
    return max(LEAST_PAPERS, lacking)


def _waiting(vote: Vote, seats: Iterable[str]) -> list[Voice]:
    """The voices of these seats, none of which has voted; a vote is cast once."""
    known, voted = {voice.seat: voice for voice in voices_of(vote)}, seats_voted(vote)
    asked = list(seats)
    if not asked:
        raise NothingChosen
    for seat in asked:
        if seat not in known:
            raise NotEntitled(seat=seat)
        if seat in voted:
            raise AlreadyVoted(seat=known[seat].name)
    return [known[seat] for seat in asked]


def _put(vote: Vote, voices: list[Voice], choices: Mapping[str, Choice]) -> None:
    _tick_off(vote, voices)
    if vote.is_secret:
        _into_box(vote, Counter(choices.values()))
        return
    for voice in voices:
        weight = voice.weight if vote.is_weighted else Decimal(1)
        choice = choices[voice.seat]
        Ballot.objects.create(vote=vote, seat_id=voice.seat, choice=choice, weight=weight)


def _tick_off(vote: Vote, voices: list[Voice], *, on_paper: bool = False) -> None:
    Turnout.objects.bulk_create(
        Turnout(vote=vote, seat_id=voice.seat, on_paper=on_paper) for voice in voices
    )


def _into_box(vote: Vote, papers: Mapping[Choice, int]) -> None:
    vote.box = put_in(vote.box, papers)
    vote.save(update_fields=["box"])


def _traced(vote: Vote, choices: Mapping[str, Choice]) -> dict[str, Any]:
    """What the audit may know: in a secret vote who voted, never what."""
    if vote.is_secret:
        return {"seats": sorted(choices)}
    return {"choices": {seat: str(choice) for seat, choice in sorted(choices.items())}}
