"""Opening a vote, counting it, or ending it uncounted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold, hold_vote, region_of
from nasij.council.acts.quorum import require_quorum
from nasij.council.ballot_box import empty, lay_box
from nasij.council.counting import counted, hands_voted, has_few_on_devices
from nasij.council.enums import CouncilVerb, Majority, SessionState, VoteState
from nasij.council.errors import (
    DecidedWithoutVote,
    EnoughOnDevices,
    ReasonForMinutesMissing,
    RollCallVote,
    TooFewVoicesForSecrecy,
    VoteAlreadyOpen,
    WeightNamesTheVoter,
)
from nasij.council.minutes import kept_of
from nasij.council.models import AgendaItem, Vote
from nasij.council.queries import Attendance, room, seats_voted
from nasij.council.results import Entitled
from nasij.council.rules import current_rules
from nasij.kept import Share
from nasij.work.errors import reason_in


@transaction.atomic
def open_vote(
    *,
    point: AgendaItem,
    text: str,
    majority: Majority = Majority.SIMPLE,
    is_secret: bool = False,
    is_weighted: bool = False,
    abstentions_count: bool = False,
    at: datetime | None = None,
    by: User | None,
) -> Vote:
    """Open a vote and freeze who has a voice in it. Refused without quorum, with the numbers."""
    session = hold(point.session, SessionState.OPEN)
    if point.votes.filter(state=VoteState.OPEN).exists():
        raise VoteAlreadyOpen(title=point.title)
    if point.decisions.filter(vote=None).exists():
        raise DecidedWithoutVote(title=point.title)
    now = room(session)
    require_quorum(now.quorum)
    if is_secret:
        _require_secrecy(now.voices, is_weighted=is_weighted)
    vote = Vote.objects.create(
        agenda_item=point,
        text=text,
        majority=majority,
        is_secret=is_secret,
        is_weighted=is_weighted,
        abstentions_count=abstentions_count,
        entitled=[asdict(voice) for voice in _frozen(now.voices)],
        quorum_reached=True,
        quorum_record=now.quorum.as_record(),
        opened_at=at or timezone.now(),
        box=lay_box() if is_secret else "",
    )
    record(
        CouncilVerb.VOTE_OPENED,
        subject=vote,
        by=by,
        region_code=region_of(point),
        after={
            "majority": str(majority),
            "secret": is_secret,
            "weighted": is_weighted,
            "abstentions_count": abstentions_count,
            "entitled": [voice.seat.pk for voice in now.voices],
            **kept_of(vote),
        },
    )
    return vote


def _require_secrecy(voices: list[Attendance], *, is_weighted: bool) -> None:
    least = current_rules().least_secret_ballots
    in_the_room = sum(voice.is_present for voice in voices)
    if in_the_room < least:
        raise TooFewVoicesForSecrecy(least=least, count=in_the_room)
    if is_weighted and len({voice.seat.weight for voice in voices}) > 1:
        raise WeightNamesTheVoter


def _frozen(voices: Iterable[Attendance]) -> Iterator[Entitled]:
    """Who has a voice, under the names of the moment, and who raises the hand for it."""
    by_seat = {voice.seat.pk: voice for voice in voices}
    for voice in by_seat.values():
        hand = by_seat[voice.represented_by.pk] if voice.represented_by else voice
        assert hand.presence is not None
        yield Entitled(
            seat=voice.seat.pk,
            name_fr=voice.seat.name_fr,
            name_ar=voice.seat.name_ar,
            name_en=voice.seat.name_en,
            weight=Share(str(voice.seat.weight)),
            represented_by=voice.represented_by.pk if voice.represented_by else "",
            person=hand.presence.person_name,
            user=hand.presence.user_id,
        )


@transaction.atomic
def close_vote(*, vote: Vote, at: datetime | None = None, by: User | None) -> Vote:
    """Count the voices under the rule of the vote; the count is exact and stays with the vote."""
    vote = hold_vote(vote)
    vote.result_record = counted(vote).as_record()
    _end(vote, VoteState.CLOSED, at)
    record(
        CouncilVerb.VOTE_CLOSED,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after={**vote.result_record, **kept_of(vote)},
    )
    return vote


@transaction.atomic
def annul_vote(*, vote: Vote, reason: str, at: datetime | None = None, by: User | None) -> Vote:
    """End a vote that nothing is decided by: one that is open, or that was changed since it was
    counted. The reason goes into the minutes; secret papers are wiped."""
    vote = hold_vote(vote, to_annul=True)
    vote.annulled_reason = reason_in(reason, ReasonForMinutesMissing)
    vote.result_record = {}
    _end(vote, VoteState.ANNULLED, at)
    record(
        CouncilVerb.VOTE_ANNULLED,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after={"reason": vote.annulled_reason, **kept_of(vote)},
    )
    return vote


@transaction.atomic
def take_to_paper(*, vote: Vote, by: User | None) -> Vote:
    """Have everybody vote on paper, where too few voted on a device to hide among each other. The
    ballots lie in one box and cannot be told apart: all that was cast is wiped, papers too."""
    vote = hold_vote(vote)
    if not vote.is_secret:
        raise RollCallVote
    if not has_few_on_devices(vote):
        raise EnoughOnDevices(
            least=current_rules().least_secret_ballots, devices=hands_voted(vote, on_paper=False)
        )
    again = sorted(seats_voted(vote))
    vote.turnout.all().delete()
    empty(vote.box)
    vote.box, vote.is_on_paper = lay_box(), True
    vote.save(update_fields=["box", "is_on_paper"])
    record(
        CouncilVerb.VOTE_TAKEN_TO_PAPER,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after={"vote_again": again, **kept_of(vote)},
    )
    return vote


def _end(vote: Vote, state: VoteState, at: datetime | None) -> None:
    vote.state, vote.closed_at = state, at or timezone.now()
    if vote.is_secret:
        empty(vote.box)
        vote.box = ""
    vote.save(update_fields=["result_record", "state", "closed_at", "annulled_reason", "box"])
