"""What the first pages are made of: figure cards, and what a desk says of the firms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, may_somewhere, regions_where
from nasij.council.pages import PublicDecisionLine, public_lines
from nasij.council.queries import public_decisions
from nasij.exporters.life import Happening
from nasij.exporters.models import Firm, Referral
from nasij.exporters.permissions import firms_visible_to
from nasij.exporters.queries import news_for_follower, waiting_referrals
from nasij.home import charts, queries, tables
from nasij.home.thread import story
from nasij.needs.models import Visit
from nasij.needs.queries import Listening, Silence, listening, next_steps, silence_counts
from nasij.needs.reminders import choice_of
from nasij.potential.queries import region_potential
from nasij.potential.records import Untold
from nasij.potential.words import cells_withheld, evidence_label, untold
from nasij.reference.models import Figure
from nasij.reference.words import figure_part, value_and_unit
from nasij.targets.models import Target
from nasij.ui import parts
from nasij.ui.charts import Chart
from nasij.ui.thread import Station


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the council is for, where it stands, what became of what was heard."""

    story: list[Station]
    listening: Listening
    target: Target | None
    counts: list[parts.Figure]
    entries: Figure | None
    net: Figure | None
    map: Chart | None
    decisions: list[PublicDecisionLine]

    @property
    def cancelled(self) -> Decimal | None:
        """The share of entries that exits cancelled, where both figures are of the same years."""
        if self.entries is None or self.net is None or not self.entries.value:
            return None
        years = {(figure.year, figure.year_end) for figure in (self.entries, self.net)}
        return 1 - self.net.value / self.entries.value if len(years) == 1 else None


def start_page() -> StartPage:
    return StartPage(
        story=story(),
        listening=listening(),
        target=queries.headline_target(),
        counts=count_cards(),
        entries=queries.national_figure("new_active_exporter"),
        net=queries.national_figure("net_change_active"),
        map=charts.entries_map(),
        decisions=public_lines(list(public_decisions()[:4])),
    )


@dataclass(frozen=True, slots=True)
class RegionsPage:
    map: Chart | None
    regions: parts.Table


def regions_page() -> RegionsPage:
    return RegionsPage(map=charts.entries_map(), regions=tables.regions_table())


def count_cards() -> list[parts.Figure]:
    """One card for each definition; a published range stays a range."""
    return [_card(found) for found in queries.exporter_counts()]


def _card(found: Sequence[Figure]) -> parts.Figure:
    first, last = found[0], found[-1]
    value, unit = value_and_unit(last.value, last.unit)
    if len(found) > 1:
        value = f"{value_and_unit(first.value, first.unit)[0]}–{value}"
    # The caution that definitions differ stands once above the cards.
    return figure_part(first, value=value, unit=unit, note="")


@dataclass(frozen=True, slots=True)
class FirmDesk:
    """Silence, promises, what colleagues ask, and what happened to the firms one follows."""

    silence: Silence | None
    days: int
    steps: list[Visit]
    referrals: list[Referral]
    news: list[tuple[Firm, Happening]]

    @property
    def waits(self) -> bool:
        return bool(self.steps or self.referrals or (self.silence and self.silence.total))


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing a new site waits for: where it is done, and whether it is."""

    title: str
    text: str
    url: str
    is_done: bool


def first_steps(user: Person) -> list[FirstStep]:
    """What a new site waits for, for those who set one up; nothing once all of it is there."""
    if not may_somewhere(user, Permission.ACCOUNT_INVITE):
        return []
    found = queries.setting_up()
    steps = [
        FirstStep(
            _("Invite the people"),
            _("The secretariat, the delegates, the partners: each gets a link and a role."),
            reverse("accounts:invite"),
            found.people,
        ),
        FirstStep(
            _("Say who holds the seats"),
            _("The council and its seats come with the country pack; name their holders."),
            reverse("council:seats"),
            found.seats,
        ),
        FirstStep(
            _("Import the exporters"),
            _("The spreadsheet you have: you see what it would do before anything is written."),
            reverse("intake:upload"),
            found.firms,
        ),
        FirstStep(
            _("Load your data"),
            _("Trade, customs or regional files; until then the figures of the pack are shown."),
            reverse("datasets:load"),
            found.data,
        ),
        FirstStep(
            _("Prepare the first session"),
            _("Its date, its agenda, its quorum; the members are convened from its page."),
            reverse("council:session_create"),
            found.session,
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def firm_desk(user: Person) -> FirmDesk | None:
    """None for who reads no firm."""
    if not isinstance(user, User) or not may_somewhere(user, Permission.FIRM_VIEW):
        return None
    calls = may_somewhere(user, Permission.NEED_RECORD)
    days = choice_of(user).silent_after
    codes = regions_where(user, Permission.FIRM_VIEW)
    return FirmDesk(
        silence=silence_counts(codes, days) if calls else None,
        days=days,
        steps=next_steps(user),
        referrals=waiting_referrals(user),
        news=news_for_follower(user, firms_visible_to(user, Permission.FIRM_VIEW)),
    )


def potential_part(code: str) -> dict[str, Any]:
    """The potential on a region's page: its part, or why it is not shown."""
    found = region_potential(code, limit=8)
    if found is None:
        return {"potential": None}
    label = evidence_label(found.run)
    if isinstance(found, Untold):
        return {"potential": None, "untold": untold(found), "evidence_label": label}
    return {
        "potential": found,
        "evidence_label": label,
        "potential_chart": charts.potential_chart(found),
        "no_cells": "" if found.has_cells else cells_withheld(),
    }
