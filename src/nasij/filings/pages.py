"""What the pages of firms of files show a person, asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.datasets.queries import firm_years
from nasij.exporters import queries as exporters_queries
from nasij.exporters.models import Firm
from nasij.filings import queries, tables
from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm
from nasij.ui.asked import page_of
from nasij.ui.parts import Fact, Tab, Table


@dataclass(frozen=True, slots=True)
class FiledList:
    """One state of the firms of files that fit a filter, and how many are in each."""

    tabs: list[Tab]
    page: Page[FiledFirm]
    table: Table


def filed_list(user: Person, asked: Mapping[str, str], number: str | None) -> FiledList:
    allowed = regions_where(user, Permission.FIRM_EDIT)
    narrowed = {name: value for name, value in asked.items() if name != "state"}
    found = queries.filed_firms(allowed, state=asked["state"], **narrowed)
    page = page_of(found, number)
    query = urlencode({name: value for name, value in narrowed.items() if value})
    return FiledList(
        tabs=tables.state_tabs(queries.filed_counts(allowed), asked["state"], query),
        page=page,
        table=tables.filed_table(page, firm_years().currency, allowed),
    )


@dataclass(frozen=True, slots=True)
class FiledPage:
    """A firm as files know it, and which firm of the registry it may be."""

    filed: FiledFirm
    name: str
    tone: str
    facts: list[Fact]
    exports: list[Table]
    proposal: Firm | None  # where this person may see it
    is_elsewhere: bool  # proposed, in a region this person does not see
    likeness: str
    found: Sequence[Firm]  # by the search


def filed_page(filed: FiledFirm, user: Person, searched: str) -> FiledPage:
    allowed = regions_where(user, Permission.FIRM_EDIT)
    exports = queries.exports_filed(filed)
    is_proposed = filed.state == FilingState.PROPOSED
    shown = is_proposed and tables.may_see_proposal(filed, allowed)
    return FiledPage(
        filed=filed,
        name=tables.shown_name(filed),
        tone=tables.STATE_TONES[filed.state],
        facts=tables.filed_facts(filed, queries.latest_filing(filed), exports.currency),
        exports=tables.exports_tables(exports),
        proposal=filed.firm if shown else None,
        is_elsewhere=is_proposed and not shown,
        likeness=tables.likeness_of(filed) if shown else "",
        found=exporters_queries.find_firms(searched, allowed) if searched else [],
    )
