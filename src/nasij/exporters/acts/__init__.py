"""Changing the registry: the door of this room for everyone who writes to it."""

from nasij.exporters.acts.applying import apply_import
from nasij.exporters.acts.evidence import (
    declare_standing,
    follow_firm,
    note_market,
    remove_contact,
    remove_market,
    save_contact,
    unfollow_firm,
)
from nasij.exporters.acts.filing import (
    create_from_filing,
    follow_file,
    forget_in_files,
    leave_filing,
    match_filing,
    refuse_filing,
    return_filing,
    unmatch_filing,
)
from nasij.exporters.acts.firms import change_firm, create_firm
from nasij.exporters.acts.imports import (
    cancel_import,
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
    "confirm_import",
    "create_firm",
    "create_from_filing",
    "declare_standing",
    "follow_file",
    "follow_firm",
    "forget_in_files",
    "import_file",
    "leave_filing",
    "match_filing",
    "merge_firms",
    "note_market",
    "refuse_filing",
    "remember_columns",
    "remove_contact",
    "remove_market",
    "return_filing",
    "save_contact",
    "say_distinct",
    "start_import",
    "undo_merge",
    "unfollow_firm",
    "unmatch_filing",
    "write_template",
]
