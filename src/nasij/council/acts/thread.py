"""Telling the item of a region where it stands; its room answers the exporters behind it."""

from __future__ import annotations

from nasij.accounts.models import User
from nasij.council.models import AgendaItem, Session
from nasij.council.queries import item_to_move, session_day
from nasij.needs.acts import move_item
from nasij.needs.enums import ItemState
from nasij.needs.models import Item


def move_item_of(
    point: AgendaItem,
    state: ItemState,
    *,
    by: User | None,
    reason: str = "",
    decision: str = "",
    voted_text: str = "",
) -> None:
    """Move the point's item where it may still go: a second decision on an item that has ended is
    a decision of the council, and no news for the item."""
    item = item_to_move(point, state)
    if item is None:
        return
    context = {
        "session": point.session.title,
        "session_date": session_day(point.session).isoformat(),
        "decision": decision,
        "voted_text": voted_text,
    }
    move_item(item=item, state=state, by=by, reason=reason, context=context)


def put_back_items(session: Session) -> list[int]:
    """Let the items this session decided nothing on wait for another one. The event of closing
    keeps which; nobody is written to: the exporters were promised a word once it is decided."""
    waiting = Item.objects.select_for_update().filter(
        agenda_items__session=session, state=ItemState.ON_AGENDA
    )
    undecided = sorted(item.pk for item in waiting)
    Item.objects.filter(pk__in=undecided).update(state=ItemState.ESCALATED)
    return undecided
