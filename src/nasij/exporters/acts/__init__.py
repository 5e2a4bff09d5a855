"""Changing the registry: the door of this room for everyone who writes to it."""

from nasij.exporters.acts.access import ask_link, give_link, open_record, revoke_link
from nasij.exporters.acts.applying import apply_import
from nasij.exporters.acts.consents import note_consent
from nasij.exporters.acts.erasing import erase_firm, lift_erasure
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
    confirm_import,
    import_file,
    remember_columns,
    start_import,
)
from nasij.exporters.acts.merging import merge_firms, say_distinct, undo_merge
from nasij.exporters.acts.requests import (
    answer_correction,
    answer_request,
    ask_correction,
    ask_erasure,
    raise_objection,
    withdraw_request,
)
from nasij.exporters.acts.retention import keep_firm, let_go
from nasij.exporters.intake.sheets import write_template

__all__ = [
    "answer_correction",
    "answer_request",
    "apply_import",
    "ask_correction",
    "ask_erasure",
    "ask_link",
    "cancel_import",
    "change_firm",
    "confirm_import",
    "create_firm",
    "declare_standing",
    "erase_firm",
    "follow_firm",
    "give_link",
    "import_file",
    "keep_firm",
    "let_go",
    "lift_erasure",
    "merge_firms",
    "note_consent",
    "note_market",
    "open_record",
    "raise_objection",
    "remember_columns",
    "remove_contact",
    "remove_market",
    "revoke_link",
    "save_contact",
    "say_distinct",
    "start_import",
    "undo_merge",
    "unfollow_firm",
    "withdraw_request",
    "write_template",
]
