"""What is shown of firms that colleagues hand to each other."""

from __future__ import annotations

from dataclasses import dataclass

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
    """With whom a firm is shared today."""

    share: int
    who: str
    what: str
    until: str
    reason: str


def shown_to(firm: Firm) -> list[ShownTo]:
    return [
        ShownTo(
            share=share.pk,
            who=share.with_whom,
            what=_("reads and writes") if share.may_edit else _("reads"),
            until=_("until %(day)s") % {"day": formats.day(share.ends_on, formats.language())}
            if share.ends_on
            else _("until withdrawn"),
            reason=share.reason,
        )
        for share in queries.shares_of(firm)
    ]


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
