"""Where flows come from: a file, many yearly files, a folder, or a zip of them.

Each member becomes one readable file on disk, with its layout, before any row is read.
"""

from __future__ import annotations

import csv
import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl

from nasij_core.errors import (
    BadEncoding,
    BadInput,
    CellAmbiguous,
    LastLineCut,
    LineTooLong,
    MissingColumn,
    MixedRevisions,
    NoRows,
    QuoteNotClosed,
    TruncatedFile,
    UnknownFormat,
)

KINDS = (".csv", ".csv.gz", ".parquet", ".zip")
HEAD = 1 << 16
MOST_UNPACKED = 8 << 30  # bytes of one file: a year of the world is half a gigabyte
PARQUET_MARK = b"PAR1"
BESIDE = re.compile(r"readme|record|(?:country|product)_codes")  # names of what is not flows
YEAR_IN_NAME = re.compile(r"(?:^|[^0-9])Y?((?:19|20)\d{2})(?:[^0-9]|$)")
REVISION_IN_NAME = re.compile(r"(HS(?:92|96|02|07|12|17|22|27))", re.IGNORECASE)

CANONICAL = ("year", "exporter", "importer", "product", "value_usd")
LAYOUTS: dict[str, dict[str, str]] = {
    "baci": {"t": "year", "i": "exporter", "j": "importer", "k": "product", "v": "value_usd"},
    "kij": {"k": "product", "i": "exporter", "j": "importer", "v_usd": "value_usd"},
    "nasij": {name: name for name in CANONICAL if name != "year"},
}
YEAR_NAMES = ("year", "t")
TWO_WAYS = r"^[+-]?[1-9]\d{0,2}[%s]\d{3}$"  # a thousand, or one and three decimals
THOUSANDS = "value_kusd"  # what `Headings` call a column of thousands of USD
REVISION_NAMES = ("revision", "hs_revision", "classification", "classificationcode")

# Name of a file and its headings → those of year, exporter, importer, product, value_usd (USD) or
# value_kusd (thousands of USD); raises an error of the caller's where it cannot tell.
Headings = Callable[[str, Sequence[str]], Mapping[str, str]]
# A column as text, `row` its lines, and its name → its numbers; empty where a cell is none, an
# error of the caller's where one may be two.
Amounts = Callable[[pl.LazyFrame, str], pl.Expr]
# Writes text of other letters as UTF-8.
Letters = Callable[[Path, Path], None]


# What a column is (exporter, importer, product), its heading and its distinct texts → the texts to
# read instead, in the same order.
Spelling = Callable[[str, str, Sequence[str]], Sequence[str]]


# The rows of a file as they are, `row` their lines; the heading of its values, and how many USD one
# of them is; raises an error of the caller's where other columns deny that.
Beside = Callable[[pl.LazyFrame, str, int], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a caller knows of the ways of people: without it files are read as programs write."""

    headings: Headings
    amounts: Amounts
    letters: Letters
    spelling: Spelling
    beside: Beside


@dataclass(frozen=True, slots=True)
class Member:
    """One file of flows. `columns` maps its own names to ours; `year` comes from its name."""

    name: str
    path: Path
    layout: str
    columns: dict[str, str]
    thousands: bool = False  # its values are thousands of USD
    separator: str = ","
    padded: bool = False  # blanks around numbers, as some old releases have
    year: int | None = None
    first_line: int = 1  # of its rows; those of Parquet have no headings above them
    ended: bool = True  # False: text without a last line break, so its last row may be cut

    @property
    def is_parquet(self) -> bool:
        return self.path.suffix == ".parquet"

    @property
    def value(self) -> str:
        return next(own for own, ours in self.columns.items() if ours == "value_usd")


def list_files(source: Path) -> list[tuple[str, Path, str | None]]:
    """(name, file on disk, member inside a zip or None), country tables included."""
    if source.is_dir():
        paths = sorted(p for p in source.iterdir() if p.is_file() and not p.name.startswith("."))
    elif source.exists():
        paths = [source]
    else:
        raise UnknownFormat(source.name, "there is no such file or folder", KINDS)
    found: list[tuple[str, Path, str | None]] = []
    for path in paths:
        if path.suffix.lower() == ".zip":
            found += [(name, path, name) for name in _zip_names(path)]
        elif path.name.lower().endswith(KINDS):
            found.append((path.name, path, None))
        elif not source.is_dir():
            raise UnknownFormat(source.name, "its name ends otherwise", KINDS)
    return found


def _zip_names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise TruncatedFile(path.name, "the zip has no table of contents") from error
    kept = (name for name in names if not Path(name).name.startswith("."))  # what a Mac adds
    return sorted(name for name in kept if name.lower().endswith((".csv", ".parquet")))


def holds_many(source: Path) -> bool:
    return source.is_dir() or source.suffix.lower() == ".zip"


def is_code_table(name: str, kind: str) -> bool:
    return Path(name).name.lower().startswith(f"{kind}_codes")


def flow_files(source: Path) -> list[tuple[str, Path, str | None]]:
    files = list_files(source)
    if holds_many(source):  # notes and tables lie beside the flows
        files = [f for f in files if not BESIDE.match(Path(f[0]).name.lower())]
    if not files:
        raise NoRows(source.name)
    revisions = {m.group(1).upper() for f in files if (m := REVISION_IN_NAME.search(f[0]))}
    if len(revisions) > 1:
        raise MixedRevisions(source.name, sorted(revisions))
    return files


@contextmanager
def on_disk(name: str, path: Path, inside: str | None, scratch: Path) -> Iterator[Path]:
    """The member as a plain file: itself, or unpacked in `scratch` for as long as needed."""
    packed = inside is not None or name.lower().endswith(".gz")
    if not packed:
        yield path
        return
    plain = scratch / Path(name.removesuffix(".gz")).name
    try:
        _unpack(path, inside, plain)
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise TruncatedFile(name, "the packed data stops early") from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnknownFormat(
            name, "a password protects it, or a rare way of packing", KINDS
        ) from error
    try:
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def _unpack(path: Path, inside: str | None, plain: Path) -> None:
    with plain.open("wb") as out:
        if inside is None:
            with gzip.open(path) as stream:
                _copy(path.name, stream, out)
            return
        with zipfile.ZipFile(path) as archive, archive.open(inside) as stream:
            _copy(inside, stream, out)


def _copy(name: str, packed: IO[bytes] | gzip.GzipFile, out: IO[bytes]) -> None:
    left = MOST_UNPACKED
    while chunk := packed.read(1 << 20):
        left -= len(chunk)
        if left < 0:
            raise UnknownFormat(name, "unpacked it is larger than any table of flows", KINDS)
        out.write(chunk)


def describe(
    name: str, path: Path, *, markets: bool = True, headings: Headings | None = None
) -> Member:
    """Layout of one file on disk; refuses what is cut, empty, or of another kind. Without
    `markets` a table of exports by product will do; `headings` reads those of no layout of ours."""
    if path.stat().st_size == 0:
        raise NoRows(name)
    found = YEAR_IN_NAME.search(Path(name).name)
    year = int(found.group(1)) if found else None
    if path.suffix.lower() == ".parquet":
        titles = parquet_columns(name, path)
        layout, columns, thousands = _layout(name, titles, markets, headings)
        _one_revision(name, pl.scan_parquet(path), titles)
        return Member(name, path, layout, columns, thousands, year=year)
    header, sample = csv_head(name, path)
    separator = max(",;\t", key=header.count)
    titles = [title.strip().strip('"').lower() for title in header.split(separator)]
    layout, columns, thousands = _layout(name, titles, markets, headings)
    ended = check_csv_end(name, path, len(titles), separator, strict=layout == "baci")
    scan = pl.scan_csv(
        path,
        separator=separator,
        infer_schema=False,
        with_column_names=lambda names: [title.strip().strip('"').lower() for title in names],
    )
    _one_revision(name, scan, titles)
    padded = bool(re.search(rf"{re.escape(separator)} +[0-9.]", sample))
    return Member(
        name,
        path,
        layout,
        columns,
        thousands,
        separator,
        padded,
        year,
        first_line=first_line_of(path),
        ended=ended,
    )


def _one_revision(name: str, scan: pl.LazyFrame, titles: list[str]) -> None:
    """Refuse a file that says itself that its products are of two classifications."""
    for title in REVISION_NAMES:
        if title in titles:
            found = scan.select(pl.col(title).cast(pl.String).drop_nulls().unique()).collect()
            if found.height > 1:
                raise MixedRevisions(name, sorted(found[title]))


def parquet_columns(name: str, path: Path) -> list[str]:
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(-min(4, path.stat().st_size), 2)
        tail = stream.read(4)
    if head != PARQUET_MARK:
        raise UnknownFormat(name, "it does not begin as a Parquet file", KINDS)
    if tail != PARQUET_MARK:
        raise TruncatedFile(
            name, "a Parquet file ends with its table of contents, this one lacks it"
        )
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TruncatedFile(name, "its table of contents cannot be read") from error


def csv_head(name: str, path: Path) -> tuple[str, str]:
    with path.open("rb") as stream:
        raw = stream.read(HEAD)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadEncoding(name, "it is UTF-16, as Excel's “Unicode text” is")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnknownFormat(name, "it is a spreadsheet or an archive, not CSV text", KINDS)
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    try:
        text = [line.decode("utf-8") for line in (lines[:-1] if len(raw) == HEAD else lines)]
    except UnicodeDecodeError as error:
        raise BadEncoding(name, "its letters are written otherwise") from error
    if "\0" in "".join(text):
        raise BadEncoding(name, "it holds bytes that no text has")
    if not text and len(raw) == HEAD:
        raise UnknownFormat(name, "its first line is longer than headings are", KINDS)
    filled = [line for line in text if line.strip()]  # the parser skips empty lines above headings
    if not filled:
        raise NoRows(name)
    return filled[0], "\n".join(filled[1:200])


def first_line_of(path: Path) -> int:
    """The line of the first row, as people count it; of Parquet, whose headings are no line, 1."""
    if path.suffix.lower() == ".parquet":
        return 1
    with path.open("rb") as lines:
        heading = next((at for at, line in enumerate(lines, start=1) if line.strip()), 0)
    return heading + 1


def why_unread(name: str, path: Path, separator: str = ",") -> BadInput:
    """Why the parser gave a file up, found by reading it again: its own words are for programmers,
    and number no line."""
    if path.suffix.lower() == ".parquet":
        return TruncatedFile(name, "what is in it cannot be read")
    wanted, opened = 0, 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return BadEncoding(name, "its letters are written otherwise")
            if line.count(b'"') % 2:
                opened = 0 if opened else number
    if opened:
        return QuoteNotClosed(name, opened)
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text, delimiter=separator)
        for row in rows:
            wanted = wanted or len(row)
            if len(row) > wanted:
                return LineTooLong(name, rows.line_num, len(row), wanted)
    return BadInput(name)


def has_decimal_comma(name: str, rows: pl.LazyFrame, column: str, first_line: int) -> bool:
    """Whether a column between semicolons or tabs writes 1,5, as any of its cells that can be one
    number alone says. Where none does, 1,000 and 1.000 may be a thousand as well, and so may 1.000
    where decimals stand behind a comma: they are refused."""
    cell, found = pl.col("given"), pl.struct("line", "given")
    comma, point, by_comma, by_point = (
        rows.select(pl.col(column).str.strip_chars(' "').alias("given"))
        .with_row_index("line", first_line)
        .select(
            cell.str.contains(_sure(",")).any().alias("comma"),
            cell.str.contains(_sure(".")).any().alias("point"),
            found.filter(cell.str.contains(TWO_WAYS % ",")).first().alias("by_comma"),
            found.filter(cell.str.contains(TWO_WAYS % ".")).first().alias("by_point"),
        )
        .collect()
        .row(0)
    )
    for unsure, decided in ((by_comma, comma or point), (by_point, point and not comma)):
        if unsure and unsure["given"] and not decided:
            raise CellAmbiguous(name, column, unsure["line"], unsure["given"])
    return bool(comma)


def _sure(mark: str) -> str:
    """More or fewer than three decimals, or a whole part that no group can be."""
    return rf"^[+-]?(?:\d+[{mark}](?:\d{{1,2}}|\d{{4,}})|(?:0\d*|\d{{4,}})[{mark}]\d+)$"


def _layout(
    name: str, titles: list[str], markets: bool, headings: Headings | None
) -> tuple[str, dict[str, str], bool]:
    """The layout, what its columns are, and whether values are thousands of USD."""
    known = dict(LAYOUTS)
    if not markets:
        known["products"] = {name: name for name in ("exporter", "product", "value_usd")}
    for layout, columns in known.items():
        if set(columns) <= set(titles):
            year = next((title for title in YEAR_NAMES if title in titles), None)
            return layout, columns | ({year: "year"} if year else {}), layout == "baci"
    if headings is not None:
        columns = dict(headings(name, titles))
        thousands = THOUSANDS in columns.values()
        ours = {own: "value_usd" if of == THOUSANDS else of for own, of in columns.items()}
        return "named", ours, thousands
    layouts = reversed(LAYOUTS.values())  # ours first: a file like none is told of words, not t, i
    nearest = max(layouts, key=lambda columns: len(set(columns) & set(titles)))
    raise MissingColumn(name, [title for title in nearest if title not in titles], titles)


def check_csv_end(name: str, path: Path, fields: int, separator: str, *, strict: bool) -> bool:
    """Refuse a file whose last line is cut.

    Official BACI files end with a line break. Without one, half of a last number looks like a
    whole one, so such a file is refused (`strict`); other tools do omit
    the break. Returns whether it is there.
    """
    with path.open("rb") as stream:
        stream.seek(-min(HEAD, path.stat().st_size), 2)
        tail = stream.read()
    if tail.endswith((b"\n", b"\r")):
        return True
    last = tail.splitlines()[-1].decode("utf-8", errors="replace")
    if strict or last.count(separator) + 1 < fields:
        raise LastLineCut(name, last[-60:])
    return False
