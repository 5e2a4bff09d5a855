"""What the council decided on the items in which a firm's needs stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere
from nasij.council.minutes import changed
from nasij.council.models import Decision
from nasij.exporters.life import Asked, Happening
from nasij.needs.queries import firms_by_item
from nasij.sentences import filled, inside


def decisions_for_firms(asked: Asked) -> Iterator[Happening]:
    if not may_somewhere(asked.user, Permission.SESSION_VIEW):
        return
    firms = firms_by_item(asked)
    if not firms:
        return
    found = Decision.objects.filter(agenda_item__item__in=firms)
    if asked.since is not None:
        found = found.filter(decided_at__gt=asked.since)
    rows = found.select_related("agenda_item__item", "agenda_item__session", "vote")
    latest = list(rows.order_by("-decided_at", "-id")[: asked.limit])
    wrong = changed(latest)
    for decision in latest:
        point = decision.agenda_item
        is_kept = decision.pk not in wrong
        outcome = decision.get_outcome_display() if is_kept else _("Not as it was recorded")
        told = {"outcome": inside(outcome), "point": point.title}
        title = filled(_("Council, %(outcome)s: %(point)s"), told)
        tone = decision.outcome_tone if is_kept else "bad"
        url = reverse("council:decision", args=[decision.pk])
        for firm in sorted(firms[point.item_id]):
            yield Happening(
                firm, "action", decision.decided_at, title, str(point.session), url, tone=tone
            )
