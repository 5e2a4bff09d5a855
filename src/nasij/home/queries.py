"""What the first pages say, read from the rooms below."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet

from nasij.accounts.enums import Permission
from nasij.accounts.models import Invitation, User
from nasij.accounts.permissions import Person, may, may_somewhere, regions_where
from nasij.council.enums import DecisionOutcome, SessionState
from nasij.council.models import Decision, Mandate, Session, Vote
from nasij.council.queries import votes_open, votes_waiting_for
from nasij.datasets.models import Snapshot
from nasij.exporters.enums import FirmStatus
from nasij.exporters.models import Firm
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import counted_firms, find_firms
from nasij.needs.enums import ItemState
from nasij.needs.models import Item, Need, Theme
from nasij.needs.queries import Listening, listening
from nasij.plans.models import Action
from nasij.plans.permissions import visible_actions
from nasij.plans.queries import actions
from nasij.reference.folding import fold
from nasij.reference.models import Asset, Figure, Port, Product, Source, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import country, figures, find_products, regions
from nasij.rights.models import RightsRequest
from nasij.rights.queries import open_requests
from nasij.targets.models import Target


def headline_target() -> Target | None:
    return Target.objects.filter(is_headline=True).select_related("definition", "source").first()


def exporter_counts() -> list[list[Figure]]:
    """The latest count under each definition: one figure, or the two ends of a published range."""
    latest: list[list[Figure]] = []
    for key in current_pack().headline_counts:
        observed = figures(key, territory=country(), breakdown=None)
        found = [one for one in observed if not one.breakdown.startswith("group=")]
        if found:
            year = max(one.year or 0 for one in found)
            latest.append([one for one in found if (one.year or 0) == year])
    return latest


def national_figure(definition: str) -> Figure | None:
    return figures(definition, territory=country()).last()


def entries_by_region() -> list[Figure]:
    """New active exporters of each region, over the published period."""
    found = figures("new_active_exporter").filter(territory__role="region")
    return list(found.order_by("territory__code", "id"))


def latest_decisions(limit: int = 4) -> list[Decision]:
    return list(
        Decision.objects.filter(outcome=DecisionOutcome.ADOPTED)
        .select_related("agenda_item__session", "agenda_item__item__region")
        .order_by("-decided_at", "-id")[:limit]
    )


@dataclass(slots=True)
class RegionPage:
    region: Territory
    figures: list[Figure]
    assets: list[Asset]
    named_needs: list[Asset]
    ports: list[Port]
    establishments: dict[str, int]
    firms: list[tuple[str, int]] = field(default_factory=list)
    themes: list[tuple[Theme, int]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    listening: Listening | None = None


def region_page(region: Territory, user: Person) -> RegionPage:
    """The region as this person may see it."""
    assets = list(region.assets.select_related("source").order_by("kind", "id"))
    page = RegionPage(
        region=region,
        figures=list(
            Figure.objects.filter(territory=region)
            .select_related("definition", "source")
            .prefetch_related("cautions")
            .order_by("definition__family", "definition", "year", "id")
        ),
        assets=[asset for asset in assets if asset.kind == "asset"],
        named_needs=[asset for asset in assets if asset.kind == "need"],
        ports=list(region.ports.order_by("kind", "code")),
        establishments=establishments().get(region.code, {}),
    )
    _add_member_parts(page, user)
    return page


def _add_member_parts(page: RegionPage, user: Person) -> None:
    code = page.region.code
    if may(user, Permission.FIRM_VIEW, region=code):
        counted = (
            counted_firms()
            .filter(region=page.region)
            .values_list("status")
            .annotate(count=Count("pk"))
            .order_by("status")
        )
        page.firms = [(str(FirmStatus(status).label), count) for status, count in counted]
    if may(user, Permission.NEED_VIEW, region=code):
        page.listening = listening({code}, {code})
        heard = Theme.objects.filter(needs__region=page.region).annotate(count=Count("needs"))
        page.themes = [(theme, theme.count) for theme in heard.order_by("-count", "order", "key")]
    if may(user, Permission.ITEM_VIEW, region=code):
        page.items = list(
            Item.objects.filter(region=page.region)
            .select_related("theme")
            .annotate(voices=Count("needs"))
            .order_by("-created_at", "-id")[:8]
        )
    carried = visible_actions(user).filter(shares__region=page.region)
    page.actions = list(carried.order_by("due_on", "id")[:8])


# Names a template can ask for.
_NAMES = {"10-49": "medium", "50+": "large"}


@lru_cache(maxsize=1)
def establishments() -> dict[str, dict[str, int]]:
    """Establishments of the last census by region: total, and by size class and sector."""
    table: dict[str, dict[str, int]] = {}
    for row in current_pack().rows("establishments.csv", required=False):
        if row["establishments"]:
            key = row["size_class"] if row["sector"] == "all" else row["sector"]
            table.setdefault(row["region"], {})[_NAMES.get(key, key)] = int(row["establishments"])
    return table


def establishment_sources() -> list[Source]:
    rows = current_pack().rows("establishments.csv", required=False)
    return list(Source.objects.filter(key__in={row["source"] for row in rows}).order_by("key"))


@dataclass(slots=True)
class Desk:
    """What waits for a person today."""

    votes: list[Vote]
    session: Session | None
    open_items: list[Item]
    escalated: list[Item]
    overdue: list[Action]
    listening: Listening
    firm_requests: list[RightsRequest]

    @property
    def is_empty(self) -> bool:
        waiting = (self.votes, self.open_items, self.escalated, self.overdue, self.firm_requests)
        return not any(waiting)


def desk(user: User) -> Desk:
    """The to-do of the person: only what they may act on."""
    heard_in = regions_where(user, Permission.NEED_VIEW)
    raised_in = regions_where(user, Permission.ITEM_VIEW)
    items = _within(Item.objects.all(), raised_in)
    return Desk(
        votes=_open_votes(user),
        session=Session.objects.exclude(state=SessionState.CLOSED)
        .order_by("starts_at", "number")
        .first(),
        open_items=list(
            items.filter(state=ItemState.OPEN)
            .select_related("theme", "region")
            .annotate(voices=Count("needs"))
            .order_by("-voices", "-id")[:6]
        ),
        escalated=list(
            items.filter(state=ItemState.ESCALATED)
            .select_related("theme", "region")
            .annotate(voices=Count("needs"))
            .order_by("escalated_at", "id")[:6]
        ),
        overdue=_overdue(user),
        listening=listening(heard_in, raised_in),
        firm_requests=_firm_requests(user),
    )


def _firm_requests(user: Person) -> list[RightsRequest]:
    """What firms asked about their own records, to be answered within the law's days."""
    codes = regions_where(user, Permission.FIRM_EDIT)
    return list(open_requests(codes)[:6]) if codes is None or codes else []


def _within(rows: QuerySet[Any], region_codes: set[str] | None) -> QuerySet[Any]:
    return rows if region_codes is None else rows.filter(region__code__in=region_codes)


def _open_votes(user: User) -> list[Vote]:
    """Every open vote for who runs them, for a member those in which they have still to vote."""
    if may_somewhere(user, Permission.SESSION_CONVENE):
        return list(votes_open()[:6])
    if not may_somewhere(user, Permission.VOTE_CAST):
        return []
    return [vote for vote, _voices in votes_waiting_for(user)[:6]]


def _overdue(user: Person) -> list[Action]:
    """Those of the regions whose actions this person keeps."""
    late = actions(user, overdue=True)
    codes = regions_where(user, Permission.ACTION_EDIT)
    if codes is not None:
        late = late.filter(shares__region__code__in=codes).distinct()
    return list(late[:6])


@dataclass(frozen=True, slots=True)
class SettingUp:
    """What a new site has of what it needs to begin."""

    people: bool
    seats: bool
    firms: bool
    data: bool
    session: bool


def setting_up() -> SettingUp:
    return SettingUp(
        # The first account's own invitation is made by nobody.
        people=Invitation.objects.filter(invited_by__isnull=False).exists()
        or User.objects.count() > 1,
        seats=Mandate.objects.exists(),
        firms=Firm.objects.exists(),
        data=Snapshot.objects.filter(loaded_by__isnull=False).exists(),
        session=Session.objects.exists(),
    )


@dataclass(slots=True)
class Found:
    firms: list[Firm]
    needs: list[Need]
    items: list[Item]
    actions: list[Action]
    products: list[Product]
    places: list[Territory]

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.firms, self.needs, self.items, self.actions, self.products, self.places)
        )


def search(text: str, user: Person, *, limit: int = 6) -> Found:
    """Everything that answers to some words, among what the person may see."""
    wanted = text.strip()
    return Found(
        firms=_found_firms(wanted, user, limit),
        needs=_found_needs(wanted, user, limit),
        items=_matching(
            _within_permission(Item.objects.all(), user, Permission.ITEM_VIEW), "title", wanted
        )[:limit],
        actions=_matching(visible_actions(user), "title", wanted)[:limit],
        products=find_products(wanted, limit=limit),
        places=[place for place in regions() if fold(wanted) and fold(wanted) in _folded(place)],
    )


def _folded(place: Territory) -> str:
    return fold(f"{place.name_fr} {place.name_ar} {place.name_en}")


def _within_permission(rows: QuerySet[Any], user: Person, permission: Permission) -> QuerySet[Any]:
    return _within(rows, regions_where(user, permission))


def _matching(rows: QuerySet[Any], name: str, text: str) -> list[Any]:
    if not text:
        return []
    return list(rows.filter(**{f"{name}__icontains": text}).order_by("-pk")[:20])


def _found_firms(text: str, user: Person, limit: int) -> list[Firm]:
    if not fold(text):
        return []
    return find_firms(text, reach_of(user, Permission.FIRM_VIEW), limit)


def _found_needs(text: str, user: Person, limit: int) -> list[Need]:
    rows = _within_permission(
        Need.objects.select_related("region", "theme"), user, Permission.NEED_VIEW
    )
    return _matching(rows, "text", text)[:limit]
