"""Reading needs and items."""

from nasij.needs.queries.counts import (
    Count,
    ListeningCounts,
    counts_by_region,
    counts_by_theme,
    item_counts_by_place,
    listening_counts,
)
from nasij.needs.queries.items import (
    escalated_items,
    item_history,
    item_with_needs,
    items_of,
    open_items,
)
from nasij.needs.queries.needs import (
    NeedFilter,
    firms_matching,
    free_needs,
    need_by_token,
    needs_matching,
    needs_of_item,
    places_matching,
    replies_to,
    themes,
    themes_in_groups,
    with_waiting,
)

__all__ = [
    "Count",
    "ListeningCounts",
    "NeedFilter",
    "counts_by_region",
    "counts_by_theme",
    "escalated_items",
    "firms_matching",
    "free_needs",
    "item_counts_by_place",
    "item_history",
    "item_with_needs",
    "items_of",
    "listening_counts",
    "need_by_token",
    "needs_matching",
    "needs_of_item",
    "open_items",
    "places_matching",
    "replies_to",
    "themes",
    "themes_in_groups",
    "with_waiting",
]
