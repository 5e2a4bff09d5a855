"""To whom a firm was shown: shares, referrals and lists, as a part of its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm, ListedFirm, Referral, Share
from nasij.ui import formats


def _day(value: date) -> str:
    return formats.day(value, formats.language())


def _shared(firm: Firm) -> list[Entry]:
    """To whom the record was shown beyond its region, by role, and why."""
    shares = (
        Entry(
            share.region.name if share.region else _("A member of the team"),
            _("until %(day)s") % {"day": _day(share.ends_on)} if share.ends_on else _("Shared"),
            _day(timezone.localdate(share.shared_at)),
        )
        for share in Share.objects.filter(firm=firm).select_related("region").order_by("id")
    )
    referrals = (
        Entry(
            _("Referred to an adviser"), referral.reason, _day(timezone.localdate(referral.sent_at))
        )
        for referral in Referral.objects.filter(firm=firm).order_by("id")
    )
    lists = (
        Entry(_("On a list of the team"), listed.list.name, listed.note)
        for listed in ListedFirm.objects.filter(firm=firm).select_related("list").order_by("id")
    )
    return list(chain(shares, referrals, lists))


def _count_shared(firms: Sequence[Firm], words: Words) -> int:
    tables = (Share, Referral, ListedFirm)
    return sum(table._default_manager.filter(Q(firm__in=firms)).count() for table in tables)


def _end_shared(firms: Sequence[Firm], words: Words) -> int:
    gone = 0
    for table in (Share, Referral, ListedFirm):
        gone += table._default_manager.filter(Q(firm__in=firms)).delete()[0]
    return gone


SHOWN = Part(
    "sharing",
    gettext_lazy("Colleagues and lists"),
    gettext_lazy("Shares with colleagues"),
    _shared,
    _count_shared,
    _end_shared,
    nobody,
)
