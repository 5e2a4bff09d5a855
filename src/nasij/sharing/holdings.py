"""To which colleagues a firm was shown, as a part of its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.sharing.models import Referral, Share
from nasij.ui import formats


def _day(value: date) -> str:
    return formats.day(value, formats.language())


def _shown(firm: Firm) -> list[Entry]:
    """To whom the record was shown beyond its region, by role, and why."""
    shares = Share.objects.filter(firm=firm).select_related("region").order_by("id")
    referrals = Referral.objects.filter(firm=firm).order_by("id")
    return [
        *(
            Entry(
                share.region.name if share.region else _("A member of the team"),
                _("until %(day)s") % {"day": _day(share.ends_on)} if share.ends_on else _("Shared"),
                _day(timezone.localdate(share.shared_at)),
            )
            for share in shares
        ),
        *(
            Entry(
                _("Referred to an adviser"),
                referral.reason,
                _day(timezone.localdate(referral.sent_at)),
            )
            for referral in referrals
        ),
    ]


def _count(firms: Sequence[Firm], words: Words) -> int:
    return sum(table.objects.filter(firm__in=firms).count() for table in (Share, Referral))


def _end(firms: Sequence[Firm], words: Words) -> int:
    return sum(table.objects.filter(firm__in=firms).delete()[0] for table in (Share, Referral))


SHOWN = Part(
    "sharing",
    gettext_lazy("Colleagues it was shown to"),
    gettext_lazy("Shares with colleagues"),
    _shown,
    _count,
    _end,
    nobody,
)
