"""What the first pages say, read from the rooms below."""

from nasij.home.queries.desk import Desk, SettingUp, desk, setting_up
from nasij.home.queries.public import (
    Counted,
    Establishments,
    assets_of,
    establishments,
    establishments_by,
    exporter_counts,
    figures_of,
    firms_by_status,
    themes_heard,
)
from nasij.home.queries.search import Found, search

__all__ = [
    "Counted",
    "Desk",
    "Establishments",
    "Found",
    "SettingUp",
    "assets_of",
    "desk",
    "establishments",
    "establishments_by",
    "exporter_counts",
    "figures_of",
    "firms_by_status",
    "search",
    "setting_up",
    "themes_heard",
]
