"""Votes: who has a voice in them, and who has still to use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from nasij.accounts.models import User
from nasij.council.enums import VoteState
from nasij.council.models import Ballot, Session, Turnout, Vote
from nasij.council.results import Entitled, Names, name_in_language
from nasij.kept import readable


@dataclass(frozen=True, slots=True)
class Voice:
    """One frozen voice of a vote, as `Vote.entitled` keeps it."""

    seat: str
    names: Names
    weight: Decimal
    represented_by: str
    person: str
    user_id: int | None

    @property
    def name(self) -> str:
        """The seat's name as it was at opening, in the reader's language."""
        return name_in_language(self.names)


def voices_of(vote: Vote) -> list[Voice]:
    """Nobody's, where the frozen set was damaged."""
    return [
        Voice(
            seat=frozen.seat,
            names=Names(frozen.name_fr, frozen.name_ar, frozen.name_en),
            weight=Decimal(frozen.weight),
            represented_by=frozen.represented_by,
            person=frozen.person,
            user_id=frozen.user,
        )
        for frozen in readable(tuple[Entitled, ...], vote.entitled) or ()
    ]


def hands_of(voices: Iterable[Voice]) -> set[int | str]:
    """The persons who raise the hand for these voices: with a proxy, one hand for two."""
    return {voice.user_id or voice.person for voice in voices}


def seats_voted(vote: Vote) -> set[str]:
    return set(Turnout.objects.filter(vote=vote).values_list("seat_id", flat=True))


def voices_to_cast(vote: Vote, user: User) -> list[Voice]:
    """The voices that wait for this person: their own seat first, then the proxies they hold."""
    if vote.closed_at is not None or vote.is_on_paper:
        return []
    voted = seats_voted(vote)
    mine = [voice for voice in voices_of(vote) if voice.user_id == user.pk]
    return sorted(
        (voice for voice in mine if voice.seat not in voted),
        key=lambda voice: bool(voice.represented_by),
    )


def votes_open() -> QuerySet[Vote]:
    """The votes that run, of any session, the longest open first."""
    running = Vote.objects.filter(closed_at__isnull=True)
    return running.select_related("agenda_item__session").order_by("opened_at", "id")


def votes_waiting_for(user: User) -> list[tuple[Vote, list[Voice]]]:
    """Open votes in which this person has still to vote, for themself or for another."""
    waiting = ((vote, voices_to_cast(vote, user)) for vote in votes_open())
    return [(vote, voices) for vote, voices in waiting if voices]


def votes_unfinished(session: Session) -> QuerySet[Vote]:
    """What is left to do before the session closes: votes that run, or have no decision yet."""
    unfinished = Q(state=VoteState.OPEN) | Q(state=VoteState.CLOSED, decision__isnull=True)
    votes = Vote.objects.filter(unfinished, agenda_item__session=session)
    return votes.select_related("agenda_item").order_by("agenda_item__position", "opened_at", "id")


def votes() -> QuerySet[Vote]:
    """Of every session."""
    return Vote.objects.select_related("agenda_item__session").order_by("id")


def voices_with_turnout(vote: Vote) -> list[tuple[Voice, bool]]:
    """Every frozen voice, and whether it has voted (never what)."""
    voted = seats_voted(vote)
    return [(voice, voice.seat in voted) for voice in voices_of(vote)]


def voices_missing(vote: Vote) -> list[Voice]:
    return [voice for voice, has_voted in voices_with_turnout(vote) if not has_voted]


def ballots_of(vote: Vote, user: User) -> list[tuple[Voice, Ballot]]:
    """What this person has voted in a roll call; of a secret vote nobody can say it."""
    mine = {voice.seat: voice for voice in voices_of(vote) if voice.user_id == user.pk}
    cast = vote.ballots.filter(seat__in=mine).order_by("seat")
    return [(mine[ballot.seat_id], ballot) for ballot in cast]
