"""Telling the item of a region where it stands; its room answers the exporters behind it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from nasij.accounts.models import User
from nasij.council.models import AgendaItem, Session
from nasij.council.queries import item_to_move, session_day
from nasij.needs.acts import move_item, tell_of_session
from nasij.needs.enums import ItemState, SessionNews
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
        **_context(point.session),
        "decision": decision,
        "voted_text": voted_text,
    }
    move_item(item=item, state=state, by=by, reason=reason, context=context)


def put_items_on_agenda(session: Session, *, by: User | None) -> None:
    """Once the session is convened: until then its agenda may change, and nobody is told of it."""
    for point in session.agenda.select_related("session", "item__region").order_by("position"):
        move_item_of(point, ItemState.ON_AGENDA, by=by)


def tell_of_day(session: Session, day_before: date, *, by: User | None) -> None:
    """Exporters were told the day on which the council takes up what they said."""
    context = {**_context(session), "day_before": day_before.isoformat()}
    for item in _on_agenda(session):
        tell_of_session(item, SessionNews.MOVED, by=by, context=context)


def put_back_items(session: Session, *, by: User | None) -> list[int]:
    """Let the items this session decided nothing on wait for another one, and tell the exporters
    behind them. The event of closing keeps which."""
    undecided = list(_on_agenda(session).select_for_update(of=("self",)))
    Item.objects.filter(pk__in=[item.pk for item in undecided]).update(state=ItemState.ESCALATED)
    for item in undecided:
        tell_of_session(item, SessionNews.NOT_TREATED, by=by, context=_context(session))
    return [item.pk for item in undecided]


def _on_agenda(session: Session) -> QuerySet[Item]:
    found = Item.objects.filter(agenda_items__session=session, state=ItemState.ON_AGENDA)
    return found.order_by("pk")


def _context(session: Session) -> dict[str, str]:
    return {"session": session.title, "session_date": session_day(session).isoformat()}
