"""The page of one point: the item behind it, its votes, its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.council import queries
from nasij.council.enums import SessionState
from nasij.council.minutes import changed, is_as_recorded
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.council.pages.pills import Pill, decision_pill
from nasij.council.permissions import may_nationally
from nasij.council.words import late_sentence, quorum_sentence, result_sentence


@dataclass(frozen=True, slots=True)
class VoteLine:
    vote: Vote
    result: str  # a sentence; "" while nothing is counted
    is_as_recorded: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    decision: Decision
    outcome: Pill  # or that it is not what was recorded


@dataclass(frozen=True, slots=True)
class PointPage:
    is_as_recorded: bool  # the session and its agenda; each vote and decision says its own
    item_is_visible: bool
    late: str  # that the point came after convening; "" when it did not
    votes: list[VoteLine]
    decisions: list[DecisionLine]
    to_record: Vote | None  # counted, and this person may write its decision
    may_vote: bool
    no_quorum: str  # why this person cannot open a vote now; "" when they can, or never could
    vote_is_next: bool  # nothing was voted or decided yet
    may_decide_without_vote: bool  # at least note: somebody is there


def point_page(point: AgendaItem, user: Person) -> PointPage:
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    may_act = may_convene and point.session.state == SessionState.OPEN
    votes, decisions = list(queries.votes_on(point)), list(queries.decisions_on(point))
    changed_votes = changed(votes)
    takes_vote = may_act and queries.may_be_voted_on(point)
    quorum = queries.room(point.session).quorum if may_act else None
    has_quorum = takes_vote and quorum is not None and quorum.reached
    return PointPage(
        is_as_recorded=is_as_recorded(point.session),
        item_is_visible=item_is_visible(point, user),
        late=late_sentence(timezone.localtime(point.added_late_at)) if point.added_late_at else "",
        votes=[
            VoteLine(
                vote=vote,
                result=result_sentence(vote.result) if vote.result else "",
                is_as_recorded=vote.pk not in changed_votes,
            )
            for vote in votes
        ],
        decisions=decision_lines(decisions, changed(decisions)),
        to_record=queries.vote_to_record(point) if may_act else None,
        may_vote=has_quorum,
        no_quorum="" if has_quorum or not takes_vote else quorum_sentence(quorum),
        vote_is_next=not votes and not decisions,
        may_decide_without_vote=quorum is not None
        and quorum.heads_present > 0
        and queries.may_be_decided_without_vote(point),
    )


def item_is_visible(point: AgendaItem, user: Person) -> bool:
    """Whether this person may open the item of a region that the point speaks of."""
    item = point.item
    return item is not None and may(user, Permission.ITEM_VIEW, region=item.region.code)


def decision_lines(decisions: Iterable[Decision], wrong: Set[int]) -> list[DecisionLine]:
    return [
        DecisionLine(decision, decision_pill(decision, is_as_recorded=decision.pk not in wrong))
        for decision in decisions
    ]
