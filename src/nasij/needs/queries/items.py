"""Lists of items, and one item with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet

from nasij.audit.models import Event
from nasij.audit.queries import events_about
from nasij.audit.words import sentence
from nasij.needs.enums import ItemState
from nasij.needs.models import Item
from nasij.needs.queries.needs import Regions, region_keys
from nasij.reference.folding import fold


def items_of(
    regions: Regions, *, state: str = "", theme: str = "", region: str = "", text: str = ""
) -> QuerySet[Item]:
    """Items of these regions, newest first, each with `need_count`."""
    found = Item.objects.select_related("theme", "region").annotate(need_count=Count("needs"))
    if region:
        regions = {region} if regions is None or region in regions else set()
    if regions is not None:
        found = found.filter(region_id__in=region_keys(regions))
    if state:
        found = found.filter(state=state)
    if theme:
        found = found.filter(theme_id=theme)
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    return found.order_by("-created_at", "-id")


def escalated_items(regions: Regions = None) -> QuerySet[Item]:
    """What waits for an agenda, the longest wait first."""
    waiting = items_of(regions, state=ItemState.ESCALATED)
    return waiting.order_by("escalated_at", "id")


def open_items(regions: Regions) -> QuerySet[Item]:
    """What the region has yet to escalate or close, the most needs first."""
    return items_of(regions, state=ItemState.OPEN).order_by(F("need_count").desc(), "-id")


def unended_items(regions: Regions) -> QuerySet[Item]:
    """Items not yet done or declined, wherever they stand on their way."""
    return items_of(regions).exclude(state__in=(ItemState.DONE, ItemState.DECLINED))


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    sentence: str
    reason: str


def item_history(item: Item) -> list[Happening]:
    """What happened to an item, oldest first, as sentences of the reader's language."""
    return [_happening(event) for event in reversed(list(events_about(item)))]


def _happening(event: Event) -> Happening:
    return Happening(event.at, sentence(event), str(event.after.get("reason", "")))
