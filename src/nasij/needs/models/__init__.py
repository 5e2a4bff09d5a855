"""Listening: what exporters say, grouped into regional items that climb to the council; and the
visits, calls and meetings in which it was said."""

from nasij.needs.models.needs import Item, Need, Reply, Theme, tracking_token
from nasij.needs.models.visits import ReminderChoice, Snooze, Visit

__all__ = [
    "Item",
    "Need",
    "ReminderChoice",
    "Reply",
    "Snooze",
    "Theme",
    "Visit",
    "tracking_token",
]
