"""What stands on one thread, found upwards from a statement or item, and downwards from a point,
vote, decision or action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from nasij.council.minutes import is_as_recorded
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.needs.models import Item, Need
from nasij.needs.queries import answered_needs
from nasij.plans.models import Action


@dataclass(frozen=True, slots=True)
class Chain:
    """`need` is set when one statement was asked for."""

    here: str
    need: Need | None = None
    item: Item | None = None
    agenda_item: AgendaItem | None = None
    vote: Vote | None = None
    decision: Decision | None = None
    decision_is_as_recorded: bool = True
    actions: Sequence[Action] = ()
    needs_count: int = 0
    replies_count: int = 0
    replied_on: date | None = None


def chain_of(thing: object) -> Chain | None:
    """The thread that a need, item, point, vote, decision or action stands on."""
    start = _STARTS.get(type(thing))
    return _with_replies(_completed(start(thing))) if start else None


def _from_need(need: Any) -> Chain:
    return Chain("statement", need=need, item=need.item)


def _from_item(item: Any) -> Chain:
    return Chain("item", item=item)


def _from_agenda_item(point: Any) -> Chain:
    return Chain("agenda", item=point.item, agenda_item=point)


def _from_vote(vote: Any) -> Chain:
    return replace(_from_agenda_item(vote.agenda_item), here="vote", vote=vote)


def _from_decision(decision: Any) -> Chain:
    point = _from_agenda_item(decision.agenda_item)
    return replace(point, here="decision", vote=decision.vote, decision=decision)


def _from_action(action: Any) -> Chain:
    chain = _from_decision(action.decision) if action.decision else Chain("action")
    return replace(chain, here="action", actions=[action])


_STARTS: dict[type, Callable[[Any], Chain]] = {
    Need: _from_need,
    Item: _from_item,
    AgendaItem: _from_agenda_item,
    Vote: _from_vote,
    Decision: _from_decision,
    Action: _from_action,
}


def _completed(chain: Chain) -> Chain:
    """With what the starting station did not know: the latest record of each kind."""
    point = chain.agenda_item or _latest_point(chain.item)
    decision = chain.decision or _latest_decision(point)
    vote = chain.vote or (decision.vote if decision else None) or _latest_vote(point)
    actions = chain.actions or _actions(chain, decision)
    return replace(
        chain,
        agenda_item=point,
        vote=vote,
        decision=decision,
        decision_is_as_recorded=decision is None or is_as_recorded(decision),
        actions=actions,
    )


def _actions(chain: Chain, decision: Decision | None) -> Sequence[Action]:
    """Of the decision one comes from; of an item, those of all its decisions."""
    if chain.item is not None and chain.decision is None:
        found = Action.objects.filter(decision__agenda_item__item=chain.item)
    elif decision is not None:
        found = Action.objects.filter(decision=decision)
    else:
        return ()
    return list(found.prefetch_related("date_changes", "evidence").order_by("due_on", "id"))


def _latest_point(item: Item | None) -> AgendaItem | None:
    if item is None:
        return None
    points = item.agenda_items.select_related("session")
    return points.order_by("-session__starts_at", "-id").first()


def _latest_decision(point: AgendaItem | None) -> Decision | None:
    if point is None:
        return None
    return point.decisions.select_related("vote").order_by("-decided_at", "-id").first()


def _latest_vote(point: AgendaItem | None) -> Vote | None:
    return point.votes.order_by("-opened_at", "-id").first() if point else None


def _with_replies(chain: Chain) -> Chain:
    if chain.need is not None:
        sent = [reply.sent_at for reply in chain.need.replies.order_by("sent_at", "id")]
        last = timezone.localtime(sent[-1]).date() if sent else None
        return replace(chain, needs_count=1, replies_count=len(sent), replied_on=last)
    if chain.item is not None:
        needs = chain.item.needs.all()
        answered = answered_needs(needs).count()
        return replace(chain, needs_count=needs.count(), replies_count=answered)
    return chain
