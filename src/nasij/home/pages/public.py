"""The first pages that anybody reads, and the exporter's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from nasij.council.pages import DecisionSaid, PublicDecisionLine, decision_said, public_lines
from nasij.council.queries import public_decisions
from nasij.council.signals import why_no_action
from nasij.home import charts, queries, tables
from nasij.home.thread import Chain, chain_of, stations, story
from nasij.needs.answers import text_on_page
from nasij.needs.models import Need, Reply
from nasij.needs.queries import Listening, listening
from nasij.needs.queries.counts import needs_for_all
from nasij.reference.models import Figure
from nasij.reference.words import figure_part, figure_value, period, value_and_unit
from nasij.targets.models import Target
from nasij.targets.queries import headline, stock_and_flow
from nasij.ui import formats, parts
from nasij.ui.charts import Chart
from nasij.ui.thread import Station


@dataclass(frozen=True, slots=True)
class Survival:
    """What exits took away again from the entries of the same years."""

    period: str
    entries: str
    net: str
    cancelled: str  # share of the entries
    definition_key: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the council is for, where it stands, what became of what was heard."""

    story: Sequence[Station]
    listening: Listening
    heard: str
    answered: str
    target: Target | None
    counts: Sequence[parts.Figure]
    survival: Survival | None
    map: Chart | None
    decisions: Sequence[PublicDecisionLine]


def start_page() -> StartPage:
    found = listening()
    return StartPage(
        story=story(),
        listening=found,
        heard=needs_for_all(found.heard),
        answered=needs_for_all(found.answered),
        target=headline(),
        counts=_count_cards(),
        survival=_survival(),
        map=charts.entries_map(),
        decisions=public_lines(list(public_decisions()[:4])),
    )


def _survival() -> Survival | None:
    flow = stock_and_flow()
    if flow is None or not flow.entries:
        return None
    entered = flow.figures[0]
    return Survival(
        period=period(entered),
        entries=figure_value(Decimal(flow.entries), entered.unit),
        net=figure_value(Decimal(flow.net), entered.unit),
        cancelled=formats.percent(flow.cancelled, formats.language(), 0),
        definition_key=entered.definition_id,
    )


@dataclass(frozen=True, slots=True)
class RegionsPage:
    map: Chart | None
    regions: parts.Table


def regions_page() -> RegionsPage:
    return RegionsPage(map=charts.entries_map(), regions=tables.regions_table())


def _count_cards() -> list[parts.Figure]:
    """One card for each definition; a published range stays a range."""
    return [_card(found) for found in queries.exporter_counts()]


def _card(found: Sequence[Figure]) -> parts.Figure:
    first, last = found[0], found[-1]
    value, unit = value_and_unit(last.value, last.unit)
    if len(found) > 1:
        value = f"{value_and_unit(first.value, first.unit)[0]}–{value}"
    # The caution that definitions differ stands once above the cards.
    return figure_part(first, value=value, unit=unit, note="")


@dataclass(frozen=True, slots=True)
class TrackPage:
    """The exporter's page: their own words, and what became of them."""

    need: Need
    chain: Chain
    decision: DecisionSaid | None
    stations: Sequence[Station]
    replies: Sequence[tuple[Reply, str]]  # and what it says
    actions_title: str
    no_action_reason: str  # "" also where an action followed all the same
    may_ask_record: bool


def track_page(need: Need) -> TrackPage:
    chain = chain_of(need)
    assert chain is not None
    return TrackPage(
        need=need,
        chain=chain,
        decision=decision_said(chain.decision, is_as_recorded=chain.decision_is_as_recorded)
        if chain.decision
        else None,
        stations=stations(chain, None),
        replies=[
            (reply, text_on_page(reply)) for reply in need.replies.order_by("-sent_at", "-id")
        ],
        actions_title=_("What is being done")
        if any(action.is_running for action in chain.actions)
        else _("What became of the decision"),
        no_action_reason=_no_action_reason(chain),
        may_ask_record=need.firm is not None and need.firm.erased_at is None,
    )


def _no_action_reason(chain: Chain) -> str:
    decision = chain.decision
    return why_no_action(decision, chain.actions) if decision else ""
