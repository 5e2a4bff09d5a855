"""From the ballots of a vote to its result."""

from __future__ import annotations

from decimal import Decimal

from nasij.council import analysis
from nasij.council.ballot_box import piles_in
from nasij.council.errors import (
    BoxNotHere,
    NobodyVoted,
    StaysTooFewForSecrecy,
    StaysTooFewOneWay,
    TooFewForSecrecy,
    TooFewOneWay,
)
from nasij.council.models import Vote
from nasij.council.queries import hands_of, voices_of, voices_with_turnout
from nasij.council.results import VoteResult
from nasij.council.rules import current_rules
from nasij.work.errors import Refusal


def counted(vote: Vote) -> VoteResult:
    _require_ballots(vote)
    assert vote.quorum is not None
    return analysis.count_votes(
        _papers(vote) if vote.is_secret else _called_out(vote),
        majority=vote.majority,
        abstentions_count=vote.abstentions_count,
        weighted=vote.is_weighted,
        present=[voice.weight for voice in voices_of(vote)],
        heads_held=vote.quorum.heads_held,
        weight_held=vote.quorum.weight_held,
        chair_choice=_chair_choice(vote),
    )


def refusal_to_count(vote: Vote) -> str:
    """Why an open vote cannot be counted yet; "" when it can."""
    try:
        _require_ballots(vote)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _require_ballots(vote: Vote) -> None:
    if not vote.turnout.exists():
        raise NobodyVoted
    if vote.is_secret:
        _require_cover(vote)


def _papers(vote: Vote) -> list[analysis.Ballot]:
    """What lies in the box of a secret vote: as many as have voted."""
    piles = piles_in(vote.box)
    if sum(piles.values()) != vote.turnout.count():
        raise BoxNotHere
    weight = voices_of(vote)[0].weight if vote.is_weighted else Decimal(1)
    return [
        analysis.Ballot(str(choice), weight)
        for choice, count in piles.items()
        for _ in range(count)
    ]


def _require_cover(vote: Vote) -> None:
    """Enough hands by each way of voting that was used: who counted the papers knows the others'
    total by subtraction, and who votes on a device does not count on the papers to hide in."""
    papers, devices = hands_voted(vote, on_paper=True), hands_voted(vote, on_paper=False)
    least = current_rules().least_secret_ballots
    waits = may_grow_on_devices(vote)
    if papers + devices < least:
        raise (TooFewForSecrecy if waits else StaysTooFewForSecrecy)(least=least)
    if 0 < papers < least or 0 < devices < least:
        refused = TooFewOneWay if waits else StaysTooFewOneWay
        raise refused(least=least, devices=devices, papers=papers)


def has_few_on_devices(vote: Vote) -> bool:
    """Some voted on a device, and too few to hide among each other: all may go to paper."""
    return 0 < hands_voted(vote, on_paper=False) < current_rules().least_secret_ballots


def may_grow_on_devices(vote: Vote) -> bool:
    """Whether those who have not voted are enough to hide whoever voted on a device."""
    voices = voices_with_turnout(vote)
    voted = hands_of(voice for voice, has_voted in voices if has_voted)
    left = hands_of(voice for voice, has_voted in voices if not has_voted) - voted
    lacking = current_rules().least_secret_ballots - hands_voted(vote, on_paper=False)
    return len(left) >= max(1, lacking)


def hands_voted(vote: Vote, *, on_paper: bool) -> int:
    """How many persons have voted this way, with the proxies they hold or without."""
    seats = set(vote.turnout.filter(on_paper=on_paper).values_list("seat_id", flat=True))
    return len(hands_of(voice for voice in voices_of(vote) if voice.seat in seats))


def _called_out(vote: Vote) -> list[analysis.Ballot]:
    return [
        analysis.Ballot(ballot.choice, ballot.weight, ballot.seat_id)
        for ballot in vote.ballots.order_by("choice", "seat")
    ]


def _chair_choice(vote: Vote) -> str | None:
    """How the chair voted, where the rules give a casting vote; unknown in a secret vote. Who
    chairs decides the tie, not who holds the chair's proxy."""
    chair_seat = vote.agenda_item.session.chair_seat_id
    if vote.is_secret or not current_rules().chair_breaks_ties:
        return None
    in_person = {voice.seat for voice in voices_of(vote) if not voice.represented_by}
    if chair_seat not in in_person:
        return None
    return vote.ballots.filter(seat_id=chair_seat).values_list("choice", flat=True).first()
