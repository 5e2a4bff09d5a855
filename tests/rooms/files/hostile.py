"""Good tables made hostile: as text, as workbooks, packed, as web pages, as Parquet."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from tests.rooms.files.doors import Table

Make = Callable[[Path, Table], Path]


def lines_of(table: Table, between: str = ";", end: str = "\n") -> str:
    return "".join(between.join(row) + end for row in table)


def as_bytes(content: Callable[[Table], bytes], name: str = "f.csv") -> Make:
    def make(folder: Path, table: Table) -> Path:
        (folder / name).write_bytes(content(table))
        return folder / name

    return make


def as_text(content: Callable[[Table], str], encoding: str = "utf-8") -> Make:
    return as_bytes(lambda table: content(table).encode(encoding))


def amount(written: str) -> Make:
    """The first amount, written otherwise."""
    return as_text(lambda table: lines_of([table[0], [*table[1][:-1], written], *table[2:]]))


def _unclosed(table: Table) -> str:
    head, first, *others = table
    return lines_of([head, [f'"{first[0]}', *first[1:]], *others])


def _embraced(table: Table) -> str:
    return lines_of([[f"\u202a{cell}\u202c\u200b\ufeff" for cell in row] for row in table])


def _fraction(cell: str) -> str:
    """As programs write the whole numbers of a column with gaps."""
    return f"{cell}.0" if cell.isdigit() else cell


TEXT: dict[str, Make] = {
    "as it is": as_text(lines_of),
    "UTF-16 without its mark": as_text(lines_of, "utf-16-le"),
    "Windows letters": as_text(lines_of, "cp1252"),
    "sep= above": as_text(lambda table: "\ufeffsep=;\n" + lines_of(table)),
    "carriage returns alone": as_text(lambda table: lines_of(table, end="\r")),
    "NUL among the letters": as_text(lambda table: lines_of(table).replace("a", "a\x00")),
    "invisible marks": as_text(_embraced),
    "a quotation mark never closed": as_text(_unclosed),
    "read as Windows and saved again": as_text(
        lambda table: lines_of(table).encode().decode("cp1252")
    ),
    "a cell too many": as_text(
        lambda table: lines_of([table[0], [*table[1][:1], "x", *table[1][1:]], *table[2:]])
    ),
    "headings again in the middle": as_text(
        lambda table: lines_of([*table[:2], table[0], *table[2:]])
    ),
    "a total below": as_text(
        lambda table: lines_of([*table, ["Total", *[""] * (len(table[0]) - 2), "1562"]])
    ),
    "a source below": as_text(lambda table: lines_of(table) + "Source : Office des changes\n"),
    "cut in its last line": as_text(lambda table: lines_of(table)[:-9]),
    "the first row twice": as_text(lambda table: lines_of([*table, table[1]])),
    "whole numbers with .0": as_text(lambda table: lines_of([[*map(_fraction, r)] for r in table])),
}
AMOUNTS: dict[str, Make] = {
    "not a number": amount("nan"),
    "no end of digits": amount("9" * 60),
    "an exponent": amount("1E3"),
    "below zero": amount("-5"),
    "accountants' brackets": amount("(5)"),
    "a comma that may be two": amount("1,250"),
    "a comma says what a point is": as_text(
        lambda table: lines_of(
            [table[0], [*table[1][:-1], "1.250"], table[2], [*table[3][:-1], f"{table[3][-1]},0"]]
        )
    ),
    "Arabic digits": amount("١٢٥٠"),
    "narrow blanks": amount("1\u202f250"),
    "blanks out of place": amount("12 50"),
    "a formula's error": amount("#REF!"),
    "a formula": amount("=1+1"),
    "a day": amount("12/03/2024"),
    "a currency": amount("1250 DH"),
    "a letter among digits": amount("12O5"),
}


# --- workbooks --------------------------------------------------------------------------------


def book(fill: Callable[[xlsxwriter.Workbook, Table], None]) -> Make:
    def make(folder: Path, table: Table) -> Path:
        with xlsxwriter.Workbook(str(folder / "f.xlsx")) as made:
            fill(made, table)
        return folder / "f.xlsx"

    return make


def put(sheet: xlsxwriter.worksheet.Worksheet, table: Table, row: int = 0, column: int = 0) -> None:
    for number, cells in enumerate(table, start=row):
        sheet.write_row(number, column, [_typed(cell) for cell in cells])


def _typed(cell: str) -> str | float:
    """Amounts and years as numbers; codes stay text."""
    is_number = cell.replace(".", "", 1).isdigit() and (len(cell) < 6 or "." in cell)
    return float(cell) if is_number else cell


def last_amount(write: Callable[..., object]) -> Make:
    def fill(made: xlsxwriter.Workbook, table: Table) -> None:
        sheet = made.add_worksheet()
        put(sheet, table)
        write(made, sheet, 1, len(table[0]) - 1)

    return book(fill)


def _hidden(made: xlsxwriter.Workbook, table: Table) -> None:
    put(made.add_worksheet("2025"), table)
    old = made.add_worksheet("ancien")
    put(old, [table[0], [*table[1][:-1], "9"]])
    old.hide()


def _two(made: xlsxwriter.Workbook, table: Table) -> None:
    put(made.add_worksheet("A"), table[:2])
    put(made.add_worksheet("B"), [table[0], *table[2:]])


def _merged_title(made: xlsxwriter.Workbook, table: Table) -> None:
    sheet = made.add_worksheet()
    sheet.merge_range(0, 0, 1, len(table[0]) - 1, "Tableau")
    put(sheet, table, row=3)


def _numbers_as_text(made: xlsxwriter.Workbook, table: Table) -> None:
    sheet = made.add_worksheet()
    for number, cells in enumerate(table):
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, cell)


def _glued(made: xlsxwriter.Workbook, table: Table) -> None:
    sheet = made.add_worksheet()
    for number, cells in enumerate(table):
        sheet.write_string(number, 0, ";".join(cells))


def _from_1904(folder: Path, table: Table) -> Path:
    with xlsxwriter.Workbook(str(folder / "f.xlsx"), {"date_1904": True}) as made:
        put(made.add_worksheet(), table)
    return folder / "f.xlsx"


WORKBOOKS: dict[str, Make] = {
    "plain": book(lambda made, table: put(made.add_worksheet(), table)),
    "far from the corner": book(lambda made, table: put(made.add_worksheet(), table, 15, 6)),
    "below a merged title": book(_merged_title),
    "a hidden sheet beside": book(_hidden),
    "cut into two sheets": book(_two),
    "numbers as text": book(_numbers_as_text),
    "lines in one column": book(_glued),
    "counted from 1904": _from_1904,
    "an error for an amount": last_amount(
        lambda made, sheet, r, c: sheet.write_formula(r, c, "=NA()", None, "#N/A")
    ),
    "true for an amount": last_amount(lambda made, sheet, r, c: sheet.write_boolean(r, c, True)),
    "a day for an amount": last_amount(
        lambda made, sheet, r, c: sheet.write_number(
            r, c, 45000, made.add_format({"num_format": "dd/mm/yyyy"})
        )
    ),
    "an hour for an amount": last_amount(
        lambda made, sheet, r, c: sheet.write_number(
            r, c, 0.5, made.add_format({"num_format": "hh:mm"})
        )
    ),
    "1e300 for an amount": last_amount(lambda made, sheet, r, c: sheet.write_number(r, c, 1e300)),
    "a formula nobody computed": last_amount(
        lambda made, sheet, r, c: sheet.write_formula(r, c, "=1+1", None, "")
    ),
}


# --- packed -----------------------------------------------------------------------------------


def zipped(members: Callable[[bytes], dict[str, bytes]]) -> Make:
    def pack(table: Table) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members(lines_of(table).encode()).items():
                archive.writestr(name, content)
        return made.getvalue()

    return as_bytes(pack, "f.zip")


def packed(table: Table) -> bytes:
    return gzip.compress(lines_of(table).encode())


def _locked(table: Table) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("f.csv", lines_of(table))
    raw = bytearray(made.getvalue())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


PACKED: dict[str, Make] = {
    "gz": as_bytes(packed, "f.csv.gz"),
    "gz named csv": as_bytes(packed, "f.csv"),
    "gz cut": as_bytes(lambda table: packed(table)[:-12], "f.csv.gz"),
    "gz with rubbish behind": as_bytes(lambda table: packed(table) + b"rubbish", "f.csv.gz"),
    "gz in two pieces": as_bytes(
        lambda table: packed(table[:2]) + gzip.compress(lines_of(table[2:]).encode()), "f.csv.gz"
    ),
    "gz with a wrong sum": as_bytes(lambda table: packed(table)[:-8] + bytes(8), "f.csv.gz"),
    "zip": zipped(lambda csv: {"f.csv": csv}),
    "zip with what a Mac adds": zipped(lambda csv: {"f.csv": csv, "__MACOSX/._f.csv": b"\x00\x05"}),
    "zip of two tables": zipped(lambda csv: {"a.csv": csv, "b.csv": csv}),
    "zip that climbs": zipped(lambda csv: {"../../../tmp/f.csv": csv}),
    "zip of nothing": zipped(lambda csv: {}),
    "zip of a PDF": zipped(lambda csv: {"f.pdf": b"%PDF-1.7"}),
    "zip under a password": as_bytes(_locked, "f.zip"),
    "zip of a gz": zipped(lambda csv: {"f.csv.gz": gzip.compress(csv)}),
}


# --- web pages --------------------------------------------------------------------------------


def page(cells: Callable[[Table], str]) -> Make:
    return as_bytes(lambda table: cells(table).encode(), "f.xls")


def html_rows(table: Table, cell: str = "<td>%s</td>") -> str:
    return "".join("<tr>" + "".join(cell % text for text in row) + "</tr>" for row in table)


WEB: dict[str, Make] = {
    "a table": page(lambda table: f"<html><table>{html_rows(table)}</table></html>"),
    "nothing closed": page(
        lambda table: (
            "<html><table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in r) for r in table)
        )
    ),
    "scripts and comments": page(
        lambda table: (
            f"<html><script>x='<table>'</script><!-- <tr> --><table>{html_rows(table)}</table>"
        )
    ),
    "a script in a cell": page(
        lambda table: f"<html><table>{html_rows(table, '<td>%s<script>9</script></td>')}</table>"
    ),
    "a style in a cell": page(
        lambda table: f"<html><table>{html_rows(table, '<td>%s<style>td{{}}</style></td>')}</table>"
    ),
    "a table in a cell": page(
        lambda table: f"<html><table>{html_rows(table, '<td>%s<table></table></td>')}</table>"
    ),
    "a menu before": page(
        lambda table: (
            f"<html><table><tr><td>Accueil</td></tr></table><table>{html_rows(table)}</table>"
        )
    ),
    "an endless span": page(
        lambda table: (
            f"<html><table><tr><td colspan=999999999>Titre</td></tr>{html_rows(table)}</table>"
        )
    ),
    "rows that span": page(
        lambda table: (
            f"<html><table>{html_rows(table[:1])}<tr>"
            + "".join(f"<td rowspan=2>{c}</td>" for c in table[1][:-1])
            + f"<td>{table[1][-1]}</td></tr><tr><td>7</td></tr>{html_rows(table[2:])}</table>"
        )
    ),
    "no table": page(lambda table: f"<html><p>{lines_of(table)}</p></html>"),
    "ten thousand tables deep": page(
        lambda table: f"<html>{'<table><tr><td>' * 10_000}{html_rows(table)}"
    ),
}


# --- Parquet ----------------------------------------------------------------------------------


def parquet(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Make:
    def make(folder: Path, table: Table) -> Path:
        frame = pl.DataFrame(table[1:], schema=table[0], orient="row")
        change(frame).write_parquet(folder / "f.parquet")
        return folder / "f.parquet"

    return make


def _last(values: pl.Series) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda frame: frame.with_columns(values.alias(frame.columns[-1]))


PARQUET: dict[str, Make] = {
    "text": parquet(lambda frame: frame),
    "floats": parquet(
        lambda frame: frame.with_columns(pl.col(frame.columns[-1]).cast(pl.Float64, strict=False))
    ),
    "not a number": parquet(_last(pl.Series([float("nan"), 12.0, 300.0]))),
    "infinite": parquet(_last(pl.Series([float("inf"), 12.0, 300.0]))),
    "lists": parquet(_last(pl.Series([[1], [2], [3]]))),
    "bytes": parquet(_last(pl.Series([b"1", b"\xff", b"3"]))),
    "bool": parquet(_last(pl.Series([True, False, True]))),
    "days": parquet(_last(pl.Series([date(2024, 1, 1)] * 3))),
    "categories": parquet(lambda frame: frame.with_columns(pl.all().cast(pl.Categorical))),
    "decimals": parquet(
        lambda frame: frame.with_columns(
            pl.col(frame.columns[-1]).cast(pl.Decimal(20, 4), strict=False)
        )
    ),
    "no rows": parquet(lambda frame: frame.clear()),
    "cut": lambda folder, table: _cut(parquet(lambda frame: frame)(folder, table), 40),
    "cut by four bytes": lambda folder, table: _cut(parquet(lambda frame: frame)(folder, table), 4),
    "a hole": lambda folder, table: _hole(parquet(lambda frame: frame)(folder, table)),
}


def _cut(path: Path, count: int) -> Path:
    path.write_bytes(path.read_bytes()[:-count])
    return path


def _hole(path: Path) -> Path:
    raw = path.read_bytes()
    path.write_bytes(raw[:8] + bytes(60) + raw[68:])
    return path


_KINDS = {
    "text": TEXT,
    "amounts": AMOUNTS,
    "workbooks": WORKBOOKS,
    "packed": PACKED,
    "web": WEB,
    "parquet": PARQUET,
}
FILES = {(kind, title): make for kind, files in _KINDS.items() for title, make in files.items()}
plain = TEXT["as it is"]
