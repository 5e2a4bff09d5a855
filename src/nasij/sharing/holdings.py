"""To which colleagues a firm was shown, as a part of its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.cleaning import clean_rows
from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.sharing.models import Referral, Share
from nasij.ui import formats


def _span(ends_on: date | None, closed_at: datetime | None) -> str:
    """Until when it counts, or counted: it may be ended before its last day."""
    days = [
        *([ends_on] if ends_on else []),
        *([timezone.localdate(closed_at)] if closed_at else []),
    ]
    if not days:
        return ""
    day, is_over = min(days), closed_at is not None or min(days) < timezone.localdate()
    told = _("ended on %(day)s") if is_over else _("until %(day)s")
    return told % {"day": formats.day_for_reader(day)}


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _shown(firm: Firm) -> list[Entry]:
    """To whom the record was shown beyond its region, by role, why, and what was said of it."""
    shares = Share.objects.filter(firm=firm).select_related("region").order_by("id")
    referrals = Referral.objects.filter(firm=firm).order_by("id")
    return [
        *(
            Entry(
                share.region.name if share.region else _("A member of the team"),
                _joined(_span(share.ends_on, share.withdrawn_at) or _("Shared"), share.reason),
                formats.day_for_reader(share.shared_at),
            )
            for share in shares
        ),
        *(
            Entry(
                _("Referred to an adviser"),
                _joined(referral.reason, referral.question, referral.outcome),
                _joined(
                    formats.day_for_reader(referral.sent_at),
                    _span(referral.ends_on, referral.closed_at),
                ),
            )
            for referral in referrals
        ),
    ]


def _count(firms: Sequence[Firm], words: Words) -> int:
    return sum(table.objects.filter(firm__in=firms).count() for table in (Share, Referral))


def _end(firms: Sequence[Firm], words: Words) -> int:
    done = sum(table.objects.filter(firm__in=firms).delete()[0] for table in (Share, Referral))
    clean_rows(Share.objects.all(), words, "reason")
    clean_rows(Referral.objects.all(), words, "reason", "question", "outcome")
    return done


SHOWN = Part(
    "sharing",
    gettext_lazy("Colleagues it was shown to"),
    gettext_lazy("Shares with colleagues"),
    _shown,
    _count,
    _end,
    nobody,
)
