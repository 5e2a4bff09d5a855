"""Changing needs and items."""

from nasij.needs.acts.items import (
    NEXT_STATES,
    add_needs,
    escalate_item,
    group_needs,
    move_item,
    remove_need,
)
from nasij.needs.acts.needs import change_theme, record_need
from nasij.needs.acts.replies import reply_to_need
from nasij.needs.acts.themes import load_themes

__all__ = [
    "NEXT_STATES",
    "add_needs",
    "change_theme",
    "escalate_item",
    "group_needs",
    "load_themes",
    "move_item",
    "record_need",
    "remove_need",
    "reply_to_need",
]
