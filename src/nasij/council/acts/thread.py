"""Telling the item of a region where it stands; its room answers the exporters behind it."""

from __future__ import annotations

from django.utils import timezone

from nasij.accounts.models import User
from nasij.council.models import AgendaItem
from nasij.needs.acts import NEXT_STATES, move_item
from nasij.needs.enums import ItemState


def move_item_of(
    point: AgendaItem,
    state: ItemState,
    *,
    by: User | None,
    reason: str = "",
    decision: str = "",
    voted_text: str = "",
) -> None:
    """Move the point's item, if it has one and may still go there: a second decision on an item
    that has ended is a decision of the council, and no news for the item."""
    item = point.item
    if item is None or state not in NEXT_STATES[ItemState(item.state)]:
        return
    context = {
        "session": point.session.title,
        "session_date": timezone.localdate(point.session.starts_at).isoformat(),
        "decision": decision,
        "voted_text": voted_text,
    }
    move_item(item=item, state=state, by=by, reason=reason, context=context)
