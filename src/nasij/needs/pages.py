"""What the pages of a need and of an item show a person, each asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may, regions_where
from nasij.exporters.consent import may_reply as may_mail
from nasij.exporters.models import Firm
from nasij.kept import readable
from nasij.needs import analysis, queries, tables
from nasij.needs.enums import ItemState
from nasij.needs.models import Item, Need, Visit
from nasij.needs.queries.counts import needs_in_words
from nasij.needs.queries.needs import NeedFilter, Waiting
from nasij.needs.tables import visits
from nasij.reference.names import PLACE_NAME, districts_name
from nasij.ui.asked import page_of
from nasij.ui.languages import IN_A_SENTENCE
from nasij.ui.parts import Fact, Moment, Table

COMPARED = 500  # needs a need is compared with on its page: the latest of its region and theme
GROUPED = 2000  # latest free needs that proposals are drawn from
PROPOSALS, ALONE = 20, 25  # shown


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """A page of the needs that fit a filter, and counts of all of them that open narrower lists."""

    needs: Page[Need]
    table: Table
    by_theme: Table
    by_region: Table | None  # none for who reads one region


def needs_page(
    wanted: NeedFilter, parameters: Mapping[str, str], number: str | None, user: Person
) -> NeedsPage:
    regions = regions_where(user, Permission.NEED_VIEW)
    many = regions is None or len(regions) > 1
    found = queries.needs_matching(wanted, regions)
    page = page_of(found, number)
    by_theme, by_region = queries.counts_by_theme(found, wanted), _("By region")
    return NeedsPage(
        needs=page,
        table=tables.needs_table(queries.with_waiting(page), with_region=many),
        by_theme=tables.counts_table(by_theme, _("By theme"), parameters),
        by_region=tables.counts_table(queries.counts_by_region(found), by_region, parameters)
        if many
        else None,
    )


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    key: str
    name: str
    words: tuple[str, ...]


def proposed_theme(text: str) -> ProposedTheme | None:
    """What the words speak of, as they are written."""
    found = analysis.propose_theme(text, queries.theme_keys())
    if found is None:
        return None
    return ProposedTheme(found.key, queries.theme_name(found.key), found.words)


@dataclass(frozen=True, slots=True)
class SilencePage:
    """Firms nobody has spoken with for long, the first to call first, and those left in peace."""

    firms: Page[Firm]
    table: Table
    put_off: Table
    weights: str


def silence_page(days: int, region: str, number: str | None, user: Person) -> SilencePage:
    codes = regions_where(user, Permission.FIRM_VIEW)
    found = queries.silent_firms(codes, days, region=region)
    page = page_of(found, number)
    many = codes is None or len(codes) > 1
    return SilencePage(
        firms=page,
        table=visits.silence_table(queries.explained(page), with_region=many),
        put_off=visits.put_off_table(list(queries.put_off_firms(codes)[:50])),
        weights=visits.weights_note(),
    )


@dataclass(frozen=True, slots=True)
class VisitPage:
    facts: list[Fact]
    needs: list[Need]  # heard in it


def visit_page(visit: Visit, user: Person) -> VisitPage:
    return VisitPage(visits.visit_facts(visit), queries.needs_heard_in(visit, user))


@dataclass(frozen=True, slots=True)
class NeedPage:
    facts: list[Fact]
    clock: Waiting | None
    replies: list[tables.ReplyLine]
    may_reply: bool
    may_triage: bool
    similar: list[tables.SimilarLine]


def need_page(need: Need, user: Person) -> NeedPage:
    may_reply = may(user, Permission.NEED_REPLY, region=need.region.code)
    may_triage = may(user, Permission.NEED_TRIAGE, region=need.region.code)
    return NeedPage(
        facts=_facts(need, may_reply=may_reply),
        clock=queries.with_waiting([need])[0][1],
        replies=tables.reply_lines(list(queries.replies_to(need))),
        may_reply=may_reply,
        may_triage=may_triage,
        similar=tables.similar_lines(_similar(need) if may_triage and need.item is None else []),
    )


def _similar(need: Need) -> list[analysis.Similar]:
    others = queries.free_needs(
        {need.region.code}, theme=need.theme_id, theme_only=True, limit=COMPARED
    )
    return analysis.similar_to(need, [other for other in others if other.pk != need.pk])


def _facts(need: Need, *, may_reply: bool) -> list[Fact]:
    """An anonymous exporter's address would name the firm: it is used, never shown."""
    firm_url = reverse("exporters:detail", args=[need.firm_id]) if need.firm_id else ""
    facts = [
        Fact(_("Said by"), tables.who(need), "" if need.is_anonymous else firm_url),
        Fact(_("Region"), need.region.name),
        Fact(PLACE_NAME, need.commune.name if need.commune else None),
        Fact(_("Theme"), need.theme.name),
        Fact(_("Heard on"), need.heard_on),
        Fact(_("Occasion"), need.heard_at_place or None),
        Fact(_("Language of the replies"), str(IN_A_SENTENCE[need.language])),
        Fact(_("Recorded by"), str(need.recorded_by) if need.recorded_by else None),
    ]
    if may_reply:
        facts.append(Fact(_("Replies go to"), _address(need)))
    return facts


def _address(need: Need) -> str:
    if not need.reply_email:
        return _("the tracking page only")
    if need.firm and not may_mail(need.firm, need.reply_email):
        return _("the tracking page only: the firm no longer wants messages")
    return _("an address that is kept silent") if need.is_anonymous else need.reply_email


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    leader: tables.NeedLine
    others: list[tables.SimilarLine]
    count: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Needs that seem to say the same; nothing is grouped by it."""

    proposals: list[ProposedGroup]
    more: int  # proposals that are not shown
    alone: list[tables.NeedLine]
    free_count: int


def group_page(user: Person, *, region: str, theme: str) -> GroupPage:
    regions = regions_where(user, Permission.NEED_TRIAGE)
    free = queries.free_needs(regions, region=region, theme=theme, limit=GROUPED)
    proposals = analysis.propose_groups(free)
    grouped = {need.pk for proposal in proposals for need in proposal.needs}
    alone = [need for need in free if need.pk not in grouped]
    return GroupPage(
        proposals=[
            ProposedGroup(
                tables.NeedLine(proposal.leader, tables.who(proposal.leader)),
                tables.similar_lines(proposal.others),
                len(proposal.needs),
            )
            for proposal in proposals[:PROPOSALS]
        ],
        more=max(len(proposals) - PROPOSALS, 0),
        alone=tables.need_lines(alone[:ALONE]),
        free_count=len(free),
    )


def chosen_needs(needs: Sequence[Need]) -> list[tables.NeedLine]:
    """Those a person ticked, to become an item."""
    return tables.need_lines(needs)


@dataclass(frozen=True, slots=True)
class ItemsPage:
    items: Page[Item]
    table: Table


def items_page(given: Mapping[str, Any], number: str | None, user: Person) -> ItemsPage:
    regions = regions_where(user, Permission.ITEM_VIEW)
    many = regions is None or len(regions) > 1
    items = page_of(queries.items_of(regions, **given), number)
    heard_in = regions_where(user, Permission.NEED_VIEW)
    return ItemsPage(items, tables.items_table(list(items), with_region=many, counted_in=heard_in))


@dataclass(frozen=True, slots=True)
class ItemPage:
    reason_title: str
    counted: str  # of the needs
    needs: list[Need] | None  # None: the words of exporters are not for this person
    needs_table: Table
    by_place: Table
    placed: int  # needs whose place is known more finely than by the region
    all_placed: bool
    history: list[Moment]
    may_escalate: bool
    may_triage: bool


def item_page(item: Item, user: Person) -> ItemPage:
    state, code = readable(ItemState, item.state), item.region.code
    sees_needs = may(user, Permission.NEED_VIEW, region=code)
    needs = list(queries.needs_of_item(item)) if sees_needs else None
    counts = queries.item_counts_by_place(item) if sees_needs else []
    count = queries.need_count(item) if needs is None else len(needs)
    return ItemPage(
        reason_title=tables.reason_title(item),
        counted=needs_in_words(count, exactly=sees_needs),
        needs=needs,
        needs_table=tables.item_needs_table(needs or []),
        by_place=tables.counts_table(counts, districts_name(), {}),
        placed=sum(place.count for place in counts),
        all_placed=sum(place.count for place in counts) == count,
        history=tables.history_moments(queries.item_history(item)),
        may_escalate=state == ItemState.OPEN and may(user, Permission.ITEM_ESCALATE, region=code),
        may_triage=item.is_under_way and may(user, Permission.NEED_TRIAGE, region=code),
    )
