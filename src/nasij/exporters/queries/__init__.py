"""Reading the registry: the door of this room for everyone who asks it."""

from nasij.exporters.consent import may_be_listed, may_contact, may_reply
from nasij.exporters.permissions import lists_for, may_change_list
from nasij.exporters.queries.evidence import contacts_of, follows, market_statuses, standings_of
from nasij.exporters.queries.firms import (
    FirmFilter,
    find_firms,
    firms_by_key,
    firms_matching,
    firms_serving,
    page_of_firms,
    places_of_region,
    products_of_firm,
    sectors,
    sites_of,
)
from nasij.exporters.queries.life import news_for_follower
from nasij.exporters.queries.lists import (
    CountedList,
    counted_lists,
    firms_on,
    listed_firms,
    lists_of_firm,
    lists_to_fill,
)
from nasij.exporters.queries.matching import (
    MergePreview,
    Pair,
    merge_preview,
    possible_duplicates,
    similar_firms,
    undoable_merges,
)
from nasij.exporters.queries.places import Group, RegionMove, group_of, region_moves
from nasij.exporters.reach import Regions, counted_firms, firms, in_regions
