"""What the lists that people keep show a person, each asked for once."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.exporters import queries
from nasij.exporters.models import Firm, FirmList, ListedFirm
from nasij.exporters.permissions import reach_of
from nasij.exporters.tables import life as tables
from nasij.exporters.tables.lists import conditions_facts
from nasij.ui.parts import Fact, Table


def lists_table(user: User) -> Table:
    return tables.lists_table(queries.counted_lists(user, reach_of(user, Permission.FIRM_VIEW)))


@dataclass(frozen=True, slots=True)
class ListLine:
    firm: Firm
    listed: ListedFirm | None  # none on a lively list: nobody put the firm there


@dataclass(frozen=True, slots=True)
class ListPage:
    """The firms of a list that a reader may see, with what is noted beside them."""

    firms: Page[Firm]
    lines: list[ListLine]
    conditions: list[Fact]
    may_change: bool


def list_page(found: FirmList, user: User, number: str | None) -> ListPage:
    on_list = queries.firms_on(found, reach_of(user, Permission.FIRM_VIEW))
    firms = queries.page_of_firms(on_list, number)
    listed = queries.listed_firms(found, firms.object_list)
    return ListPage(
        firms=firms,
        lines=[ListLine(firm, listed.get(firm.pk)) for firm in firms.object_list],
        conditions=conditions_facts(found),
        may_change=queries.may_change_list(user, found),
    )
