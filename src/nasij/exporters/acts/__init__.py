"""Changing the registry: the door of this room for everyone who writes to it."""

from nasij.exporters.acts.applying import apply_import
from nasij.exporters.acts.checking import check_import
from nasij.exporters.acts.evidence import (
    declare_standing,
    follow_firm,
    note_market,
    remove_contact,
    remove_market,
    save_contact,
    unfollow_firm,
)
from nasij.exporters.acts.firms import change_firm, create_firm
from nasij.exporters.acts.imports import (
    cancel_import,
    check_again,
    confirm_import,
    import_file,
    remember_columns,
    start_import,
)
from nasij.exporters.acts.merging import merge_firms, say_distinct, undo_merge
from nasij.exporters.intake.sheets import write_template

__all__ = [
    "apply_import",
    "cancel_import",
    "change_firm",
    "check_again",
    "check_import",
    "confirm_import",
    "create_firm",
    "declare_standing",
    "follow_firm",
    "import_file",
    "merge_firms",
    "note_market",
    "remember_columns",
    "remove_contact",
    "remove_market",
    "save_contact",
    "say_distinct",
    "start_import",
    "undo_merge",
    "unfollow_firm",
    "write_template",
]
