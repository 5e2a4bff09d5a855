"""The page of a vote: what is put, who has voted, what this person may do."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may_somewhere
from nasij.council import queries
from nasij.council.counting import hands_voted, has_few_on_devices, may_grow_on_devices
from nasij.council.enums import Choice, SessionState, VoteState
from nasij.council.minutes import is_as_recorded
from nasij.council.minutes.text import RollLine, roll_lines
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.council.pages.pills import Pill, vote_pill
from nasij.council.permissions import may_nationally
from nasij.council.queries import Voice
from nasij.council.words import (
    few_on_devices_sentence,
    on_paper_sentence,
    quorum_sentence,
    result_sentence,
)


@dataclass(frozen=True, slots=True)
class VoteOpenPage:
    quorum: str


@dataclass(frozen=True, slots=True)
class VotePage:
    state: Pill
    is_annulled: bool
    is_as_recorded: bool
    quorum: str
    result: str  # a sentence; "" while nothing is counted
    decision: Decision | None
    voices: list[tuple[Voice, bool]]  # and whether each has voted
    missing: list[Voice]  # of an open vote: those who have not
    to_cast: list[Voice]  # the voices that wait for this person
    own_ballots: list[tuple[Voice, Choice]]
    roll: list[RollLine]
    takes_roll_call: bool  # this person may write down what is called out
    takes_papers: bool  # … or count papers
    before_papers: str  # what follows if papers stand beside few ballots on devices; "" otherwise
    on_paper: str  # that all vote on paper; "" otherwise
    may_take_to_paper: bool
    may_end: bool
    may_record_decision: bool


def vote_open_page(point: AgendaItem) -> VoteOpenPage:
    return VoteOpenPage(quorum=quorum_sentence(queries.room(point.session).quorum))


def vote_page(vote: Vote, user: User) -> VotePage:
    is_open = vote.state == VoteState.OPEN
    result = vote.result
    decision = queries.decision_of(vote)
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    missing = queries.voices_missing(vote) if is_open else []
    takes_ballots = may_convene and bool(missing)
    has_few = is_open and vote.is_secret and has_few_on_devices(vote)
    may_cast = may_somewhere(user, Permission.VOTE_CAST)
    in_session = vote.agenda_item.session.state == SessionState.OPEN
    return VotePage(
        state=vote_pill(vote),
        is_annulled=vote.state == VoteState.ANNULLED,
        is_as_recorded=is_open or is_as_recorded(vote),
        quorum=quorum_sentence(vote.quorum),
        result=result_sentence(result) if result else "",
        decision=decision,
        voices=queries.voices_with_turnout(vote),
        missing=missing,
        to_cast=queries.voices_to_cast(vote, user) if may_cast else [],
        own_ballots=queries.ballots_of(vote, user) if is_open else [],
        roll=roll_lines(vote) if result and not vote.is_secret else [],
        takes_roll_call=takes_ballots and not vote.is_secret,
        takes_papers=takes_ballots and vote.is_secret,
        before_papers=_before_papers(vote) if takes_ballots and has_few else "",
        on_paper=on_paper_sentence() if vote.is_on_paper else "",
        may_take_to_paper=may_convene and has_few,
        may_end=may_convene and is_open,
        may_record_decision=may_convene and in_session and result is not None and decision is None,
    )


def _before_papers(vote: Vote) -> str:
    devices = hands_voted(vote, on_paper=False)
    return few_on_devices_sentence(devices, waits=may_grow_on_devices(vote))
