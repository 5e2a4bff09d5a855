"""What became of a firm's needs: the actions that followed, and what shows their results."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.exporters.life import Asked, Happening
from nasij.needs.queries import firms_by_item
from nasij.plans.enums import ActionState
from nasij.plans.models import Action, DueDateChange, Evidence
from nasij.plans.permissions import visible_actions
from nasij.sentences import filled, inside
from nasij.ui import formats


def actions_for_firms(asked: Asked) -> Iterator[Happening]:
    """Actions this person may see that were decided on items in which a firm's need stands."""
    firms = firms_by_item(asked)
    if not firms:
        return
    found = (
        visible_actions(asked.user)
        .filter(decision__agenda_item__item__in=firms)
        .select_related("decision__agenda_item")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.order_by("added_at", "id")),
            Prefetch("date_changes", DueDateChange.objects.order_by("changed_at", "id")),
        )
        .order_by("-created_at", "-id")
    )
    for action in found[: asked.limit]:
        assert action.decision is not None
        for firm in sorted(firms[action.decision.agenda_item.item_id]):
            for happening in _of_action(action, firm):
                if asked.since is None or happening.moment > asked.since:
                    yield happening


def _of_action(action: Action, firm: int) -> Iterator[Happening]:
    url = reverse("plans:detail", args=[action.pk])
    begun = filled(_("Action decided: %(action)s"), {"action": action.title})
    due = filled(_("In charge: %(owner)s"), {"owner": action.owner_name})
    yield Happening(firm, "action", action.created_at, begun, due, url, tone="info")
    for change in action.date_changes.all():
        title = filled(_("Due date changed: %(action)s"), {"action": action.title})
        days = {"day": formats.day_for_reader(change.to_date), "reason": change.reason}
        text = filled(_("Now due on %(day)s: %(reason)s"), days)
        yield Happening(
            firm, "action", change.changed_at, title, text, url, actor_id=change.changed_by_id
        )
    for piece in action.evidence.all():
        told = {"kind": inside(piece.get_kind_display()), "action": action.title}
        title = filled(_("Result, %(kind)s: %(action)s"), told)
        shown = {"text": str(piece), "source": piece.source}
        text = filled(_("%(text)s (source: %(source)s)"), shown) if piece.source else str(piece)
        yield Happening(
            firm, "action", piece.added_at, title, text, url, actor_id=piece.added_by_id
        )
    if action.state == ActionState.DONE and action.done_at is not None:
        done = filled(_("Action done: %(action)s"), {"action": action.title})
        yield Happening(firm, "action", action.done_at, done, url=url, tone="good")
    if action.abandoned_at is not None:
        ended = filled(_("Action abandoned: %(action)s"), {"action": action.title})
        why = action.abandoned_reason
        yield Happening(firm, "action", action.abandoned_at, ended, why, url, tone="warn")
