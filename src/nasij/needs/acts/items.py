"""Regional items: gathering needs, and moving along the thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.needs.acts.replies import count_by_language, tell_exporters
from nasij.needs.enums import ItemState, NeedState, NeedVerb, Proof
from nasij.needs.errors import (
    EmptyText,
    ItemEnded,
    ItemHasNoNeed,
    ItemIsClosed,
    NeedAlreadyGrouped,
    NeedNotInItem,
    NeedsOfSeveralRegions,
    NothingToGroup,
    StateNotAllowed,
)
from nasij.needs.models import Item, Need, Theme
from nasij.needs.signals import item_moved
from nasij.work.errors import reason_in

# The order of states. An agenda point may go back to waiting (postponed), an abandoned action may
# be followed by another, and a point may be declined at any step; what is done or declined has
# ended.
NEXT_STATES: dict[str, tuple[ItemState, ...]] = {
    ItemState.OPEN: (ItemState.ESCALATED, ItemState.DECLINED),
    ItemState.ESCALATED: (ItemState.ON_AGENDA, ItemState.DECLINED),
    ItemState.ON_AGENDA: (ItemState.DECIDED, ItemState.ESCALATED, ItemState.DECLINED),
    ItemState.DECIDED: (ItemState.IN_ACTION, ItemState.DONE, ItemState.DECLINED),
    ItemState.IN_ACTION: (ItemState.DONE, ItemState.ABANDONED, ItemState.DECLINED),
    ItemState.ABANDONED: (ItemState.IN_ACTION, ItemState.DECLINED),
    ItemState.DONE: (),
    ItemState.DECLINED: (),
}

_VERBS = {
    ItemState.ESCALATED: NeedVerb.ITEM_ESCALATED,
    ItemState.ON_AGENDA: NeedVerb.ITEM_ON_AGENDA,
    ItemState.DECIDED: NeedVerb.ITEM_DECIDED,
    ItemState.IN_ACTION: NeedVerb.ITEM_IN_ACTION,
    ItemState.ABANDONED: NeedVerb.ITEM_ABANDONED,
    ItemState.DONE: NeedVerb.ITEM_DONE,
    ItemState.DECLINED: NeedVerb.ITEM_DECLINED,
}


@transaction.atomic
def group_needs(
    *,
    needs: Sequence[Need],
    title: str,
    theme: Theme,
    summary: str = "",
    is_demo: bool = False,
    by: User | None,
) -> Item:
    """Make one regional item of needs that a person chose."""
    if not needs:
        raise NothingToGroup
    if not title.strip():
        raise EmptyText
    if len({need.region.code for need in needs}) > 1:
        raise NeedsOfSeveralRegions
    item = Item.objects.create(
        title=title.strip(),
        summary=summary.strip(),
        theme=theme,
        region=needs[0].region,
        created_by=by,
        is_demo=is_demo,
    )
    _join(item, needs)
    _record_members(NeedVerb.NEEDS_GROUPED, item, needs, by)
    return item


@transaction.atomic
def add_needs(*, item: Item, needs: Sequence[Need], by: User | None) -> None:
    """Add needs to an item; if it has already moved, they are told where it stands."""
    item = _locked(item)
    if not needs:
        raise NothingToGroup
    if ItemState(item.state).is_final:
        raise ItemIsClosed
    if {need.region.code for need in needs} != {item.region.code}:
        raise NeedsOfSeveralRegions
    _join(item, needs)
    _record_members(NeedVerb.NEEDS_ADDED, item, needs, by)
    tell_exporters(item, needs, by=by)


@transaction.atomic
def remove_need(*, item: Item, need: Need, by: User | None) -> None:
    item = _locked(item)
    if ItemState(item.state).is_final:
        raise ItemIsClosed
    if need.item_id != item.pk:
        raise NeedNotInItem(need=need.number)
    Need.objects.filter(pk=need.pk, state=NeedState.GROUPED).update(state=NeedState.RECEIVED)
    Need.objects.filter(pk=need.pk).update(item=None)
    need.refresh_from_db(fields=["item", "state"])
    _record_members(NeedVerb.NEED_UNGROUPED, item, [need], by)


def _join(item: Item, needs: Sequence[Need]) -> None:
    """Only needs still free join: two people grouping at once must not take each other's."""
    keys = [need.pk for need in needs]
    joined = Need.objects.filter(pk__in=keys, item=None).update(item=item)
    if joined != len(set(keys)):
        taken = Need.objects.filter(pk__in=keys).exclude(item=item).order_by("pk").first()
        raise NeedAlreadyGrouped(need=taken.number if taken else "")
    Need.objects.filter(pk__in=keys, state=NeedState.RECEIVED).update(state=NeedState.GROUPED)
    for need in needs:
        need.refresh_from_db(fields=["state"])
        need.item = item


def _record_members(verb: NeedVerb, item: Item, needs: Sequence[Need], by: User | None) -> None:
    record(
        verb,
        subject=item,
        by=by,
        region_code=item.region.code,
        after={"needs": [need.pk for need in needs], "count": len(needs)},
    )


@transaction.atomic
def escalate_item(*, item: Item, reason: str, by: User | None) -> None:
    """Carry an item of a region to the council, with the reason that its delegate gives."""
    reason = reason_in(reason)
    if not item.needs.exists():
        raise ItemHasNoNeed
    move_item(item=item, state=ItemState.ESCALATED, by=by, reason=reason)


@transaction.atomic
def move_item(
    *,
    item: Item,
    state: ItemState | str,
    reason: str = "",
    context: Mapping[str, str | Sequence[str]] | None = None,
    proof: Proof | None = None,
    by: User | None,
) -> None:
    """Move an item along the thread, and tell each exporter behind it, in their language.

    `context` may give session, session_date, decision, voted_text, action, actions (several, each
    with its result), owner, due, result; what is missing is left out of the reply. `proof` is what
    shows the result of an item that is done. Moving to the state it already has changes nothing.
    """
    wanted = ItemState(state)
    locked = _locked(item)
    previous = ItemState(locked.state)
    if previous == wanted:
        return
    if wanted not in NEXT_STATES[previous]:
        allowed = NEXT_STATES[previous]
        refusal = StateNotAllowed if allowed else ItemEnded
        raise refusal(state=previous, wanted=wanted, allowed=allowed)
    locked.proof = proof or ""
    _set_state(locked, wanted, reason)
    needs = list(locked.needs.select_related("region").order_by("id"))
    told = tell_exporters(locked, needs, by=by, reason=reason, context=context)
    record(
        _VERBS[wanted],
        subject=locked,
        by=by,
        region_code=locked.region.code,
        before={"state": previous.value},
        after={"state": wanted.value, "reason": reason, "replies": count_by_language(told)},
    )
    item.state, item.reason, item.escalated_at = locked.state, locked.reason, locked.escalated_at
    item.proof = locked.proof
    transaction.on_commit(
        lambda: item_moved.send(Item, item=item, previous=previous, state=wanted, by=by)
    )


def _locked(item: Item) -> Item:
    """The item as it stands now; others who would move it wait."""
    found = Item.objects.select_for_update(of=("self",)).select_related("region")
    return found.get(pk=item.pk)


def _set_state(item: Item, state: ItemState, reason: str) -> None:
    if reason or state in (ItemState.ABANDONED, ItemState.DECLINED):
        item.reason = reason
    elif item.state == ItemState.ABANDONED:
        item.reason = ""  # another action follows
    item.state = state
    if state == ItemState.ESCALATED and item.escalated_at is None:
        item.escalated_at = timezone.now()
    item.save(update_fields=["state", "reason", "escalated_at", "proof"])


def set_proof(item: Item, proof: Proof) -> None:
    """What came to show the result of an item that is done. Part of an act on its action, which
    writes the event."""
    Item.objects.filter(pk=item.pk, state=ItemState.DONE).update(proof=proof)
