"""What answers to some words, among what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.models import Firm
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import find_firms
from nasij.needs.models import Item, Need
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.reference.folding import fold
from nasij.reference.models import Product, Territory
from nasij.reference.queries import find_products, regions


@dataclass(frozen=True, slots=True)
class Found:
    firms: list[Firm]
    needs: list[Need]
    items: list[Item]
    actions: list[Action]
    products: list[Product]
    places: list[Territory]

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.firms, self.needs, self.items, self.actions, self.products, self.places)
        )


def search(text: str, user: Person, *, limit: int = 6) -> Found:
    """Everything that answers to some words, among what the person may see."""
    wanted = text.strip()
    return Found(
        firms=_found_firms(wanted, user, limit),
        needs=_found_needs(wanted, user, limit),
        items=_matching(
            _within_permission(Item.objects.all(), user, Permission.ITEM_VIEW), "title", wanted
        )[:limit],
        actions=_matching(visible_actions(user), "title", wanted)[:limit],
        products=find_products(wanted, limit=limit),
        places=[place for place in regions() if fold(wanted) and fold(wanted) in _folded(place)],
    )


def _folded(place: Territory) -> str:
    return fold(f"{place.name_fr} {place.name_ar} {place.name_en}")


def _within_permission(rows: QuerySet[Any], user: Person, permission: Permission) -> QuerySet[Any]:
    codes = regions_where(user, permission)
    return rows if codes is None else rows.filter(region__code__in=codes)


def _matching(rows: QuerySet[Any], name: str, text: str) -> list[Any]:
    if not text:
        return []
    return list(rows.filter(**{f"{name}__icontains": text}).order_by("-pk")[:20])


def _found_firms(text: str, user: Person, limit: int) -> list[Firm]:
    if not fold(text):
        return []
    return find_firms(text, reach_of(user, Permission.FIRM_VIEW), limit)


def _found_needs(text: str, user: Person, limit: int) -> list[Need]:
    rows = _within_permission(
        Need.objects.select_related("region", "theme"), user, Permission.NEED_VIEW
    )
    return _matching(rows, "text", text)[:limit]
