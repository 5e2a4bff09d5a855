"""What the pages of actions show a person, asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may
from nasij.council.minutes import is_as_recorded
from nasij.needs.models import Item, Need
from nasij.plans import queries
from nasij.plans.enums import TAKES_EVIDENCE, ActionState
from nasij.plans.models import Action, ActionShare, DueDateChange
from nasij.plans.permissions import may_carry_out, may_edit
from nasij.ui.asked import page_of


@dataclass(frozen=True, slots=True)
class PlanPage:
    actions: Page[Action]
    totals: queries.Totals  # of all that fit the filter


def plan_page(user: Person, asked: Mapping[str, Any], number: str | None) -> PlanPage:
    found = queries.actions(user, **asked)
    return PlanPage(page_of(found, number), queries.totals(found))


@dataclass(frozen=True, slots=True)
class ActionPage:
    may_start: bool
    may_end: bool  # or move its date
    may_add_evidence: bool
    decision_is_as_recorded: bool
    item: Item | None  # of the region, behind the decision
    item_is_visible: bool
    needs: Sequence[Need]  # behind the item, for who reads needs there
    parts: list[tuple[ActionShare, Decimal]]
    changes: Sequence[DueDateChange]
    columns: list[queries.EvidenceColumn]


def action_page(action: Action, user: Person) -> ActionPage:
    item = action.decision.agenda_item.item if action.decision else None
    edits, carries_out = may_edit(user, action), may_carry_out(user, action)

    def may_here(permission: Permission) -> bool:
        return item is not None and may(user, permission, region=item.region.code)

    return ActionPage(
        may_start=carries_out and action.state == ActionState.PLANNED,
        may_end=edits and action.is_running,
        may_add_evidence=carries_out and action.state in TAKES_EVIDENCE,
        decision_is_as_recorded=action.decision is None or is_as_recorded(action.decision),
        item=item,
        item_is_visible=may_here(Permission.ITEM_VIEW),
        needs=list(queries.needs_behind(action)) if may_here(Permission.NEED_VIEW) else [],
        parts=queries.parts_of(action),
        changes=list(queries.date_changes(action)),
        columns=queries.evidence_columns(action),
    )


@dataclass(frozen=True, slots=True)
class DonePage:
    columns: list[queries.EvidenceColumn]
    promise: str  # when the exporters who asked for it are told; "" where nobody is
    said: str  # once it is done


def is_asked_for(action: Action) -> bool:
    """Whether exporters may read of it on their page."""
    return queries.needs_behind(action).exists()


def _tells(action: Action) -> bool:
    """Whether the exporters behind its item have still to be told how it ends."""
    item = action.decision.agenda_item.item if action.decision else None
    return item is not None and item.is_under_way and is_asked_for(action)


def done_page(action: Action) -> DonePage:
    """They are told once, when the last action of their item has ended."""
    if not _tells(action):
        promise, said = "", _("The action is done.")
    elif queries.others_running(action):
        promise = _("The exporters who asked for it are told when the other actions have ended.")
        said = _(
            "The action is done. Those who asked for it are told when the other actions have ended."
        )
    else:
        promise = _("The exporters who asked for it are then told.")
        said = _("The action is done, and those who asked for it are being told.")
    return DonePage(queries.evidence_columns(action), promise, said)


def _tells_of_abandoning(action: Action) -> bool:
    """Only where nothing else is left, nor was carried out."""
    return _tells(action) and queries.is_last_hope(action)


def abandon_promise(action: Action) -> str:
    if _tells_of_abandoning(action):
        return _("The exporters who asked for it are then told, with this reason.")
    if is_asked_for(action):
        return _("The exporters who asked for the action read it on their page.")
    return ""


def abandon_said(action: Action) -> str:
    if _tells_of_abandoning(action):
        return _("The action is abandoned, and those who asked for it are being told why.")
    return _("The action is abandoned; its reason stays on its page.")
