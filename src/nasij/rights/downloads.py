"""A firm's own record as a file."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.exporters.downloads import firm_rows
from nasij.exporters.fields import KEYS, headings
from nasij.exporters.models import Firm
from nasij.rights.law.record import record_of
from nasij.ui import formats
from nasij.ui.spreadsheets import Sheet, book_sent


def record_file(firm: Firm, kind: str) -> HttpResponseBase:
    """All that is held about one firm: its row in the layout of the import, then every class."""
    return _record_as_json(firm) if kind == "json" else _record_as_xlsx(firm)


def _record_as_json(firm: Firm) -> HttpResponseBase:
    rows = Firm.objects.filter(pk=firm.pk).select_related("region", "commune")
    answer = {
        "made_on": timezone.localdate().isoformat(),
        "registry": dict(zip(KEYS, next(firm_rows(rows, formats.language())), strict=True)),
        "record": [asdict(section) for section in record_of(firm)],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate()}.json"'
    return response


def _record_as_xlsx(firm: Firm) -> HttpResponseBase:
    rows = Firm.objects.filter(pk=firm.pk).select_related("region", "commune")
    classes = (_("Class"), _("What"), _("Value"), _("Who said so, when"), _("Why"), _("How long"))
    held = (
        (section.title, entry.label, entry.value, entry.note, section.why, section.kept)
        for section in record_of(firm)
        for entry in section.entries
    )
    sheets = (
        Sheet(_("Firms"), headings(), firm_rows(rows, formats.language())),
        Sheet(_("The record"), classes, held),
    )
    return book_sent(f"record-{timezone.localdate()}.xlsx", sheets)
