"""Text files: csv of any delimiter, written by any program."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from nasij.files.child.answers import MOST_BROKEN, Refused, Sheet
from nasij.files.child.damage import may_be_damaged
from nasij.files.child.encodings import letters_of
from nasij.files.child.letters import BETWEEN, as_cell, clean
from nasij.files.child.spool import Spool

_DELIMITERS = (";", "\t", ",", "|")  # the first of equals: semicolons leave commas to numbers
_LOOKED_AT = 200  # lines that tell the delimiter
_LONGEST_CELL = 100  # lines that a cell in quotation marks may go over
_BLOCK = 1 << 20

csv.field_size_limit(1 << 20)


def read_text(path: Path, spool: Spool) -> Sheet:
    letters = letters_of(path)
    with path.open(encoding=letters.encoding, errors="replace", newline=None) as file:
        sample = [clean(line) for line in islice(_lines(file), _LOOKED_AT)]
        delimiter, width = delimiter_of(sample)
        file.seek(0)
        with spool:
            if glued := _glued(sample) if letters.quoted and not delimiter else None:
                delimiter, width = glued
                whole = (_cells(clean(line), "")[0] for line in _lines(file))
                write_records(whole, delimiter, width, spool)
            elif letters.quoted or not delimiter:
                write_records(map(clean, _lines(file)), delimiter, width, spool)
            else:
                _write_plain(file, delimiter, spool)
    if not letters.ended:
        _refuse_cut(path, letters.encoding, delimiter, width)
    spool.sheet.encoding, spool.sheet.delimiter = letters.encoding, delimiter
    return spool.sheet


def _glued(sample: list[str]) -> tuple[str, int] | None:
    """(delimiter, width) of a csv each of whose lines was saved as one quoted cell."""
    delimiter, width = delimiter_of([_cells(line, "")[0] for line in sample])
    return (delimiter, width) if width > 2 else None


def _lines(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line.removesuffix("\n")


def delimiter_of(lines: list[str]) -> tuple[str, int]:
    """(delimiter, cells of most lines): the one by which most lines have as many cells."""
    filled = [line for line in lines if line.strip()]
    if filled and filled[0].lower().startswith("sep=") and len(filled[0]) == 5:
        return filled[0][4], _usual_width(filled[1:], filled[0][4])[1]
    found = [(*_usual_width(filled, delimiter), delimiter) for delimiter in _DELIMITERS]
    likely = [usual for usual in found if usual[1] > 1]
    if not likely:
        return "", 1
    _share, width, delimiter = max(likely, key=lambda usual: (usual[0], usual[1]))
    return delimiter, width


def _usual_width(lines: list[str], delimiter: str) -> tuple[float, int]:
    """(share of the lines that have it, cells of most lines that the delimiter cuts at all)."""
    widths = Counter(len(_cells(line, delimiter)) for line in lines)
    widths.pop(1, None)
    if not widths:
        return 0.0, 1
    width, count = max(widths.items(), key=lambda entry: (entry[1], entry[0]))
    return round(count / len(lines), 1), width


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter) if delimiter else [line]
    return next(csv.reader([line], delimiter=delimiter or BETWEEN))


# --- without quotation marks: a line is a row ---------------------------------------------------


def _write_plain(file: IO[str], delimiter: str, spool: Spool) -> None:
    """A gigabyte passes here: lines are looked at one by one only where something is damaged."""
    while lines := file.readlines(_BLOCK):
        block = clean("".join(lines))
        if spool.sheet.lines == 0 and block[:4].lower() == "sep=":
            block = "\n" + block.split("\n", 1)[-1]
        block = block.replace(delimiter, BETWEEN)
        if may_be_damaged(block):
            start = spool.sheet.lines
            for number, line in enumerate(block.removesuffix("\n").split("\n"), start=1):
                spool.write_line(start + number, line.split(BETWEEN))
            continue
        if not block.endswith("\n"):
            block += "\n"
        width = max(line.count(BETWEEN) for line in block.split("\n")) + 1
        spool.write_clean(block, len(lines), width)


# --- with quotation marks -----------------------------------------------------------------------


def write_records(lines: Iterable[str], delimiter: str, width: int, spool: Spool) -> None:
    """Rows as cells; a row that a quotation mark swallowed is kept apart, under its line."""
    waiting: deque[str] = deque()
    source, number = iter(lines), 0
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            break
        number += 1
        if number == 1 and line[:4].lower() == "sep=":
            continue
        cells, taken = _record(line, delimiter, width, waiting, source)
        if cells is None:
            spool.sheet.broken[number] = line[:300]
            if len(spool.sheet.broken) > MOST_BROKEN:
                raise Refused("quotes_broken", line=number)
            continue
        if len(cells) > 1 or cells[0].strip():
            spool.write_line(number, [as_cell(cell) for cell in cells])
        for _ in range(taken):
            waiting.popleft()
        number += taken
    spool.sheet.lines = max(spool.sheet.lines, number)


def _record(
    line: str, delimiter: str, width: int, waiting: deque[str], source: Iterator[str]
) -> tuple[list[str] | None, int]:
    """(cells, further lines they go over); no cells where a mark is never closed.

    A cell over several lines is believed only if the row it makes is as long as the others, and
    if no line it takes in is a row by itself.
    """
    if '"' not in line:
        return (line.split(delimiter) if delimiter else [line]), 0
    if (cells := _parsed(line, delimiter)) is not None:
        return cells, 0
    text = line
    for taken in range(1, _LONGEST_CELL):
        if len(waiting) < taken:
            following = next(source, None)
            if following is None:
                return None, 0
            waiting.append(following)
        more = waiting[taken - 1]
        if width > 1 and more.count(delimiter) == width - 1 and '"' not in more:
            return None, 0
        text = f"{text}\n{more}"
        if '"' in more and (cells := _parsed(text, delimiter)) is not None:
            return (cells, taken) if len(cells) == width else (None, 0)
    return None, 0


def _parsed(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record; None where it ends inside quotation marks."""
    try:
        return next(csv.reader([text], delimiter=delimiter or BETWEEN, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
    return next(csv.reader([text], delimiter=delimiter or BETWEEN))  # marks inside a cell


def _refuse_cut(path: Path, encoding: str, delimiter: str, width: int) -> None:
    """Only a last line that lacks cells is surely cut; many tools omit the last line break."""
    if not delimiter or encoding.startswith(("utf-16", "utf-32")):
        return
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 65536, 0))
        tail = file.read().rstrip(b"\x00\x1a")
    lines = tail.splitlines()
    if len(lines) < 2 or b'"' in lines[-1] or not lines[-1].strip():
        return
    if lines[-1].count(delimiter.encode()) < width - 1:
        raise Refused("cut")
