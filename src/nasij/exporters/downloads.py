"""Lists of firms as files, in the layout that goes in: what comes out can be brought back."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.exporters.fields import COLUMNS, KEYS, headings, registry_cells
from nasij.exporters.models import Firm
from nasij.files.places import Places
from nasij.ui import formats
from nasij.ui.spreadsheets import add_sheet, harmless, new_book, sent, write_line

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
    """Streamed, UTF-8 with BOM so that spreadsheets read Arabic right; rows counted in the name."""
    count = firms.count()
    lines = _csv_lines(firms, formats.language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(count)}.csv"'
    response["X-Row-Count"] = str(count)
    return response


def _csv_lines(firms: QuerySet[Firm], language: str) -> Iterator[str]:
    """Line by line in the language asked for: the page's own is over when lines are sent."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    with override(language):
        writer.writerow(headings())
    for number, cells in enumerate(firm_rows(firms, language), start=1):
        writer.writerow([harmless(cell) for cell in cells])
        if number % 500 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def firms_as_xlsx(firms: QuerySet[Firm]) -> HttpResponseBase:
    """Written to disk row by row, then sent; a second sheet says what the file holds."""
    count = firms.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.xlsx"
        with new_book(path) as book:
            sheet = add_sheet(book, _("Firms"), headings())
            for row, cells in enumerate(firm_rows(firms, formats.language()), start=1):
                write_line(sheet, row, cells)
            guide = add_sheet(book, _("Guide"), (_("Column"), _("Meaning")))
            for row, column in enumerate(COLUMNS, start=1):
                write_line(guide, row, (str(column.label), str(column.help)))
            write_line(guide, len(COLUMNS) + 2, (_stated(count),))
        response = sent(path, f"{_file_name(count)}.xlsx")
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
