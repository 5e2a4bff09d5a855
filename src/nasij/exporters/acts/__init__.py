"""Changing the registry: the door of this room for everyone who writes to it."""

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
from nasij.exporters.acts.firms import change_firm, create_firm
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
