"""Changing the registry: the door of this room for everyone who writes to it."""

from nasij.exporters.acts.access import ask_link, give_link, open_record, revoke_link
from nasij.exporters.acts.applying import apply_import
from nasij.exporters.acts.checking import check_import
from nasij.exporters.acts.consents import note_consent
from nasij.exporters.acts.erasing import erase_firm, lift_erasure
from nasij.exporters.acts.evidence import (
    declare_standing,
    follow_firm,
    mark_followed_seen,
    note_market,
    remove_contact,
    remove_market,
    save_contact,
    unfollow_firm,
)
from nasij.exporters.acts.filing import (
    create_from_filing,
    follow_file,
    leave_filing,
    match_filing,
    refuse_filing,
    return_filing,
    unmatch_filing,
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
from nasij.exporters.acts.lists import (
    add_firms,
    change_list,
    create_list,
    delete_list,
    note_listed_firm,
    remove_firm,
)
from nasij.exporters.acts.merging import merge_firms, say_distinct, undo_merge
from nasij.exporters.acts.places import add_site, close_site, move_firm, set_group
from nasij.exporters.acts.requests import (
    answer_correction,
    answer_request,
    ask_correction,
    ask_erasure,
    raise_objection,
    withdraw_request,
)
from nasij.exporters.acts.retention import keep_firm, let_go
from nasij.exporters.acts.sharing import (
    accept_referral,
    answer_referral,
    decline_referral,
    refer_firm,
    share_firm,
    withdraw_referral,
    withdraw_share,
)
from nasij.exporters.intake.sheets import write_template

__all__ = [
    "accept_referral",
    "add_firms",
    "add_site",
    "answer_correction",
    "answer_referral",
    "answer_request",
    "apply_import",
    "ask_correction",
    "ask_erasure",
    "ask_link",
    "cancel_import",
    "change_firm",
    "change_list",
    "check_again",
    "check_import",
    "close_site",
    "confirm_import",
    "create_firm",
    "create_from_filing",
    "create_list",
    "declare_standing",
    "decline_referral",
    "delete_list",
    "erase_firm",
    "follow_file",
    "follow_firm",
    "give_link",
    "import_file",
    "keep_firm",
    "leave_filing",
    "let_go",
    "lift_erasure",
    "mark_followed_seen",
    "match_filing",
    "merge_firms",
    "move_firm",
    "note_consent",
    "note_listed_firm",
    "note_market",
    "open_record",
    "raise_objection",
    "refer_firm",
    "refuse_filing",
    "remember_columns",
    "remove_contact",
    "remove_firm",
    "remove_market",
    "return_filing",
    "revoke_link",
    "save_contact",
    "say_distinct",
    "set_group",
    "share_firm",
    "start_import",
    "undo_merge",
    "unfollow_firm",
    "unmatch_filing",
    "withdraw_referral",
    "withdraw_request",
    "withdraw_share",
    "write_template",
]
