"""The pages of what is kept for long, erased, or not to be registered again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere, regions_where
from nasij.exporters.models import Erasure, Firm
from nasij.rights import queries, tables
from nasij.rights.law.erasing import whole
from nasij.rights.law.policy import policy
from nasij.rights.models import RightsRequest
from nasij.rights.pages.requests import list_tabs
from nasij.ui.asked import page_of
from nasij.ui.parts import Fact, Tab, Table


@dataclass(frozen=True, slots=True)
class ErasePage:
    """The second step of an erasure."""

    firm: Firm
    asked: RightsRequest
    goes: Sequence[Fact]


def erase_page(asked: RightsRequest) -> ErasePage:
    return ErasePage(asked.firm, asked, goes=tables.erasure_facts(whole(asked.firm)))


@dataclass(frozen=True, slots=True)
class ErasedPage:
    tabs: Sequence[Tab]
    page: Page[Erasure]
    table: Table


def erased_page(user: Person, number: str | None) -> ErasedPage:
    found = queries.erasures(regions_where(user, Permission.FIRM_EDIT))
    page = page_of(found, number)
    may_lift = may_somewhere(user, Permission.FIRM_ERASE)
    return ErasedPage(
        tabs=list_tabs(user, "erased"),
        page=page,
        table=tables.erasures_table(page, may_lift=may_lift),
    )


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """Firms kept for long without a sign of life, and the rules that say how long."""

    tabs: Sequence[Tab]
    page: Page[Firm]
    rules: Sequence[tables.Rule]


def retention_page(user: Person, number: str | None) -> RetentionPage:
    regions = regions_where(user, Permission.FIRM_EDIT)
    found = queries.firms_to_review(regions, timezone.localdate())
    return RetentionPage(
        tabs=list_tabs(user, "retention"),
        page=page_of(found, number),
        rules=tables.rules_said(policy().retention),
    )
