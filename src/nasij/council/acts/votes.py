"""Opening a vote, and counting it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold, hold_vote, region_of
from nasij.council.analysis import CountedBallots, QuorumState, count_votes, written_weight
from nasij.council.enums import Choice, CouncilVerb, Majority, SessionState, VoteState
from nasij.council.errors import (
    QuorumNotReached,
    VoteAlreadyOpen,
    WeightNamesTheVoter,
    WeightQuorumNotReached,
)
from nasij.council.models import AgendaItem, Ballot, Vote
from nasij.council.queries import Attendance, room, voices_of
from nasij.council.rules import current_rules


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
    now = room(session)
    _require_quorum(now.quorum)
    if is_secret and is_weighted and len({one.seat.weight for one in now.voices}) > 1:
        raise WeightNamesTheVoter
    vote = Vote.objects.create(
        agenda_item=point,
        text=text,
        majority=majority,
        is_secret=is_secret,
        is_weighted=is_weighted,
        abstentions_count=abstentions_count,
        entitled=_frozen(now.voices),
        quorum_reached=True,
        quorum=now.quorum.as_record(),
        opened_at=at or timezone.now(),
    )
    if is_secret:
        _lay_piles(vote)
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
            "entitled": [one.seat.pk for one in now.voices],
        },
    )
    return vote


def _require_quorum(state: QuorumState) -> None:
    if state.reached:
        return
    if not state.heads_reached:
        raise QuorumNotReached(
            present=state.heads_present, held=state.heads_held, needed=state.heads_needed
        )
    raise WeightQuorumNotReached(
        present=written_weight(state.weight_present),
        held=written_weight(state.weight_held),
        needed=written_weight(state.weight_needed),
    )


def _frozen(voices: Iterable[Attendance]) -> list[dict[str, Any]]:
    """Who has a voice, under the names of the moment, and who raises the hand for it."""
    by_seat = {one.seat.pk: one for one in voices}
    frozen = []
    for one in by_seat.values():
        hand = by_seat[one.represented_by.pk] if one.represented_by else one
        assert hand.presence is not None
        frozen.append(
            {
                "seat": one.seat.pk,
                "name_fr": one.seat.name_fr,
                "name_ar": one.seat.name_ar,
                "name_en": one.seat.name_en,
                "weight": str(one.seat.weight),
                "represented_by": one.represented_by.pk if one.represented_by else "",
                "person": hand.presence.person_name,
                "user": hand.presence.user_id,
            }
        )
    return frozen


def _lay_piles(vote: Vote) -> None:
    voices = voices_of(vote)
    weight = voices[0].weight if vote.is_weighted else Decimal(1)
    Ballot.objects.bulk_create(
        Ballot(vote=vote, choice=choice, weight=weight, voices=0) for choice in Choice
    )


@transaction.atomic
def close_vote(*, vote: Vote, at: datetime | None = None, by: User | None) -> Vote:
    """Count the voices under the rule of the vote; the count is exact and stays with the vote."""
    vote = hold_vote(vote)
    vote.result = count_votes(
        [
            CountedBallots(ballot.choice, ballot.weight, ballot.voices, ballot.seat_id)
            for ballot in vote.ballots.order_by("choice", "seat")
        ],
        majority=vote.majority,
        abstentions_count=vote.abstentions_count,
        weighted=vote.is_weighted,
        present=[voice.weight for voice in voices_of(vote)],
        heads_held=vote.quorum["heads_held"],
        weight_held=vote.quorum["weight_held"],
        chair_choice=_chair_choice(vote),
    )
    vote.state, vote.closed_at = VoteState.CLOSED, at or timezone.now()
    vote.save(update_fields=["result", "state", "closed_at"])
    record(
        CouncilVerb.VOTE_CLOSED,
        subject=vote,
        by=by,
        region_code=region_of(vote.agenda_item),
        after={key: vote.result[key] for key in ("outcome", "heads", "weights", "needed")},
    )
    return vote


def _chair_choice(vote: Vote) -> str | None:
    """How the chair voted, where the rules give a casting vote; unknown in a secret vote."""
    chair_seat = vote.agenda_item.session.chair_seat_id
    if vote.is_secret or chair_seat is None or not current_rules().chair_breaks_ties:
        return None
    return vote.ballots.filter(seat_id=chair_seat).values_list("choice", flat=True).first()
