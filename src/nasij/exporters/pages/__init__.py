"""What the pages of the registry show a person, each asked for once."""

from nasij.exporters.pages.firms import firm_page, firms_offered, firms_page, moves_table
from nasij.exporters.pages.lists import list_page, lists_table
from nasij.exporters.pages.merging import duplicates_table, merge_page, merged_note, twins_table

__all__ = [
    "duplicates_table",
    "firm_page",
    "firms_offered",
    "firms_page",
    "list_page",
    "lists_table",
    "merge_page",
    "merged_note",
    "moves_table",
    "twins_table",
]
