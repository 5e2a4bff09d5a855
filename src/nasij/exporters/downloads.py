"""Lists of firms as files, in the layout that goes in: what comes out can be brought back."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from io import StringIO
from pathlib import Path

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.exporters.acts.applying import remembered_columns, source_of
from nasij.exporters.intake.layout import COLUMNS, KEYS
from nasij.exporters.intake.places import Places
from nasij.exporters.intake.readers import open_table
from nasij.exporters.intake.rows import registry_cells
from nasij.exporters.intake.sheets import (
    add_sheet,
    new_book,
    write_line,
    write_rejects,
    write_template,
)
from nasij.exporters.models import Firm, ImportRun
from nasij.exporters.rights.record import record_of
from nasij.ui.spreadsheets import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BATCH = 2000


def firm_rows(firms: QuerySet[Firm]) -> Iterator[list[str]]:
    """Cells of each firm, in the order of the layout; a constant number of queries per batch."""
    places = Places.load()
    for firm in firms.prefetch_related("products").iterator(chunk_size=_BATCH):
        cells = registry_cells(firm, sorted(product.code for product in firm.products.all()))
        if firm.commune is not None:
            cells["commune"] = places.written(firm.commune, firm.region)
        yield [cells[key] for key in KEYS]


def firms_as_csv(firms: QuerySet[Firm]) -> HttpResponseBase:
    """Streamed, UTF-8 with BOM so that spreadsheets read Arabic right; rows counted in the name."""
    count = firms.count()
    response = StreamingHttpResponse(_csv_lines(firms), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(count)}.csv"'
    response["X-Row-Count"] = str(count)
    return response


def _csv_lines(firms: QuerySet[Firm]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    writer.writerow(KEYS)
    for number, cells in enumerate(firm_rows(firms), start=1):
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
            sheet = add_sheet(book, "registry", KEYS)
            for row, cells in enumerate(firm_rows(firms), start=1):
                write_line(sheet, row, cells)
            guide = add_sheet(book, _("Guide"), (_("Column"), _("Name"), _("Meaning")))
            for row, column in enumerate(COLUMNS, start=1):
                write_line(guide, row, (column.key, str(column.label), str(column.help)))
            write_line(guide, len(COLUMNS) + 2, (_stated(count),))
        response = _sent(path, f"{_file_name(count)}.xlsx")
    response["X-Row-Count"] = str(count)
    return response


def _stated(count: int) -> str:
    return ngettext(
        "This file holds %(count)s firm; made on %(day)s.",
        "This file holds %(count)s firms; made on %(day)s.",
        count,
    ) % {"count": count, "day": date.today().isoformat()}


def _file_name(count: int) -> str:
    return f"firms-{date.today().isoformat()}-{count}-rows"


def _sent(path: Path, name: str) -> FileResponse:
    # The file stays readable through its handle after its folder is gone.
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def template_file(kind: str, language: str) -> HttpResponseBase:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"registry.{kind}"
        write_template(path, language)
        return _sent(path, path.name)


def rejects_file(run: ImportRun) -> HttpResponseBase:
    """The rejects in the language of the person who asks."""
    table = open_table(source_of(run), run.file_name, remembered_columns())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejects.xlsx"
        write_rejects(run, table, path)
        return _sent(path, f"rejects-{run.pk}.xlsx")


def record_file(firm: Firm, kind: str) -> HttpResponseBase:
    """All that is held about one firm: its row in the layout of the import, then every class."""
    return _record_as_json(firm) if kind == "json" else _record_as_xlsx(firm)


def _record_as_json(firm: Firm) -> HttpResponseBase:
    rows = Firm.objects.filter(pk=firm.pk).select_related("region", "commune")
    answer = {
        "made_on": date.today().isoformat(),
        "registry": dict(zip(KEYS, next(firm_rows(rows)), strict=True)),
        "record": [asdict(section) for section in record_of(firm)],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="record-{date.today()}.json"'
    return response


def _record_as_xlsx(firm: Firm) -> HttpResponseBase:
    rows = Firm.objects.filter(pk=firm.pk).select_related("region", "commune")
    headings = (_("Class"), _("What"), _("Value"), _("Who said so, when"), _("Why"), _("How long"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        with new_book(path) as book:
            sheet = add_sheet(book, "registry", KEYS)
            write_line(sheet, 1, next(firm_rows(rows)))
            held = add_sheet(book, _("The record"), headings)
            row = 1
            for section in record_of(firm):
                for entry in section.entries:
                    said = (section.title, entry.label, entry.value, entry.note)
                    write_line(held, row, (*said, section.why, section.kept))
                    row += 1
        return _sent(path, f"record-{date.today()}.xlsx")
