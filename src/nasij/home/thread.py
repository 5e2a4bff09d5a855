"""The thread, read from the records of the rooms: nothing is stored twice.

From any station one can walk to both ends. A chain is found upwards from a statement or item, and
downwards from a point, vote, decision or action; `stations_of` draws it as nine stations, less
those it went past.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.permissions import Person
from nasij.council.enums import DecisionOutcome, VoteState
from nasij.council.minutes import is_as_recorded
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.home.permissions import may_open
from nasij.needs.enums import ItemState
from nasij.needs.models import Item, Need, Theme
from nasij.needs.queries import answered_needs
from nasij.plans.enums import ActionState
from nasij.plans.models import Action
from nasij.ui.thread import KINDS, Station


@dataclass(slots=True)
class Chain:
    """What stands on one thread. `need` is set when one statement was asked for."""

    here: str
    need: Need | None = None
    item: Item | None = None
    agenda_item: AgendaItem | None = None
    vote: Vote | None = None
    decision: Decision | None = None
    decision_is_as_recorded: bool = True
    actions: list[Action] = field(default_factory=list)
    needs_count: int = 0
    replies_count: int = 0
    replied_on: date | None = None


def chain_of(thing: object) -> Chain | None:
    """The thread that a need, item, point, vote, decision or action stands on."""
    start = _STARTS.get(type(thing))
    if start is None:
        return None
    chain = start(thing)
    _complete(chain)
    return chain


def _from_need(need: Any) -> Chain:
    return Chain("statement", need=need, item=need.item)


def _from_item(item: Any) -> Chain:
    return Chain("item", item=item)


def _from_agenda_item(point: Any) -> Chain:
    return Chain("agenda", item=point.item, agenda_item=point)


def _from_vote(vote: Any) -> Chain:
    return Chain("vote", item=vote.agenda_item.item, agenda_item=vote.agenda_item, vote=vote)


def _from_decision(decision: Any) -> Chain:
    point = decision.agenda_item
    return Chain(
        "decision", item=point.item, agenda_item=point, vote=decision.vote, decision=decision
    )


def _from_action(action: Any) -> Chain:
    if action.decision is None:
        return Chain("action", actions=[action])
    chain = _from_decision(action.decision)
    chain.here = "action"
    chain.actions = [action]
    return chain


_STARTS: dict[type, Callable[[Any], Chain]] = {
    Need: _from_need,
    Item: _from_item,
    AgendaItem: _from_agenda_item,
    Vote: _from_vote,
    Decision: _from_decision,
    Action: _from_action,
}


def _complete(chain: Chain) -> None:
    """Fill what the starting station did not know, with the latest record of each kind."""
    if chain.agenda_item is None and chain.item is not None:
        points = chain.item.agenda_items.select_related("session")
        chain.agenda_item = points.order_by("-session__starts_at", "-id").first()
    if chain.agenda_item is not None:
        if chain.decision is None:
            decisions = chain.agenda_item.decisions.select_related("vote")
            chain.decision = decisions.order_by("-decided_at", "-id").first()
        if chain.vote is None:
            chain.vote = (chain.decision.vote if chain.decision else None) or (
                chain.agenda_item.votes.order_by("-opened_at", "-id").first()
            )
    if chain.decision is not None:
        chain.decision_is_as_recorded = is_as_recorded(chain.decision)
        if not chain.actions:
            chain.actions = list(chain.decision.actions.order_by("due_on", "id"))
    _count_replies(chain)


def _count_replies(chain: Chain) -> None:
    if chain.need is not None:
        sent = [reply.sent_at for reply in chain.need.replies.order_by("sent_at", "id")]
        chain.needs_count, chain.replies_count = 1, len(sent)
        chain.replied_on = _day(sent[-1]) if sent else None
    elif chain.item is not None:
        needs = chain.item.needs.all()
        chain.needs_count = needs.count()
        chain.replies_count = answered_needs(needs).count()


def story() -> list[Station]:
    """The nine stations of the whole country: one is passed once anything has come that far."""
    needs, actions = Need.objects.all(), Action.objects.all()
    come = {
        "statement": needs,
        "theme": needs,
        "item": Item.objects.all(),
        "agenda": AgendaItem.objects.filter(session__convened_at__isnull=False),
        "vote": Vote.objects.filter(state=VoteState.CLOSED),
        "decision": Decision.objects.all(),
        "action": actions,
        "result": actions.filter(state=ActionState.DONE),
        "reply": answered_needs(needs),
    }
    return [Station(kind, state="done" if come[kind].exists() else "to-come") for kind in KINDS]


def stations_of(thing: object, reader: Person) -> list[Station]:
    """The stations of the thread a thing stands on, for the strip on its page."""
    chain = chain_of(thing)
    return stations(chain, reader) if chain else []


def stations(chain: Chain, reader: Person | None) -> list[Station]:
    """A station leads where its reader may go; `None`, the exporter's own page, leads nowhere."""
    opens = cache(partial(may_open, reader)) if reader else _nothing
    built = [
        _statement(chain),
        _theme(chain),
        _item(chain),
        _agenda(chain),
        _vote(chain),
        _decision(chain),
        _action(chain),
        _result(chain),
        _reply(chain),
    ]
    return [_station(chain, opens, stop) for stop in _on_the_way(chain, built)]


def _on_the_way(chain: Chain, stops: list[Stop]) -> list[Stop]:
    """Without those the thread went past, like the vote of a decision taken without one, and the
    reply where nobody spoke: nothing is to come there."""
    *way, reply = stops
    reached = max((at for at, stop in enumerate(way) if stop.state != "to-come"), default=0)
    kept = [stop for at, stop in enumerate(way) if at >= reached or stop.state != "to-come"]
    is_asked = chain.need is not None or chain.item is not None
    return [*kept, reply] if is_asked else kept


def _nothing(_thing: Model) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Stop:
    """What stands at one station. `page` is the record to read there; `url`, where it is not read
    at its own address."""

    kind: str
    title: str = ""
    page: Model | None = None
    url: str = ""
    state: str = "to-come"
    at: date | None = None


def _station(chain: Chain, opens: Callable[[Model], bool], stop: Stop) -> Station:
    page = stop.page
    led_to = (stop.url or _address(page)) if page is not None and opens(page) else ""
    is_here = stop.kind == chain.here
    return Station(stop.kind, stop.title, led_to, stop.state, stop.at, current=is_here)


_PAGES: dict[type[Model], str] = {
    Need: "needs:detail",
    Item: "needs:item",
    AgendaItem: "council:agenda_item",
    Vote: "council:vote",
    Decision: "council:decision",
    Action: "plans:detail",
}


def _address(thing: Model) -> str:
    if isinstance(thing, Theme):
        return f"{reverse('needs:list')}?theme={thing.pk}"
    return reverse(_PAGES[type(thing)], args=[thing.pk])


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _statement(chain: Chain) -> Stop:
    if chain.need is not None:
        return Stop(
            "statement",
            title=str(chain.need),
            page=chain.need,
            state="done",
            at=chain.need.heard_on,
        )
    if chain.item is not None:
        count = chain.needs_count
        return Stop(
            "statement",
            title=ngettext("%(count)s need", "%(count)s needs", count) % {"count": count},
            page=chain.item,
            state="done" if count else "to-come",
        )
    return Stop("statement")


def _theme(chain: Chain) -> Stop:
    owner = chain.need or chain.item
    if owner is None:
        return Stop("theme")
    return Stop(
        "theme",
        title=str(owner.theme),
        page=owner.theme,
        state="done",
    )


def _item(chain: Chain) -> Stop:
    if chain.item is None:
        return Stop("item")
    return Stop(
        "item",
        title=chain.item.title,
        page=chain.item,
        state="refused" if chain.item.state == ItemState.DECLINED else "done",
        at=_day(chain.item.created_at),
    )


def _agenda(chain: Chain) -> Stop:
    point = chain.agenda_item
    if point is None:
        return Stop("agenda")
    return Stop(
        "agenda",
        title=str(point.session),
        page=point,
        state="done",
        at=_day(point.session.starts_at),
    )


def _vote(chain: Chain) -> Stop:
    vote = chain.vote
    if vote is None:
        return Stop("vote")
    is_open = vote.state == VoteState.OPEN
    return Stop(
        "vote",
        title=vote.get_state_display(),
        page=vote,
        state="current" if is_open else "done",
        at=_day(vote.closed_at or vote.opened_at),
    )


def _decision(chain: Chain) -> Stop:
    decision = chain.decision
    if decision is None:
        return Stop("decision")
    is_kept = chain.decision_is_as_recorded
    is_refused = decision.outcome == DecisionOutcome.REJECTED or not is_kept
    return Stop(
        "decision",
        title=decision.get_outcome_display() if is_kept else _("Not as it was recorded"),
        page=decision,
        state="refused" if is_refused else "done",
        at=_day(decision.decided_at),
    )


def _action(chain: Chain) -> Stop:
    if not chain.actions:
        return Stop("action")
    first, count = chain.actions[0], len(chain.actions)
    title = (
        first.title
        if count == 1
        else ngettext("%(count)s action", "%(count)s actions", count) % {"count": count}
    )
    finished = all(action.state == ActionState.DONE for action in chain.actions)
    return Stop(
        "action",
        title=title,
        page=first if count == 1 else chain.decision or first,
        state="done" if finished else "current",
        at=first.due_on,
    )


def _result(chain: Chain) -> Stop:
    done = [action for action in chain.actions if action.state == ActionState.DONE]
    if not done:
        return Stop("result")
    complete = len(done) == len(chain.actions)
    return Stop(
        "result",
        title=_("Evidence on file"),
        page=done[-1],
        state="done" if complete else "current",
        at=_day(done[-1].done_at),
    )


def _reply(chain: Chain) -> Stop:
    if not chain.replies_count:
        return Stop("reply")
    if chain.need is not None:
        title = ngettext("%(count)s reply", "%(count)s replies", chain.replies_count) % {
            "count": chain.replies_count
        }
        page: Need | Item | None = chain.need
        url = reverse("home:track", args=[chain.need.token])
    else:
        title = _("Replies given: %(replied)s of %(heard)s") % {
            "replied": chain.replies_count,
            "heard": chain.needs_count,
        }
        page, url = chain.item, ""
    complete = chain.replies_count >= chain.needs_count
    return Stop(
        "reply",
        title=title,
        page=page,
        url=url,
        state="done" if complete else "current",
        at=chain.replied_on,
    )
