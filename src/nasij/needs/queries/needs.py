"""Lists of needs. Regions are given as codes; None means every region."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from nasij.needs.clock import LATE_AFTER, WorkingDays
from nasij.needs.enums import NeedState
from nasij.needs.models import Item, Need, Reply, Theme
from nasij.reference.enums import Role
from nasij.reference.folding import fold
from nasij.reference.models import Territory

Regions = Collection[str] | None
# A need has been answered once it is in neither: by a letter or a call, or with its item.
WAITING = (NeedState.RECEIVED, NeedState.GROUPED)


@dataclass(frozen=True, slots=True)
class NeedFilter:
    """What a list of needs is asked for. An empty field asks for nothing."""

    region: str = ""
    theme: str = ""  # with the finer themes below it
    theme_only: bool = False  # … or without them
    state: str = ""
    text: str = ""
    place: str = ""  # a province or commune: everything said inside it
    item: int | None = None
    firm: int | None = None  # of those that may be named
    heard_from: date | None = None
    heard_until: date | None = None
    ungrouped: bool = False
    waiting: bool = False  # no reply yet …
    waiting_days: int | None = None  # … for more working days than this


def needs_matching(wanted: NeedFilter, regions: Regions) -> QuerySet[Need]:
    """The needs of these regions that fit the filter, last heard first."""
    found = Need.objects.select_related("theme", "region", "commune", "firm", "item")
    found = found.filter(in_regions(_both(regions, wanted.region)))
    if wanted.theme:
        found = found.filter(theme_id__in=_theme_keys(wanted.theme, wanted.theme_only))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.place:
        found = found.filter(commune__in=_communes_inside(wanted.place))
    if wanted.item is not None:
        found = found.filter(item_id=wanted.item)
    if wanted.firm is not None:
        found = found.filter(firm_id=wanted.firm, is_anonymous=False)
    if wanted.heard_from:
        found = found.filter(heard_on__gte=wanted.heard_from)
    if wanted.heard_until:
        found = found.filter(heard_on__lte=wanted.heard_until)
    if wanted.ungrouped:
        found = found.filter(item=None)
    if wanted.waiting:
        found = found.filter(state__in=WAITING)
    if wanted.waiting_days is not None:
        found = found.filter(state__in=WAITING, heard_on__lte=_heard_before(wanted.waiting_days))
    for word in fold(wanted.text).split():
        found = found.filter(_has_word(word))
    return found.order_by("-heard_on", "-id")


def _both(regions: Regions, wanted: str) -> Regions:
    if not wanted:
        return regions
    return {wanted} if regions is None or wanted in regions else set()


def in_regions(regions: Regions) -> Q:
    """By key, not through a join: the list must be read in the order of an index."""
    return Q() if regions is None else Q(region_id__in=region_keys(regions))


def region_keys(codes: Collection[str]) -> list[int]:
    """Keys of the rows of these regions, in every period."""
    rows = Territory.objects.filter(role=Role.REGION, code__in=codes)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _theme_keys(theme: str, theme_only: bool) -> list[str]:
    if theme_only:
        return [theme]
    found = Theme.objects.filter(Q(pk=theme) | Q(parent=theme))
    return list(found.order_by("pk").values_list("pk", flat=True))


def _communes_inside(code: str) -> QuerySet[Territory, int]:
    """Rows whose lineage passes through the place: in the tree of the day each need was heard."""
    return Territory.objects.filter(lineage__contains=f"/{code}/").order_by().values("pk")  # type: ignore[return-value]


def _heard_before(waiting_days: int) -> date:
    return WorkingDays().latest_start_waiting_more_than(waiting_days, timezone.localdate())


def _has_word(word: str) -> Q:
    """In what was said, or in the name of a firm that is not kept silent."""
    bare = word[:-1] if len(word) > 4 and word.endswith(("s", "x")) else word
    return Q(search_text__contains=bare) | Q(is_anonymous=False, firm__name_key__contains=bare)


def free_needs(
    regions: Regions, *, limit: int, region: str = "", theme: str = "", theme_only: bool = False
) -> list[Need]:
    """Needs in no item yet, last heard first: what a proposal of groups may draw from."""
    wanted = NeedFilter(region=region, theme=theme, theme_only=theme_only, ungrouped=True)
    return list(needs_matching(wanted, regions)[:limit])


def free_needs_by_key(keys: Collection[int], regions: Regions) -> list[Need]:
    """Those of these needs that are in no item and in these regions, oldest first."""
    found = needs_matching(NeedFilter(ungrouped=True), regions)
    return list(found.filter(pk__in=keys).order_by("heard_on", "id"))


def answered_needs(found: QuerySet[Need]) -> QuerySet[Need]:
    return found.exclude(state__in=WAITING)


def need_count(item: Item) -> int:
    return item.needs.count()


def needs_of_item(item: Item) -> QuerySet[Need]:
    """In the order they were heard; each with its firm, unless it is kept silent."""
    found = item.needs.select_related("theme", "region", "commune__parent", "firm")
    return found.prefetch_related("replies").order_by("heard_on", "id")


def need_by_token(token: str) -> Need | None:
    """For the exporter's page: the need, its item and what was answered, oldest first."""
    found = Need.objects.select_related("theme", "region", "commune", "item__region", "item__theme")
    return found.prefetch_related("replies").filter(token=token).first() if token else None


def replies_to(need: Need) -> QuerySet[Reply]:
    return need.replies.select_related("sent_by").order_by("sent_at", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a need has waited for its first reply, in working days."""

    days: int
    late: bool


def with_waiting(needs: Iterable[Need]) -> list[tuple[Need, Waiting | None]]:
    """Each need with its clock; None once it has been answered."""
    calendar, today = WorkingDays(), timezone.localdate()
    rows: list[tuple[Need, Waiting | None]] = []
    for need in needs:
        waits = need.state in WAITING
        days = calendar.between(need.heard_on, today) if waits else 0
        rows.append((need, Waiting(days, days > LATE_AFTER) if waits else None))
    return rows


def themes() -> QuerySet[Theme]:
    return Theme.objects.select_related("parent").order_by("order", "key")


def themes_in_groups() -> list[tuple[Theme, list[Theme]]]:
    """The council's themes, each with the finer ones below it, in their order."""
    every = list(themes())
    return [
        (top, [theme for theme in every if theme.parent_id == top.pk])
        for top in every
        if top.parent_id is None
    ]


def theme_keys() -> list[str]:
    return [theme.pk for theme in themes()]


def theme_name(key: str | None) -> str:
    """The name in the reader's language; empty for none."""
    theme = Theme.objects.filter(pk=key).first() if key else None
    return theme.name if theme else ""
