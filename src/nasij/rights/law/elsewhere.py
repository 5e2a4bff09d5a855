"""What other parts of this room hold of a firm: lines of files, shares, referrals and lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nasij.exporters.models import Firm, ListedFirm, Referral, Share
from nasij.filings.matching.forgetting import leave_lines, lines_of
from nasij.filings.models import Filing
from nasij.rights.law.parts import Entry, Part
from nasij.rights.law.redaction import Words
from nasij.ui import formats


def _day(value: date) -> str:
    return formats.day(value, get_language() or "fr")


def _in_files(firm: Firm) -> list[Entry]:
    rows = Filing.objects.filter(filed_firm__firm=firm).select_related("snapshot", "filed_firm")
    return [
        Entry(
            str(row.snapshot),
            _("%(first)s to %(last)s") % {"first": row.first_year, "last": row.last_year},
            str(row.filed_firm.get_state_display()),
        )
        for row in rows.order_by("-last_year", "id")
    ]


def _count_lines(firms: Sequence[Firm], words: Words) -> int:
    return sum(len(lines_of(firm)) for firm in firms)


def _leave_lines(firms: Sequence[Firm], words: Words) -> int:
    return sum(leave_lines(firm, by=None) for firm in firms)


def _nobody(since: date) -> set[int]:
    """A file or a share is no sign of life: the firm itself did nothing."""
    return set()


FILES_OF_A_FIRM = Part(
    "files",
    gettext_lazy("Customs and association files"),
    ("filings.filedfirm.firm", "filings.filedfirm_not_firms.firm"),
    _in_files,
    _count_lines,
    _leave_lines,
    _nobody,
)


def _shared(firm: Firm) -> list[Entry]:
    """To whom the record was shown beyond its region, by role, and why."""
    shares = (
        Entry(
            one.region.name if one.region else _("A member of the team"),
            _("until %(day)s") % {"day": _day(one.ends_on)} if one.ends_on else _("Shared"),
            _day(one.shared_at.date()),
        )
        for one in Share.objects.filter(firm=firm).select_related("region").order_by("id")
    )
    referrals = (
        Entry(_("Referred to an adviser"), one.reason, _day(one.sent_at.date()))
        for one in Referral.objects.filter(firm=firm).order_by("id")
    )
    lists = (
        Entry(_("On a list of the team"), one.list.name, one.note)
        for one in ListedFirm.objects.filter(firm=firm).select_related("list").order_by("id")
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


SHARES_OF_A_FIRM = Part(
    "sharing",
    gettext_lazy("Colleagues and lists"),
    ("exporters.share.firm", "exporters.referral.firm", "exporters.listedfirm.firm"),
    _shared,
    _count_shared,
    _end_shared,
    _nobody,
)
