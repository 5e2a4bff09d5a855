"""The pages of what firms ask for: what waits, what was answered, one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may, regions_where
from nasij.exporters.models import Firm
from nasij.rights import queries, tables
from nasij.rights.enums import RequestKind
from nasij.rights.law.policy import Policy, policy
from nasij.rights.models import RightsRequest
from nasij.ui.asked import page_of
from nasij.ui.parts import Cell, Progress, Tab, Table


@dataclass(frozen=True, slots=True)
class RequestsPage:
    policy: Policy
    tabs: Sequence[Tab]
    page: Page[RightsRequest]
    table: Table


def requests_page(user: Person, number: str | None, *, closed: bool) -> RequestsPage:
    regions = regions_where(user, Permission.FIRM_EDIT)
    found = queries.closed_requests(regions) if closed else queries.open_requests(regions)
    page = page_of(found, number)
    return RequestsPage(
        policy=policy(),
        tabs=list_tabs(user, "answered" if closed else "requests"),
        page=page,
        table=tables.requests_table(page, closed=closed),
    )


def list_tabs(user: Person, current: str) -> list[Tab]:
    waiting = queries.open_requests(regions_where(user, Permission.FIRM_EDIT)).count()
    return tables.list_tabs(current, waiting)


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, and its answer."""

    firm: Firm
    asked: RightsRequest
    what: str
    state: Cell  # while it is open, how long is left
    changes: Sequence[tables.Shown]
    asks_erasure: bool
    may_erase: bool
    erasing: Progress | None  # once it is confirmed


def request_page(asked: RightsRequest, user: Person) -> RequestPage:
    firm = asked.firm
    return RequestPage(
        firm=firm,
        asked=asked,
        what=tables.asked(asked),
        state=tables.standing_cell(asked),
        changes=tables.changes_shown(asked),
        asks_erasure=asked.kind == RequestKind.ERASURE,
        may_erase=may(user, Permission.FIRM_ERASE, region=firm.region.code),
        erasing=tables.erasing_progress(asked) if asked.is_open and asked.erasing else None,
    )


def state_of(asked: RightsRequest) -> dict[str, object]:
    """How far its erasure is, for the script of the page."""
    erasing = tables.erasing_progress(asked)
    return {
        "done": erasing.done,
        "total": erasing.total,
        "text": erasing.text,
        "state": erasing.state if asked.is_open else "done",
        "url": reverse("rights:request", args=[asked.pk]),
    }
