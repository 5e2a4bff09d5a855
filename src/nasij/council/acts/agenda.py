"""What a session speaks about, in which order."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.thread import move_item_of
from nasij.council.enums import CouncilVerb, SessionState
from nasij.council.errors import AgendaFixed, AlreadyOnAgenda, ItemNotEscalated, SecondCallAgenda
from nasij.council.models import AgendaItem, Session
from nasij.council.notices import send_late_point
from nasij.council.queries import IN_PREPARATION
from nasij.council.questions import AgendaSent
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.ui import formats

_GROWING = (SessionState.DRAFT, SessionState.CONVENED, SessionState.OPEN)


@transaction.atomic
def place_item(
    *, session: Session, item: Item, note: str = "", confirmed: bool | str = False, by: User | None
) -> AgendaItem:
    """Put an item that a region escalated on the agenda, as its last point, with the reason that
    its delegate gave."""
    session = _hold_growing(session)
    item = Item.objects.select_for_update(of=("self",)).select_related("region").get(pk=item.pk)
    placed = item.agenda_items.filter(Q(session=session) | IN_PREPARATION).first()
    if placed is not None:
        raise AlreadyOnAgenda(title=item.title, position=placed.position)
    if item.state != ItemState.ESCALATED:
        raise ItemNotEscalated(title=item.title)
    _ask_if_sent(session, item.title, confirmed)
    point = _append(session, item.title, note or item.reason, item)
    record(
        CouncilVerb.ITEM_PLACED,
        subject=point,
        by=by,
        region_code=item.region.code,
        after={**_placed(point), "item": item.pk},
    )
    if session.state != SessionState.DRAFT:
        move_item_of(point, ItemState.ON_AGENDA, by=by)
    _tell_if_late(point)
    return point


@transaction.atomic
def add_point(
    *, session: Session, title: str, note: str = "", confirmed: bool | str = False, by: User | None
) -> AgendaItem:
    """Put a point of the council's own on the agenda, as its last point."""
    session = _hold_growing(session)
    same = session.agenda.filter(title=title, item__isnull=True).first()
    if same is not None:
        raise AlreadyOnAgenda(title=title, position=same.position)
    _ask_if_sent(session, title, confirmed)
    point = _append(session, title, note, None)
    record(
        CouncilVerb.ITEM_PLACED,
        subject=point,
        by=by,
        after=_placed(point),
    )
    _tell_if_late(point)
    return point


def _hold_growing(session: Session) -> Session:
    held = hold(session, *_GROWING)
    if held.second_call_of_id:
        raise SecondCallAgenda
    return held


def _ask_if_sent(session: Session, title: str, confirmed: bool | str) -> None:
    """The rules send the agenda with the notice. Councils do take up what came after, if it is
    said: the point is marked, and those convened are told."""
    if session.state != SessionState.DRAFT:
        convened_on = timezone.localdate(session.convened_at)
        day = formats.day_for_reader(convened_on)
        AgendaSent(day=day, title=title).ask(confirmed)


def _placed(point: AgendaItem) -> dict[str, Any]:
    said = {"session": point.session.number, "position": point.position}
    return {**said, "after_convening": True} if point.added_late_at else said


def _tell_if_late(point: AgendaItem) -> None:
    if point.added_late_at:
        send_late_point(point)


def _append(session: Session, title: str, note: str, item: Item | None) -> AgendaItem:
    last = session.agenda.order_by("-position").values_list("position", flat=True).first()
    is_late = session.state != SessionState.DRAFT
    return AgendaItem.objects.create(
        session=session,
        position=(last or 0) + 1,
        title=title,
        note=note,
        item=item,
        added_late_at=timezone.now() if is_late else None,
    )


@transaction.atomic
def move_point(*, point: AgendaItem, up: bool, by: User | None) -> AgendaItem:
    """Exchange a point with its neighbour; the first and the last stay where they are."""
    session = _hold_draft(point.session)
    point = session.agenda.select_related("session").get(pk=point.pk)
    others = session.agenda.order_by("-position" if up else "position")
    side = {"position__lt" if up else "position__gt": point.position}
    neighbour = others.filter(**side).first()
    if neighbour is None:
        return point
    before, after = point.position, neighbour.position
    for moved, position in ((point, 0), (neighbour, before), (point, after)):
        moved.position = position
        moved.save(update_fields=["position"])
    record(
        CouncilVerb.POINT_MOVED,
        subject=point,
        by=by,
        before={"position": before},
        after={"position": after},
    )
    return point


@transaction.atomic
def remove_point(*, point: AgendaItem, by: User | None) -> None:
    """Take a point off while the session is prepared; its item waits for another."""
    session = _hold_draft(point.session)
    point = session.agenda.select_related("session", "item__region").get(pk=point.pk)
    item = point.item
    record(
        CouncilVerb.POINT_REMOVED,
        subject=point,
        by=by,
        region_code=item.region.code if item else "",
        before={"session": session.number, "position": point.position},
    )
    point.delete()
    for position, later in enumerate(session.agenda.order_by("position"), start=1):
        if later.position != position:
            later.position = position
            later.save(update_fields=["position"])


def _hold_draft(session: Session) -> Session:
    held = hold(session, *_GROWING)
    if held.state != SessionState.DRAFT:
        raise AgendaFixed
    return held
