"""What the registry, a firm and the moves show a person, each asked for once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.functional import SimpleLazyObject

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may, regions_where
from nasij.exporters import life, queries
from nasij.exporters.consent import objections
from nasij.exporters.enums import ObjectionScope
from nasij.exporters.models import Contact, Firm, Merge
from nasij.exporters.permissions import reach_of, writes_as_own
from nasij.exporters.queries.evidence import MarketStatus
from nasij.exporters.queries.firms import FirmFilter
from nasij.exporters.queries.lists import ListsOfFirm
from nasij.exporters.queries.places import Group
from nasij.exporters.sections import Glance, Section, sections_of
from nasij.exporters.tables import evidence as evidence_tables
from nasij.exporters.tables import firms as tables
from nasij.exporters.tables import life as life_tables
from nasij.exporters.tables.merging import undo_note
from nasij.reference.models import Product
from nasij.ui.finder import Option
from nasij.ui.parts import Fact, Moment, Tab, Table
from nasij.ui.ways import Link, ways_from

_RECENT, _WHOLE = 8, 400  # moments of a life


@dataclass(frozen=True, slots=True)
class FirmsPage:
    """A page of the firms that fit a filter, and what can be done beside it."""

    firms: Page[Firm]
    table: Table
    bring: list[Link]
    see_also: list[Link]


def firms_page(wanted: FirmFilter, user: User, number: str | None) -> FirmsPage:
    reach = reach_of(user, Permission.FIRM_VIEW)
    firms = queries.page_of_firms(queries.firms_matching(wanted, reach), number)
    many = reach.regions is None or len(reach.regions) > 1 or bool(reach.firms)
    return FirmsPage(
        firms=firms,
        table=tables.firms_table(firms, with_region=many, pick="pick", seen=reach.regions),
        bring=ways_from("firms.bring", user),
        see_also=ways_from("firms.see_also", user),
    )


def firms_offered(text: str, user: User) -> list[Option]:
    """Firms as one types, of the regions the person may see."""
    found = queries.find_firms(text, reach_of(user, Permission.FIRM_VIEW), limit=8)
    return [tables.firm_option(firm) for firm in found]


@dataclass(frozen=True, slots=True)
class Life:
    """The timeline, of one kind if asked, whole if asked."""

    tabs: list[Tab]
    moments: list[Moment]
    more_url: str  # of the whole, while there is more than is shown


@dataclass(frozen=True, slots=True)
class FirmPage:
    lead: list[str]
    objections: str  # what it objects to today
    may_be_called: bool
    quick: list[Link]
    hand_on: list[Link]
    record_ways: list[Link]
    is_own: bool  # of a region where this person edits firms
    may_edit: bool  # there, or because it is shared
    is_shared_here: bool
    follows: bool
    glances: list[Glance]
    sections: list[Section]
    facts: list[Fact]
    products: list[Product]
    statuses: list[MarketStatus]
    markets: Table
    standings: Table
    contacts: list[Contact]
    places: list[life_tables.PlaceLine]
    group: Group
    reach: Any  # asked only where something depends on it: most firms have no group
    merges: list[Merge]
    undo_note: str
    lists: ListsOfFirm
    life: Life


def firm_page(firm: Firm, user: User, *, kind: str, whole: bool) -> FirmPage:
    """`kind` and `whole`: which part of its life was asked for."""
    reach: Any = SimpleLazyObject(lambda: reach_of(user, Permission.FIRM_VIEW))
    is_own = writes_as_own(user, firm)
    sections = sections_of(firm, user)
    statuses = queries.market_statuses(firm)
    against = objections(firm)
    return FirmPage(
        lead=tables.lead(firm),
        objections=tables.objections_note(against),
        may_be_called=ObjectionScope.ALL not in against,
        quick=ways_from("firm.quick", user, firm),
        hand_on=ways_from("firm.hand_on", user, firm),
        record_ways=ways_from("firm.record", user, firm),
        is_own=is_own,
        may_edit=is_own or reach_of(user, Permission.FIRM_EDIT).holds(firm),
        is_shared_here=not may(user, Permission.FIRM_VIEW, region=firm.region.code),
        follows=queries.follows(user, firm),
        glances=[glance for section in sections for glance in section.glances],
        sections=[section for section in sections if not section.is_empty],
        facts=tables.identity_facts(firm),
        products=queries.products_of_firm(firm),
        statuses=statuses,
        markets=evidence_tables.markets_table(statuses),
        standings=evidence_tables.standings_table(queries.standings_of(firm)),
        contacts=queries.contacts_of(firm),
        places=life_tables.place_lines(queries.sites_of(firm)),
        group=queries.group_of(firm, reach),
        reach=reach,
        merges=queries.undoable_merges(firm) if is_own else [],
        undo_note=undo_note(),
        lists=queries.lists_of_firm(firm, user),
        life=_life(firm, user, kind if kind in life.KINDS else "", whole=whole),
    )


def _life(firm: Firm, user: User, kind: str, *, whole: bool) -> Life:
    limit = _WHOLE if whole else _RECENT
    found = life.life_of(firm, user, kind=kind, limit=limit + 1)
    has_more = len(found) > limit and not whole
    return Life(
        tabs=life_tables.life_tabs(firm, kind),
        moments=life_tables.moments(found[:limit]),
        more_url=f"?{urlencode({'life': kind, 'whole': 1})}#life" if has_more else "",
    )


def moves_table(user: User) -> Table:
    """Moves out of and into one's regions; a firm opens where it is still within reach."""
    moves = queries.region_moves(regions_where(user, Permission.FIRM_VIEW))
    keys = {move.firm.pk for move in moves}
    seen = queries.firms_by_key(keys, reach_of(user, Permission.FIRM_VIEW))
    return life_tables.moves_table(moves, {firm.pk for firm in seen})
