"""Tables to take away: CSV that Excel opens with its accents, or xlsx with a dictionary sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from nasij.datasets.queries import sentence
from nasij.potential import names, results, words
from nasij.potential.models import PotentialRun
from nasij.potential.results import PairsAsked
from nasij.ui import formats

BOM = "\ufeff"  # without it Excel reads Arabic and accents wrong
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows to take away, what each column means, and what must be said with them."""

    name: str
    columns: list[tuple[str, str, str]]  # (title, meaning, unit)
    rows: Sequence[Sequence[Any]]
    about: list[tuple[str, str]]


def pairs_sheet(run: PotentialRun, asked: PairsAsked) -> Sheet:
    frame = results.all_pairs(run.path, asked)
    products = names.product_names(frame["product"].unique())
    markets = names.market_names(frame["market"].unique())
    numbers = ("potential_usd", "actual_usd", "unrealised_usd", "realised_share")
    terms = ("supply", "demand", "ease")
    rows = [
        (
            row["product"],
            products[row["product"]],
            row["market"],
            markets[row["market"]],
            *(row[name] for name in (*numbers, *terms)),
        )
        for row in frame.iter_rows(named=True)
    ]
    name = f"potential-{run.exporter}-{len(rows)}-rows"
    return Sheet(name, _pair_columns(), rows, about(run, len(rows)))


def _pair_columns() -> list[tuple[str, str, str]]:
    return [
        (_("HS code"), _("Product, six digits of the Harmonised System"), _("code")),
        (_("Product"), _("Name of the product, or of its heading"), _("text")),
        (_("Market code"), _("Country, three letters of ISO 3166"), _("code")),
        (_("Market"), _("Name of the country"), _("text")),
        (_("Potential"), words.definition("potential"), _("USD a year")),
        (_("Actual exports"), words.definition("actual"), _("USD a year")),
        (_("Unrealised potential"), words.definition("unrealised"), _("USD a year")),
        (_("Realised share"), _("Actual over potential, at most 1"), _("share")),
        (_("Supply"), _("Share of world supply, corrected"), _("share")),
        (_("Demand"), _("Demand of the market open to the country"), _("USD a year")),
        (_("Ease of trade"), _("Trade of the two over what world shares suggest"), _("ratio")),
    ]


def about(run: PotentialRun, rows: int) -> list[tuple[str, str]]:
    """Source, edition, method, date and every remark: a figure never travels alone."""
    lines = [
        (_("Source"), words.source(run)),
        (_("Edition and years"), words.vintage(run)),
        (_("File"), f"{run.trade.origin} sha256:{run.trade.sha256}"),
        (_("Method"), f"{run.request['method']} {run.request['version']}"),
        (_("Computed on"), f"{run.computed_at:%Y-%m-%d}"),
        (_("Rows"), str(rows)),
        (_("Caution"), words.caution(run)),
        (_("Regions"), words.evidence(run)),
    ]
    remarks = [(_("Remark"), sentence(note)) for note in run.totals.get("notes", [])]
    return lines + remarks


def as_csv(sheet: Sheet) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_csv_lines(sheet), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    return answer


def _csv_lines(sheet: Sheet) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    yield BOM
    for row in ([title for title, _meaning, _unit in sheet.columns], *sheet.rows):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def as_xlsx(sheet: Sheet) -> HttpResponse:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        data = book.add_worksheet(_("Data")[:31])
        data.freeze_panes(1, 0)
        data.write_row(0, 0, [title for title, _meaning, _unit in sheet.columns], bold)
        for number, row in enumerate(sheet.rows, start=1):
            data.write_row(number, 0, row)
        dictionary = book.add_worksheet(_("Dictionary")[:31])
        dictionary.write_row(0, 0, [_("Column"), _("Meaning"), _("Unit")], bold)
        for number, column in enumerate(sheet.columns, start=1):
            dictionary.write_row(number, 0, column)
        for number, line in enumerate(sheet.about, start=len(sheet.columns) + 2):
            dictionary.write_row(number, 0, line)
        if formats.language() == "ar":
            data.right_to_left()
            dictionary.right_to_left()
    answer = HttpResponse(stream.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.xlsx"'
    return answer
