"""What the first pages say, read from the rooms below."""

from nasij.home.queries.desk import Desk, SettingUp, desk, setting_up
from nasij.home.queries.public import (
    RegionPage,
    entries_by_region,
    establishments,
    establishments_by,
    exporter_counts,
    headline_target,
    national_figure,
    region_page,
)
from nasij.home.queries.search import Found, search

__all__ = [
    "Desk",
    "Found",
    "RegionPage",
    "SettingUp",
    "desk",
    "entries_by_region",
    "establishments",
    "establishments_by",
    "exporter_counts",
    "headline_target",
    "national_figure",
    "region_page",
    "search",
    "setting_up",
]
