"""What the pages of firms of files show a person, asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.datasets.queries import firm_years
from nasij.exporters import queries as exporters_queries
from nasij.exporters.models import Firm
from nasij.filings import queries, tables
from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm
from nasij.ui import formats
from nasij.ui.asked import page_of
from nasij.ui.parts import Fact, Tab, Table


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where a list has no line: why, and where lines that wait are."""

    title: str
    text: str = ""
    way: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FiledList:
    """One state of the firms of files that fit a filter, and how many are in each."""

    tabs: list[Tab]
    page: Page[FiledFirm]
    table: Table
    empty: Empty


def filed_list(user: Person, asked: Mapping[str, str], number: str | None) -> FiledList:
    allowed = regions_where(user, Permission.FIRM_EDIT)
    narrowed = {name: value for name, value in asked.items() if name != "state"}
    found = queries.filed_firms(allowed, state=asked["state"], **narrowed)
    page = page_of(found, number)
    query = urlencode({name: value for name, value in narrowed.items() if value})
    counts = queries.filed_counts(allowed)
    return FiledList(
        tabs=tables.state_tabs(counts, asked["state"], query),
        page=page,
        table=tables.filed_table(page, firm_years().currency, allowed),
        empty=_empty(counts, asked["state"], is_narrowed=bool(query)),
    )


def _empty(counts: dict[str, int], state: str, *, is_narrowed: bool) -> Empty:
    if not any(counts.values()):
        text = _("Lines appear when a file that names firms of your region is loaded.")
        return Empty(_("No line here"), text)
    if is_narrowed and counts[state]:
        return Empty(_("No firm fits this search"))
    title = _("Nothing to confirm") if state == FilingState.PROPOSED else _("No line here")
    waiting = tables.undecided_facts(counts)
    if not waiting:
        return Empty(title)
    way = formats.labelled(waiting[0].label, waiting[0].value, formats.language())
    return Empty(title, way=way, url=waiting[0].url)


def undecided(user: Person) -> list[Fact]:
    """How many firms of files wait for this person to say which they are, by state."""
    codes = regions_where(user, Permission.FIRM_EDIT)
    return tables.undecided_facts(queries.filed_counts(codes)) if codes != set() else []


@dataclass(frozen=True, slots=True)
class FiledPage:
    """A firm as files know it, and which firm of the registry it may be."""

    filed: FiledFirm
    name: str
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
        facts=tables.filed_facts(filed, queries.latest_filing(filed), exports.currency),
        exports=tables.exports_tables(exports),
        proposal=filed.firm if shown else None,
        is_elsewhere=is_proposed and not shown,
        likeness=tables.likeness_of(filed) if shown else "",
        found=exporters_queries.find_firms(searched, allowed) if searched else [],
    )
