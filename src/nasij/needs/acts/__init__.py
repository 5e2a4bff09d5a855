"""Changing needs and items."""

from nasij.needs.acts.items import (
    NEXT_STATES,
    add_needs,
    escalate_item,
    group_needs,
    move_item,
    remove_need,
    set_proof,
)
from nasij.needs.acts.needs import change_theme, record_need
from nasij.needs.acts.replies import reply_to_need, tell_of_session
from nasij.needs.acts.themes import load_themes
from nasij.needs.acts.visits import (
    change_visit,
    choose_reminder,
    finish_step,
    put_off_firm,
    record_visit,
)

__all__ = [
    "NEXT_STATES",
    "add_needs",
    "change_theme",
    "change_visit",
    "choose_reminder",
    "escalate_item",
    "finish_step",
    "group_needs",
    "load_themes",
    "move_item",
    "put_off_firm",
    "record_need",
    "record_visit",
    "remove_need",
    "reply_to_need",
    "set_proof",
    "tell_of_session",
]
