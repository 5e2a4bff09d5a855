"""Counts of needs. An exact one opens a list with as many rows; those for everybody are rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.needs.enums import ItemState, NeedState, Proof
from nasij.needs.models import Item, Need
from nasij.needs.queries.needs import WAITING, NeedFilter, Regions, in_regions, themes
from nasij.reference.models import Territory
from nasij.ui import formats


@dataclass(frozen=True, slots=True)
class Count:
    """How many needs, of what, and the parameters of the list that holds them."""

    label: str
    count: int
    opens: dict[str, str] = field(default_factory=dict)


def counts_by_theme(found: QuerySet[Need], wanted: NeedFilter) -> list[Count]:
    """By theme with the finer ones below; inside a theme, by finer theme."""
    counted = _tally(found, "theme_id")
    every = {theme.pk: theme for theme in themes()}
    if wanted.theme:
        return [
            Count(theme.name, counted[key], {"theme": key, "theme_only": "1"})
            for key, theme in every.items()
            if counted[key]
        ]
    by_top: Counter[str] = Counter()
    for key, number in counted.items():
        by_top[every[key].parent_id or key] += number
    return [
        Count(theme.name, by_top[key], {"theme": key})
        for key, theme in every.items()
        if by_top[key]
    ]


def counts_by_region(found: QuerySet[Need]) -> list[Count]:
    counted = _tally(found, "region_id")
    places = Territory.objects.filter(pk__in=list(counted)).order_by("code", "valid_from")
    return [Count(place.name, counted[place.pk], {"region": place.code}) for place in places]


def item_counts_by_place(item: Item) -> list[Count]:
    """By district, then what is known of the region only."""
    rows = item.needs.order_by().values_list("commune_id", flat=True)
    counted = Counter(rows)
    communes = Territory.objects.filter(pk__in=[pk for pk in counted if pk]).select_related(
        "parent"
    )
    by_district: Counter[Territory] = Counter()
    for commune in communes.order_by("lineage", "pk"):
        by_district[_district(commune)] += counted[commune.pk]
    return [
        Count(place.name, number, {"place": place.code, "item": str(item.pk)})
        for place, number in sorted(by_district.items(), key=lambda row: (-row[1], row[0].lineage))
    ]


def _district(commune: Territory) -> Territory:
    """The place just below the region."""
    place = commune
    while place.parent is not None and place.parent.code != place.region_code:
        place = place.parent
    return place


def _tally(found: QuerySet[Need], name: str) -> Counter[Any]:
    rows = found.order_by().values_list(name).annotate(count=models.Count("pk"))
    return Counter(dict(rows))


@dataclass(frozen=True, slots=True)
class Listening:
    """What was heard and what became of it: in the whole country, or in some regions."""

    heard: int
    waiting: int
    ungrouped: int
    items: int
    decided: int
    done: int
    matched: int  # of these, those whose result data show

    @property
    def answered(self) -> int:
        return self.heard - self.waiting


_DECIDED = (
    *(ItemState.DECIDED, ItemState.IN_ACTION, ItemState.ABANDONED),
    *(ItemState.DONE, ItemState.DECLINED),
)


def listening(heard_in: Regions = None, raised_in: Regions = None) -> Listening:
    """Needs heard in some regions and items raised in some; None counts the whole country."""
    needs = Need.objects.order_by().filter(in_regions(heard_in))
    items = Item.objects.order_by().filter(in_regions(raised_in))
    return Listening(
        **needs.aggregate(
            heard=models.Count("pk"),
            waiting=models.Count("pk", filter=Q(state__in=WAITING)),
            ungrouped=models.Count("pk", filter=Q(item=None)),
        ),
        **items.aggregate(
            items=models.Count("pk"),
            decided=models.Count("pk", filter=Q(state__in=_DECIDED)),
            done=models.Count("pk", filter=Q(state=ItemState.DONE)),
            matched=models.Count("pk", filter=Q(state=ItemState.DONE, proof=Proof.MATCHED)),
        ),
    )


SMALLEST = 3  # fewer needs than this could point to somebody
ROUNDED_TO = 5


def open_count(count: int) -> int | None:
    """A count as those may read it who may not read the needs: to the nearest five, or None where
    it is small. An exact one would tell a small one with the others, or with those of another day.
    """
    if 0 < count < SMALLEST:
        return None
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def needs_for_all(count: int) -> str:
    """An open count as it is written."""
    language, found = formats.language(), open_count(count)
    if found is None:
        return _("fewer than %(least)s") % {"least": formats.number(SMALLEST, language)}
    return _("about %(value)s") % {"value": formats.number(found, language)} if found else "0"


def needs_in_words(count: int, *, exactly: bool) -> str:
    """Exactly for who may read the needs."""
    language = formats.language()
    if not exactly:
        return formats.labelled(_("Needs"), needs_for_all(count), language)
    said = ngettext("%(count)s need", "%(count)s needs", count)
    return said % {"count": formats.number(count, language)}


def tells_small(counts: Sequence[int]) -> bool:
    """Whether open counts, for who knows what they add up to, leave a small one a single value."""
    small = sum(0 < count < SMALLEST for count in counts)
    known = [open_count(count) or 0 for count in counts if count >= SMALLEST]
    least = sum(max(count - ROUNDED_TO // 2, SMALLEST) for count in known)
    most = sum(count + ROUNDED_TO // 2 for count in known)
    total = sum(counts)
    may_be = range(total - most, total - least + 1)
    return small > 0 and (not known or max(may_be) <= small or min(may_be) >= 2 * small)


@dataclass(slots=True)
class Line:
    """Needs heard, those whose author has had news, and those without any. A state that was damaged
    counts among the needs alone."""

    label: str
    key: str = ""
    needs: int = 0
    answered: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class ListeningCounts:
    total: Line
    by_theme: list[Line]  # the council's themes, those without any need left out
    by_region: list[Line]

    @property
    def needs(self) -> int:
        return self.total.needs

    @property
    def answered(self) -> int:
        return self.total.answered

    @property
    def waiting(self) -> int:
        return self.total.waiting


def listening_counts(regions: Regions) -> ListeningCounts:
    """How much was heard and answered, by theme and by region. Few queries, whatever the size."""
    found = Need.objects.filter(in_regions(regions))
    rows = list(
        found.order_by()
        .values_list("theme_id", "region_id", "state")
        .annotate(count=models.Count("pk"))
    )
    every = {theme.pk: theme for theme in themes()}
    places = Territory.objects.in_bulk({row[1] for row in rows})
    total = Line("")
    by_theme = {key: Line(theme.name, key) for key, theme in every.items()}
    by_region = {
        place.code: Line(place.name, place.code)
        for place in sorted(places.values(), key=lambda place: (place.code, place.valid_from))
    }
    for theme, place, state, number in rows:
        top = every[theme].parent_id or theme
        for line in (total, by_theme[top], by_region[places[place].code]):
            _add(line, state, number)
    return ListeningCounts(total, _heard(by_theme.values()), _heard(by_region.values()))


def _add(line: Line, state: str, number: int) -> None:
    """What was damaged was heard, and nobody knows whether it waits."""
    line.needs += number
    if state in WAITING:
        line.waiting += number
    elif state in NeedState.values:
        line.answered += number


def _heard(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.needs]
