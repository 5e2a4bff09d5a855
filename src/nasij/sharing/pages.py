"""What is shown of firms that colleagues hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.exporters.models import Firm
from nasij.exporters.permissions import may_on
from nasij.sharing import queries, tables
from nasij.sharing.models import Referral
from nasij.ui import formats
from nasij.ui.parts import Cell, Table

LATEST = 100  # referrals shown


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Who sees a firm from elsewhere today, and the address at which that ends."""

    who: str
    what: str
    until: str
    reason: str
    end_url: str


def shown_to(firm: Firm) -> list[ShownTo]:
    shares = [
        ShownTo(
            who=share.with_whom,
            what=_("reads and writes") if share.may_edit else _("reads"),
            until=_until(share.ends_on, _("until withdrawn")),
            reason=share.reason,
            end_url=reverse("sharing:share_withdraw", args=[share.pk]),
        )
        for share in queries.shares_of(firm)
    ]
    referrals = [
        ShownTo(
            who=str(referral.recipient),
            what=_("was asked by %(person)s") % {"person": referral.sender or "–"},
            until=_until(referral.ends_on, _("until answered")),
            reason="",
            end_url=reverse("sharing:referral_end", args=[referral.pk]),
        )
        for referral in queries.referrals_of(firm)
    ]
    return shares + referrals


def _until(day: date | None, otherwise: str) -> str:
    if day is None:
        return otherwise
    return _("until %(day)s") % {"day": formats.day_for_reader(day)}


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    received: Table
    sent: Table


def referrals_page(user: User) -> ReferralsPage:
    received, sent = queries.referrals_received(user), queries.referrals_sent(user)
    return ReferralsPage(
        received=tables.referrals_table(received[:LATEST], received=True, caption=_("Sent to me")),
        sent=tables.referrals_table(sent[:LATEST], received=False, caption=_("Sent by me")),
    )


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """A firm handed on with a question; each of the two does only their own part."""

    state: Cell
    sees_firm: bool
    may_answer: bool
    may_withdraw: bool


def referral_page(referral: Referral, user: User) -> ReferralPage:
    is_mine = referral.recipient == user
    return ReferralPage(
        state=tables.referral_cell(referral),
        sees_firm=may_on(user, Permission.FIRM_VIEW, referral.firm),
        may_answer=is_mine and referral.is_open,
        may_withdraw=not is_mine and referral.is_open,
    )
