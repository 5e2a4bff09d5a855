"""The pages of decisions, and of the minutes that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.council.enums import DecisionOutcome, SessionState
from nasij.council.errors import VoteChanged
from nasij.council.minutes import errata_of, is_as_recorded, minutes_of, seal_holds
from nasij.council.minutes.text import MinutesText, minutes_text
from nasij.council.models import Decision, Erratum, Session, Vote
from nasij.council.pages.agenda import item_is_visible
from nasij.council.pages.pills import Pill, decision_pill
from nasij.council.permissions import may_nationally
from nasij.council.signals import FollowUp, follow_ups, is_followed, why_no_action
from nasij.council.words import result_sentence
from nasij.ui.ways import Link, ways_from


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The form of a decision, with the vote it follows from."""

    result: str  # a sentence; "" without a counted vote
    refusal: str  # why it cannot be recorded; "" when it can


@dataclass(frozen=True, slots=True)
class DecisionHead:
    """What the public page of a decision and that of the council begin with."""

    is_as_recorded: bool
    outcome: Pill
    result: str  # a sentence; "" where nothing can be read
    by_vote: bool


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """A text with what became of it: read alone, one voted down passes for what was decided."""

    text_title: str
    text: str
    outcome: Pill


@dataclass(frozen=True, slots=True)
class DecisionPage:
    head: DecisionHead
    text_title: str
    actions: list[FollowUp]
    no_action_reason: str  # "" also where an action followed all the same
    waits: str  # what is to be done, where it waits for an action
    may_say_no_action: bool
    ways: Sequence[Link]
    item_is_visible: bool


@dataclass(frozen=True, slots=True)
class MinutesPage:
    text: MinutesText
    is_sealed: bool
    seal_holds: bool
    errata: list[tuple[Erratum, bool]]  # and whether each is as it was recorded
    may_convene: bool


def record_page(vote: Vote | None) -> RecordPage:
    is_changed = vote is not None and not is_as_recorded(vote)
    return RecordPage(_result_of(vote), refusal=str(VoteChanged()) if is_changed else "")


def decision_head(decision: Decision) -> DecisionHead:
    return DecisionHead(
        is_as_recorded=is_as_recorded(decision),
        outcome=decision_pill(decision),
        result=_result_of(decision.vote) if decision.vote else _without_vote(decision),
        by_vote=decision.vote_id is not None,
    )


def _without_vote(decision: Decision) -> str:
    """As the minutes say it."""
    if decision.is_by_consensus:
        return _("Decided by consensus, without a vote.")
    return _("Decided without a vote.")


def decision_said(decision: Decision, *, is_as_recorded: bool) -> DecisionSaid:
    return DecisionSaid(
        text_title=_text_title(decision),
        text=decision.text,
        outcome=decision_pill(decision, is_as_recorded=is_as_recorded),
    )


def _text_title(decision: Decision) -> str:
    return _("Text put to the vote") if decision.vote else _("Text of the decision")


def decision_page(decision: Decision, user: Person) -> DecisionPage:
    actions = follow_ups([decision.pk], user).get(decision.pk, [])
    followed = is_followed(actions)
    may_convene = may_nationally(user, Permission.SESSION_CONVENE)
    return DecisionPage(
        head=decision_head(decision),
        text_title=_text_title(decision),
        actions=actions,
        no_action_reason=why_no_action(decision, actions),
        waits=_waits(decision, actions),
        may_say_no_action=may_convene
        and not followed
        and decision.outcome != DecisionOutcome.REJECTED,
        ways=ways_from("decision", user, decision),
        item_is_visible=item_is_visible(decision.agenda_item, user),
    )


def _waits(decision: Decision, actions: Sequence[FollowUp]) -> str:
    """As on the desk: adopted, and no live action follows, nor was it said why none is needed."""
    settled = is_followed(actions) or decision.no_action_reason
    if settled or decision.outcome != DecisionOutcome.ADOPTED:
        return ""
    if not actions:
        return _(
            "No action follows yet. Make an action of the decision, or say why none is needed."
        )
    return ngettext(
        "The action was abandoned, and no other follows yet. Make another one of the decision, or "
        "say why none is needed.",
        "The actions were abandoned, and no other follows yet. Make another one of the decision, "
        "or say why none is needed.",
        len(actions),
    )


def _result_of(vote: Vote | None) -> str:
    return result_sentence(vote.result) if vote and vote.result else ""


def minutes_page(session: Session, user: Person) -> MinutesPage:
    return MinutesPage(
        text=minutes_text(minutes_of(session)),
        is_sealed=session.state == SessionState.CLOSED,
        seal_holds=seal_holds(session),
        errata=errata_of(session),
        may_convene=may_nationally(user, Permission.SESSION_CONVENE),
    )
