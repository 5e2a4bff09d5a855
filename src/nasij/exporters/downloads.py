"""Lists of firms as files, in the layout that goes in: what comes out can be brought back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.exporters.fields import COLUMNS, KEYS, headings, registry_cells
from nasij.exporters.models import Firm
from nasij.files.places import Places
from nasij.ui import formats
from nasij.ui.spreadsheets import Sheet, book_sent, csv_sent

_BATCH = 2000


def firm_rows(firms: QuerySet[Firm], language: str) -> Iterator[list[str]]:
    """Cells of each firm, in the order of the layout; a constant number of queries per batch.

    Choices are written in the words of the screen: they are read again when the file comes back.
    """
    places = Places.load()
    with override(language):
        choices = {
            "status": {status.value: str(status.label) for status in FirmStatus},
            "legal_form": {form.value: str(form.label) for form in LegalForm},
        }
    for firm in firms.prefetch_related("products").iterator(chunk_size=_BATCH):
        cells = registry_cells(firm, sorted(product.code for product in firm.products.all()))
        if firm.commune is not None:
            cells["commune"] = places.written(firm.commune, firm.region)
        for key, words in choices.items():
            cells[key] = words.get(cells[key], "")
        yield [cells[key] for key in KEYS]


def firms_as_csv(firms: QuerySet[Firm]) -> HttpResponseBase:
    """Streamed; rows counted in the name."""
    count = firms.count()
    rows = chain([headings()], firm_rows(firms, formats.language()))
    response = csv_sent(f"{_file_name(count)}.csv", rows)
    response["X-Row-Count"] = str(count)
    return response


def firms_as_xlsx(firms: QuerySet[Firm]) -> HttpResponseBase:
    """Written to disk row by row, then sent; a second sheet says what the file holds."""
    count = firms.count()
    guide = [(str(column.label), str(column.help)) for column in COLUMNS]
    sheets = (
        Sheet(_("Firms"), headings(), firm_rows(firms, formats.language())),
        Sheet(_("Guide"), (_("Column"), _("Meaning")), (*guide, (), (_stated(count),))),
    )
    response = book_sent(f"{_file_name(count)}.xlsx", sheets)
    response["X-Row-Count"] = str(count)
    return response


def _stated(count: int) -> str:
    return ngettext(
        "This file holds %(count)s firm; made on %(day)s.",
        "This file holds %(count)s firms; made on %(day)s.",
        count,
    ) % {"count": count, "day": timezone.localdate().isoformat()}


def _file_name(count: int) -> str:
    return f"firms-{timezone.localdate().isoformat()}-{count}-rows"
