"""The page of a vote: what is put, who has voted, what this person may do."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may_somewhere
from nasij.council import queries
from nasij.council.counting import (
    hands_voted,
    has_few_on_devices,
    may_grow_on_devices,
    refusal_to_count,
)
from nasij.council.enums import VoteState
from nasij.council.minutes import is_as_recorded, may_be_annulled
from nasij.council.minutes.text import RollLine, roll_lines
from nasij.council.models import AgendaItem, Ballot, Decision, Vote
from nasij.council.permissions import may_nationally
from nasij.council.queries import Voice
from nasij.council.results import written_weight
from nasij.council.words import (
    few_on_devices_sentence,
    is_by_weight,
    on_paper_sentence,
    quorum_sentence,
    result_sentence,
)


@dataclass(frozen=True, slots=True)
class VoteOpenPage:
    quorum: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class VoiceLine:
    voice: Voice
    weight: str  # "" where nothing is counted by it
    has_voted: bool


@dataclass(frozen=True, slots=True)
class VotePage:
    is_annulled: bool
    is_as_recorded: bool
    quorum: str
    result: str  # a sentence; "" while nothing is counted
    decision: Decision | None
    voices: list[VoiceLine]
    missing: list[Voice]  # of an open vote: those who have not
    to_cast: list[Voice]  # the voices that wait for this person
    own_ballots: list[tuple[Voice, Ballot]]
    roll: list[RollLine]
    takes_roll_call: bool  # this person may write down what is called out
    takes_papers: bool  # … or count papers
    before_papers: str  # what follows if papers stand beside few ballots on devices; "" otherwise
    on_paper: str  # that all vote on paper; "" otherwise
    may_take_to_paper: bool
    may_close: bool
    cannot_close: str  # why this person cannot close it yet; "" when they can, or never could
    may_annul: bool
    may_record_decision: bool


def vote_open_page(point: AgendaItem) -> VoteOpenPage:
    quorum = queries.room(point.session).quorum
    return VoteOpenPage(quorum=quorum_sentence(quorum), is_reached=quorum.reached)


def vote_page(vote: Vote, user: User) -> VotePage:
    is_kept = is_as_recorded(vote)
    is_open = vote.state == VoteState.OPEN and is_kept
    result = vote.result
    decision = queries.decision_of(vote)
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    missing = queries.voices_missing(vote) if is_open else []
    takes_ballots = may_convene and bool(missing)
    has_few = is_open and vote.is_secret and has_few_on_devices(vote)
    may_cast = may_somewhere(user, Permission.VOTE_CAST)
    cannot_close = refusal_to_count(vote) if may_convene and is_open else ""
    return VotePage(
        is_annulled=vote.state == VoteState.ANNULLED,
        is_as_recorded=is_kept,
        quorum=quorum_sentence(vote.quorum),
        result=result_sentence(result) if result else "",
        decision=decision,
        voices=_voice_lines(vote),
        missing=missing,
        to_cast=queries.voices_to_cast(vote, user) if may_cast and is_open else [],
        own_ballots=queries.ballots_of(vote, user) if is_open else [],
        roll=roll_lines(vote) if result and not vote.is_secret else [],
        takes_roll_call=takes_ballots and not vote.is_secret,
        takes_papers=takes_ballots and vote.is_secret,
        before_papers=_before_papers(vote) if takes_ballots and has_few else "",
        on_paper=on_paper_sentence() if vote.is_on_paper else "",
        may_take_to_paper=may_convene and has_few,
        may_close=may_convene and is_open and not cannot_close,
        cannot_close=cannot_close,
        may_annul=may_convene and may_be_annulled(vote),
        may_record_decision=may_convene and is_kept and queries.may_be_recorded(vote),
    )


def _voice_lines(vote: Vote) -> list[VoiceLine]:
    by_weight = is_by_weight(vote.quorum, vote.is_weighted)
    return [
        VoiceLine(voice, written_weight(str(voice.weight)) if by_weight else "", has_voted)
        for voice, has_voted in queries.voices_with_turnout(vote)
    ]


def _before_papers(vote: Vote) -> str:
    devices = hands_voted(vote, on_paper=False)
    return few_on_devices_sentence(devices, waits=may_grow_on_devices(vote))
