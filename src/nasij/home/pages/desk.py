"""The desk: what waits for a person, what a new site waits for, what happened to the firms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nasij import standing
from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may_somewhere, regions_where
from nasij.council.enums import SessionState
from nasij.exporters.life import Happening
from nasij.exporters.models import Firm
from nasij.exporters.permissions import firms_visible_to
from nasij.exporters.queries import news_for_follower
from nasij.filings.pages import undecided
from nasij.home import queries
from nasij.needs.models import Visit
from nasij.needs.queries import Silence, next_steps, silence_counts
from nasij.needs.reminders import choice_of
from nasij.reference.queries import regions
from nasij.sharing.models import Referral
from nasij.sharing.queries import fresh_answers, waiting_referrals
from nasij.ui import formats
from nasij.ui.parts import Fact


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing a new site waits for: where it is done, and whether it is."""

    title: str
    text: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class FirmDesk:
    """Silence, promises, what colleagues ask, firms of files to be told apart, and what happened to
    the firms one follows."""

    silence: Silence | None
    days: int
    steps: Sequence[Visit]
    referrals: Sequence[Referral]
    answers: Sequence[Referral]  # to what this person asked colleagues
    filed: Sequence[Fact]
    news: Sequence[tuple[Firm, Happening]]

    @property
    def waits(self) -> bool:
        silent = self.silence and self.silence.total
        return bool(self.steps or self.referrals or self.answers or self.filed or silent)


@dataclass(frozen=True, slots=True)
class DeskPage:
    searched: str  # what the field searches, for this person
    desk: queries.Desk
    firms: FirmDesk | None  # None for who reads no firm
    counted: str  # in which regions needs and items are counted: no longer the whole country's
    first_steps: Sequence[FirstStep]
    address: str  # what to tell who tends the site of the links that people get

    @property
    def nothing_waits(self) -> bool:
        firms_wait = self.firms is not None and self.firms.waits
        return self.desk.is_empty and not firms_wait and not self.first_steps

    @property
    def session_title(self) -> str:
        session = self.desk.session
        sits = session is not None and session.state == SessionState.OPEN
        return _("Session under way") if sits else _("Next session")


def desk_page(user: User, host: str) -> DeskPage:
    tends = may_somewhere(user, Permission.ACCOUNT_INVITE)
    return DeskPage(
        searched=_searched(user),
        desk=queries.desk(user),
        firms=_firms(user) if may_somewhere(user, Permission.FIRM_VIEW) else None,
        counted=_counted(user),
        first_steps=_first_steps() if tends and not settings.DEMO else [],
        address=standing.advice_on_links(host) if tends else "",
    )


def _searched(user: User) -> str:
    things = {
        Permission.FIRM_VIEW: pgettext("search", "firms"),
        Permission.NEED_VIEW: pgettext("search", "needs"),
        Permission.ITEM_VIEW: pgettext("search", "items"),
        Permission.ACTION_VIEW: pgettext("search", "actions"),
    }
    seen = [word for permission, word in things.items() if may_somewhere(user, permission)]
    seen += [pgettext("search", "products"), pgettext("search", "regions")]
    return _("Search: %(things)s") % {"things": formats.row(seen, formats.language())}


def _counted(user: User) -> str:
    needs = regions_where(user, Permission.NEED_VIEW)
    items = regions_where(user, Permission.ITEM_VIEW)
    if needs and items != needs:
        template = _("Needs counted in: %(needs)s. Items counted in: %(items)s.")
        return template % {"needs": _places(needs), "items": _places(items)}
    return _("Counted in: %(regions)s.") % {"regions": _places(items)}


def _places(codes: Collection[str] | None) -> str:
    if codes is None:
        return _("Whole country")
    names = [region.name for region in regions() if region.code in codes]
    return formats.row(names, formats.language())


def _first_steps() -> list[FirstStep]:
    """What a new site waits for; nothing once all of it is there."""
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


def _firms(user: User) -> FirmDesk:
    calls = may_somewhere(user, Permission.NEED_RECORD)
    days = choice_of(user).silent_after
    codes = regions_where(user, Permission.FIRM_VIEW)
    return FirmDesk(
        silence=silence_counts(codes, days) if calls else None,
        days=days,
        steps=next_steps(user),
        referrals=waiting_referrals(user),
        answers=fresh_answers(user),
        filed=undecided(user),
        news=news_for_follower(user, firms_visible_to(user, Permission.FIRM_VIEW)),
    )
