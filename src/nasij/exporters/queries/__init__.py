"""Reading the registry: the door of this room for everyone who asks it."""

from nasij.exporters.queries.evidence import contacts_of, follows, market_statuses, standings_of
from nasij.exporters.queries.firms import (
    FirmFilter,
    find_firms,
    firm_counts,
    firms,
    firms_matching,
    firms_serving,
    page_of_firms,
    places_of_region,
    products_of_firm,
    sectors,
    sites_of,
)
from nasij.exporters.queries.life import import_runs_for, news_for_follower
from nasij.exporters.queries.lists import (
    CountedList,
    counted_lists,
    firms_on,
    listed_firms,
    lists_for,
    lists_of_firm,
    lists_to_fill,
    may_change_list,
)
from nasij.exporters.queries.matching import (
    MergePreview,
    Pair,
    merge_preview,
    possible_duplicates,
    similar_firms,
    undoable_merges,
)
from nasij.exporters.queries.places import Group, RegionMove, firm_counts_on, group_of, region_moves
from nasij.exporters.queries.rights import open_requests
from nasij.exporters.queries.sharing import (
    referrals_of,
    referrals_received,
    referrals_sent,
    shares_of,
    waiting_referrals,
)
from nasij.exporters.queries.starters import Starter, likely_starters
from nasij.exporters.rights.consent import may_be_listed, may_contact, may_reply

__all__ = [
    "CountedList",
    "FirmFilter",
    "Group",
    "MergePreview",
    "Pair",
    "RegionMove",
    "Starter",
    "contacts_of",
    "counted_lists",
    "find_firms",
    "firm_counts",
    "firm_counts_on",
    "firms",
    "firms_matching",
    "firms_on",
    "firms_serving",
    "follows",
    "group_of",
    "import_runs_for",
    "likely_starters",
    "listed_firms",
    "lists_for",
    "lists_of_firm",
    "lists_to_fill",
    "market_statuses",
    "may_be_listed",
    "may_change_list",
    "may_contact",
    "may_reply",
    "merge_preview",
    "news_for_follower",
    "open_requests",
    "page_of_firms",
    "places_of_region",
    "possible_duplicates",
    "products_of_firm",
    "referrals_of",
    "referrals_received",
    "referrals_sent",
    "region_moves",
    "sectors",
    "shares_of",
    "similar_firms",
    "sites_of",
    "standings_of",
    "undoable_merges",
    "waiting_referrals",
]
