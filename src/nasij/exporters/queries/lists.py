"""Lists that people keep. Who reads one sees of it only the firms within their own reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from nasij.accounts.models import User
from nasij.exporters.enums import ListKind
from nasij.exporters.models import Firm, FirmList, ListedFirm
from nasij.exporters.permissions import lists_for, may_change_list
from nasij.exporters.queries.firms import FirmFilter, firms_matching
from nasij.exporters.reach import Regions


def lists_to_fill(user: User) -> list[FirmList]:
    """Lists picked by hand to which this person may add firms."""
    return _to_fill(lists_for(user), user)


def _to_fill(known: Iterable[FirmList], user: User) -> list[FirmList]:
    picked = (found for found in known if found.kind == ListKind.PICKED)
    return [found for found in picked if may_change_list(user, found)]


def firms_on(found: FirmList, allowed: Regions) -> QuerySet[Firm]:
    return firms_matching(FirmFilter(list=found), allowed)


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list, and how many of its firms this reader may see."""

    list: FirmList
    firms: int


def counted_lists(user: User, allowed: Regions) -> list[CountedList]:
    return [CountedList(found, firms_on(found, allowed).count()) for found in lists_for(user)]


def listed_firms(found: FirmList, firms: Iterable[Firm]) -> dict[int, ListedFirm]:
    """What stands beside some firms of a list, by firm."""
    rows = ListedFirm.objects.filter(list=found, firm__in=list(firms)).select_related("added_by")
    return {row.firm_id: row for row in rows.order_by("id")}


@dataclass(frozen=True, slots=True)
class ListsOfFirm:
    """On which lists of a reader a firm stands, with the notes; and to which they may add it."""

    listed: list[ListedFirm]
    to_fill: list[FirmList]


def lists_of_firm(firm: Firm, user: User) -> ListsOfFirm:
    known = list(lists_for(user))
    rows = ListedFirm.objects.filter(firm=firm, list__in=known).select_related("list")
    listed = list(rows.order_by("list__name", "id")) if known else []
    return ListsOfFirm(listed, _to_fill(known, user))
