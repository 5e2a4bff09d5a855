"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.audit.words import Kept
from nasij.exporters.holdings.tables import Erased, Holding, Merged
from nasij.exporters.life import ActsTold
from nasij.exporters.permissions import writes_as_own
from nasij.exporters.reach import ShownFirms
from nasij.exporters.sections import FirmSection
from nasij.sharing.enums import ReferralState, SharingVerb
from nasij.sharing.holdings import SHOWN
from nasij.sharing.queries import firms_shown_to
from nasij.sharing.sections import shown_to
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Way

TELLS = (
    NavEntry("referrals", _("Referrals"), "sharing:referrals", 8, Permission.FIRM_VIEW, "listen"),
    *SharingVerb,
    Kept("state", ReferralState, tuple(SharingVerb)),
    ActsTold("sharing", frozenset(SharingVerb)),
    ShownFirms(firms_shown_to),
    SHOWN,
    Holding("sharing.share.firm", _("Shares with colleagues"), Merged.MOVE, Erased.PART),
    Holding("sharing.referral.firm", _("Referrals"), Merged.MOVE, Erased.PART),
    FirmSection(shown_to, order=90),
    Way(
        "firm.hand_on",
        _("Refer to a colleague"),
        lambda firm: reverse("sharing:refer", args=[firm.pk]),
        writes_as_own,
    ),
    Way(
        "firm.hand_on",
        _("Share this firm"),
        lambda firm: reverse("sharing:share", args=[firm.pk]),
        writes_as_own,
    ),
)
