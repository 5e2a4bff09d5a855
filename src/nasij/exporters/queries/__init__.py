"""Reading the registry: the door of this room for everyone who asks it."""

from nasij.exporters.queries.evidence import contacts_of, follows, market_statuses, standings_of
from nasij.exporters.queries.filing import (
    FiledExports,
    exports_filed,
    filed_counts,
    filed_firms,
    filing_counts,
    latest_filing,
)
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
from nasij.exporters.queries.life import Happening, firm_timeline, import_runs_for
from nasij.exporters.queries.matching import (
    MergePreview,
    Pair,
    merge_preview,
    possible_duplicates,
    similar_firms,
    undoable_merges,
)
from nasij.exporters.queries.starters import Starter, likely_starters

__all__ = [
    "FiledExports",
    "FirmFilter",
    "Happening",
    "MergePreview",
    "Pair",
    "Starter",
    "contacts_of",
    "exports_filed",
    "filed_counts",
    "filed_firms",
    "filing_counts",
    "find_firms",
    "firm_counts",
    "firm_timeline",
    "firms",
    "firms_matching",
    "firms_serving",
    "follows",
    "import_runs_for",
    "latest_filing",
    "likely_starters",
    "market_statuses",
    "merge_preview",
    "page_of_firms",
    "places_of_region",
    "possible_duplicates",
    "products_of_firm",
    "sectors",
    "similar_firms",
    "sites_of",
    "standings_of",
    "undoable_merges",
]
