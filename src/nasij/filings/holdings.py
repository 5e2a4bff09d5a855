"""What files hold of a firm, as a part of its record."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.filings.matching.forgetting import leave_lines, lines_of
from nasij.filings.models import Filing


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


FILED = Part(
    "files",
    gettext_lazy("Customs and association files"),
    gettext_lazy("Lines of customs and association files"),
    _in_files,
    _count_lines,
    _leave_lines,
    nobody,
)
