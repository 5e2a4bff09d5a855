"""The action plan: national totals, parts of regions, every action with its owner and date."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nasij.plans.enums import ActionState
from nasij.plans.models import Action, ActionShare, DueDateChange
from nasij.plans.queries import Totals, parts_of, totals
from nasij.reports.roadmap.pen import Block, Pen
from nasij.sentences import filled
from nasij.ui import formats, parts
from nasij.ui.documents import blocks


def every_action() -> list[Action]:
    """All actions of the council, the next due first, with regions and moved dates."""
    shares = ActionShare.objects.select_related("region").order_by("region__code", "id")
    changes = DueDateChange.objects.order_by("-changed_at", "-id")
    found = Action.objects.select_related("decision__agenda_item__session")
    return list(
        found.prefetch_related(
            Prefetch("shares", shares), Prefetch("date_changes", changes)
        ).order_by("due_on", "id")
    )


def mark_of(pen: Pen) -> str:
    return pen.notes.record(
        "actions",
        what=_("Actions, dates and budgets"),
        definition=_(
            "actions born of decisions; budgets as decided; an action of several regions counts "
            "once for the nation and by its shares for regions; abandoned actions leave the sums"
        ),
    )


def chapter(pen: Pen, found: list[Action]) -> Block:
    title = _("Who does what")
    if not found:
        text = _("No action has been recorded yet: decisions become actions with owner and date.")
        return pen.chapter(title, blocks.note(text))
    mark = mark_of(pen)
    counted = totals(found)
    late = [action for action in found if action.is_overdue_on(pen.day)]
    done = [action for action in found if action.done_at is not None]
    left_out = len(found) - counted.actions
    return pen.chapter(
        title,
        blocks.facts(
            [
                (_("Actions"), f"{counted.actions} {mark}"),
                (_("Budget, each action once"), f"{pen.money(counted.budget_lcu)} {mark}"),
                (pgettext("actions", "Done"), f"{len(done)} {mark}"),
                (_("Late"), f"{len(late)} {mark}"),
                *([(_("Abandoned, not counted"), f"{left_out} {mark}")] if left_out else []),
            ]
        ),
        _by_region(pen, counted, mark),
        actions_table(pen, found, _("Actions by due date"), mark=mark),
    )


def _by_region(pen: Pen, counted: Totals, mark: str) -> list[Block]:
    table = parts.Table(
        caption=_("Parts of the regions"),
        columns=[
            parts.Column(_("Region")),
            parts.Column(_("Actions"), kind="number"),
            parts.Column(_("Budget, own part"), kind="number"),
        ],
        rows=[
            *(
                [row.region.name, row.actions, pen.money(row.budget_lcu)]
                for row in counted.by_region
            ),
            [_("Nation, each action once"), counted.actions, pen.money(counted.budget_lcu)],
        ],
    )
    return pen.table(table, mark)


def actions_table(
    pen: Pen, found: list[Action], caption: str, *, mark: str, region: str = ""
) -> list[Block]:
    """For the nation whole budgets; for a region its own part."""
    money = _("Own part") if region else _("Budget")
    table = parts.Table(
        caption=caption,
        columns=[
            parts.Column(_("Action")),
            parts.Column(_("Regions and shares")),
            parts.Column(_("Owner")),
            parts.Column(_("Due"), kind="date"),
            parts.Column(money, kind="number"),
            parts.Column(_("State")),
        ],
        rows=[
            [
                action.title,
                _shares(action, pen),
                action.owner_name,
                pen.date(action.due_on),
                pen.money(_amount(action, region)),
                _state(action, pen),
            ]
            for action in found
        ],
    )
    return pen.table(table, mark)


def _shares(action: Action, pen: Pen) -> str:
    shares = parts_of(action)
    if len(shares) == 1:
        return shares[0][0].region.name
    return formats.row(
        (
            f"{share.region.name} {formats.percent(share.share, pen.language, 2)}"
            for share, _part in shares
        ),
        pen.language,
    )


def _amount(action: Action, region: str) -> Decimal:
    if not region:
        return action.budget_lcu
    parts_by_region = {share.region.code: amount for share, amount in parts_of(action)}
    return parts_by_region.get(region, Decimal(0))


def _state(action: Action, pen: Pen) -> str:
    state = action.get_state_display()
    if action.is_overdue_on(pen.day):
        return _("%(state)s, late") % {"state": state}
    return state


def _title(action: Action) -> str:
    if action.state != ActionState.ABANDONED:
        return action.title
    return filled(_("%(action)s (abandoned)"), {"action": action.title})


def commitments(pen: Pen, found: list[Action], undecided: list[str]) -> Block:
    """What was promised and is late, what was moved and why, what has no follow-up."""
    late = [action for action in found if action.is_overdue_on(pen.day)]
    moved = [action for action in found if action.date_changes.all()]
    mark = mark_of(pen) if found else ""
    return pen.chapter(
        _("Commitments"),
        actions_table(pen, late, _("Late today"), mark=mark)
        if late
        else blocks.note(_("No commitment is late today.")),
        _moved(pen, moved, mark) if moved else blocks.note(_("No date has been moved.")),
        [
            blocks.paragraphs(_("Decisions without an action, and without a reason for none:")),
            blocks.bullet_list(undecided),
        ]
        if undecided
        else None,
    )


def _moved(pen: Pen, moved: list[Action], mark: str) -> list[Block]:
    table = parts.Table(
        caption=_("Dates that were moved, and why"),
        columns=[
            parts.Column(_("Action")),
            parts.Column(_("First date"), kind="date"),
            parts.Column(_("Before"), kind="date"),
            parts.Column(_("Now"), kind="date"),
            parts.Column(_("Reason")),
        ],
        rows=[
            [
                _title(action),
                pen.date(action.first_due_on),
                pen.date(change.from_date),
                pen.date(change.to_date),
                change.reason,
            ]
            for action in moved
            for change in action.date_changes.all()
        ],
    )
    return pen.table(table, mark)
