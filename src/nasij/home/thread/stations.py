"""A chain drawn as nine stations, less those it went past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.council.enums import DecisionOutcome, SessionState, VoteState
from nasij.council.models import AgendaItem, Decision, Vote
from nasij.council.queries import session_day
from nasij.council.signals import is_followed
from nasij.home.permissions import may_open
from nasij.home.thread.chain import Chain, chain_of
from nasij.needs.enums import ItemState
from nasij.needs.models import Item, Need, Theme
from nasij.needs.queries import answered_needs
from nasij.needs.queries.counts import needs_for_all, needs_in_words
from nasij.plans.enums import ActionState
from nasij.plans.models import Action
from nasij.plans.queries import proof_of
from nasij.sentences import filled
from nasij.ui.thread import KINDS, Station


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
    exactly = _sees_needs(chain, reader)
    built = [
        _statement(chain, exactly=exactly),
        _theme(chain),
        _item(chain),
        _agenda(chain),
        _vote(chain),
        _decision(chain),
        _action(chain),
        _result(chain),
        _reply(chain, exactly=exactly),
    ]
    return [_station(chain, opens, stop) for stop in _on_the_way(chain, built)]


def _on_the_way(chain: Chain, stops: list[Stop]) -> list[Stop]:
    """Without those the thread went past, like the vote of a decision taken without one, those
    after its end, and the reply where nobody spoke: nothing is to come there."""
    *way, reply = stops
    reached = max((at for at, stop in enumerate(way) if stop.state != "to-come"), default=0)
    if _has_ended(chain, way):
        reached = len(way)
    kept = [stop for at, stop in enumerate(way) if at >= reached or stop.state != "to-come"]
    is_asked = chain.need is not None or chain.item is not None
    return [*kept, reply] if is_asked else kept


def _has_ended(chain: Chain, way: list[Stop]) -> bool:
    """Stopped, as when every action was abandoned, or decided so that no action follows."""
    if any(stop.state == "refused" for stop in way):
        return True
    decision = chain.decision
    if decision is None or chain.actions:
        return False
    return decision.outcome != DecisionOutcome.ADOPTED or bool(decision.no_action_reason)


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


def _sees_needs(chain: Chain, reader: Person | None) -> bool:
    if chain.item is None or reader is None:
        return False
    return may(reader, Permission.NEED_VIEW, region=chain.item.region.code)


def _statement(chain: Chain, *, exactly: bool) -> Stop:
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
            title=needs_in_words(count, exactly=exactly),
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
        state="refused" if _stopped_at_item(chain) else "done",
        at=_day(chain.item.created_at),
    )


def _stopped_at_item(chain: Chain) -> bool:
    """A thread stops once: what the council rejected was declined by that, further on."""
    if chain.item is None or chain.item.state != ItemState.DECLINED:
        return False
    return "refused" not in (_decision(chain).state, _action(chain).state)


def _agenda(chain: Chain) -> Stop:
    point = chain.agenda_item
    if point is None:
        return Stop("agenda")
    session, is_decided = point.session, chain.decision is not None
    if session.state == SessionState.DRAFT:
        title = filled(_("%(session)s (in preparation)"), {"session": str(session)})
        return Stop("agenda", title=title, page=point, state="current")
    is_left = session.state == SessionState.CLOSED and not is_decided
    template = _("%(session)s (not treated)") if is_left else "%(session)s"
    return Stop(
        "agenda",
        title=filled(template, {"session": str(session)}),
        page=point,
        state="current" if is_left else "done",
        at=session_day(session),
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
    """What was abandoned is told only where nothing else was decided."""
    if not chain.actions:
        return Stop("action")
    live = [action for action in chain.actions if not action.is_abandoned]
    shown = live or chain.actions
    first, count = next((action for action in shown if action.is_running), shown[0]), len(shown)
    title = (
        first.title
        if count == 1
        else ngettext("%(count)s action", "%(count)s actions", count) % {"count": count}
    )
    return Stop(
        "action",
        title=filled(_template_of(shown), {"action": title}),
        page=first if count == 1 else chain.decision or first,
        state=_state_of(live),
        at=first.due_on if live else None,
    )


def _state_of(live: Sequence[Action]) -> str:
    if not live:
        return "refused"
    return "current" if any(action.is_running for action in live) else "done"


def _template_of(shown: Sequence[Action]) -> str:
    if not is_followed(shown):
        return _("%(action)s (abandoned)")
    if any(action.is_running and action.due_on != action.first_due_on for action in shown):
        return _("%(action)s (due date changed)")
    return "%(action)s"


def _result(chain: Chain) -> Stop:
    done = [action for action in chain.actions if action.state == ActionState.DONE]
    if not done:
        return Stop("result")
    complete = not any(action.is_running for action in chain.actions)
    return Stop(
        "result",
        title=_result_of(done),
        page=done[-1],
        state="done" if complete else "current",
        at=_day(done[-1].done_at),
    )


def _result_of(done: Sequence[Action]) -> str:
    proof = proof_of(done)
    return str(proof.label) if proof else _("Evidence on file")


def _reply(chain: Chain, *, exactly: bool) -> Stop:
    if not chain.replies_count:
        return Stop("reply")
    if chain.need is not None:
        title = ngettext("%(count)s reply", "%(count)s replies", chain.replies_count) % {
            "count": chain.replies_count
        }
        page: Need | Item | None = chain.need
        url = reverse("home:track", args=[chain.need.token])
    else:
        title = _("Authors who have had news: %(replied)s of %(heard)s") % {
            "replied": chain.replies_count if exactly else needs_for_all(chain.replies_count),
            "heard": chain.needs_count if exactly else needs_for_all(chain.needs_count),
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
