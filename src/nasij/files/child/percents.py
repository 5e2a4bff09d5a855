"""What the number formats of a workbook show beside its numbers: people see “200 %” where its file
holds 2, and “7 €” where it holds 7."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path, PurePosixPath

from nasij.files.child.answers import WIDEST
from nasij.files.child.bounds import Aside, Marked, column_number

_PERCENT_IDS = frozenset({b"9", b"10"})  # of the formats that every program knows
_CHUNK = 1 << 20
_QUOTE = rb"\s*=\s*[\"']"
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^<>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*?\b\w+:id" + _QUOTE + rb"([^\"']+)")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*?\bs" + _QUOTE + rb"(\d+)[\"'])"
    rb"[^<>]*?\br" + _QUOTE + rb"([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*?(/?)>"
)

_SKIPPED = re.compile(r"[_*].")  # room as wide as a letter; a letter that fills the cell
_BESIDE = re.compile(r'\[\$([^\]-]*)[^\]]*\]|"([^"]*)"|\\(.)|([€$£¥])|\[[^\]]*\]')
_CUTTING = re.compile(r"[0#?](,+)(?=[^,0#?]|$)")
Beside = tuple[str, int]  # the text, and how many commas cut the number by a thousand
_PERCENT: Beside = ("%", 0)


def look_at_formats(path: Path, aside: Aside) -> None:
    """Of an xlsx file: by the place of each sheet in its list."""
    with zipfile.ZipFile(path) as archive:
        parts = {name.lower(): name for name in archive.namelist()}

        def content(name: str) -> bytes:
            return archive.read(parts[name]) if name in parts else b""

        styles = _styles_that_show(content("xl/styles.xml"))
        if not styles:
            return
        targets = _targets(content("xl/_rels/workbook.xml.rels"))
        for at, relation in enumerate(_SHEET.findall(content("xl/workbook.xml"))):
            part = parts.get(targets.get(relation, "").lower())
            if part is not None:
                _look_at_cells(archive, part, styles, aside, at)


def _styles_that_show(content: bytes) -> dict[bytes, Beside]:
    """By the number of each style; a percent sign goes before any text."""
    ids = dict.fromkeys(_PERCENT_IDS, _PERCENT)
    for written in _FORMAT.findall(content):
        code = _attribute(written, b"formatCode")
        beside = _PERCENT if b"%" in _LITERAL.sub(b"", code) else _beside(code)
        if any(beside):
            ids[_attribute(written, b"numFmtId")] = beside
    styles = _STYLES.search(content)
    known = _STYLE.findall(styles[0]) if styles else []
    told = {b"%d" % at: _attribute(style, b"numFmtId") for at, style in enumerate(known)}
    return {style: ids[of] for style, of in told.items() if of in ids}


def _beside(code: bytes) -> Beside:
    """Letters and signs that a format writes beside a number that is not below zero."""
    written = _SKIPPED.sub("", unescape(code.decode(errors="replace")).split(";")[0])
    text = "".join(part for found in _BESIDE.findall(written) for part in found).strip()
    cutting = _CUTTING.search(_BESIDE.sub(" ", written))
    is_said = any(sign.isalnum() or sign in "€$£¥" for sign in text)
    return (text[:40] if is_said else "", len(cutting[1]) if cutting else 0)


def _targets(content: bytes) -> dict[bytes, str]:
    """The parts of the archive by the names that the list of sheets has for them."""
    found = {}
    for written in _RELATION.findall(content):
        target = PurePosixPath("/xl", _attribute(written, b"Target").decode(errors="replace"))
        found[_attribute(written, b"Id")] = str(target).removeprefix("/")
    return found


def _attribute(written: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", written)
    return (found[1] or found[2] or b"") if found else b""


def _look_at_cells(
    archive: zipfile.ZipFile, part: str, styles: dict[bytes, Beside], aside: Aside, at: int
) -> None:
    percents, shown = aside.percents.setdefault(at, {}), aside.shown.setdefault(at, set())
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            end = text.rfind(b">") + 1
            for style, letters, row, empty in _CELL.findall(text, 0, end) if end else ():
                if (beside := styles.get(style)) is None:
                    continue
                column = column_number(letters) - 1
                if beside == _PERCENT:
                    if not empty:  # those that hold something are counted, and bounded
                        _mark(percents, int(row) - 1, column)
                elif len(shown) < WIDEST:
                    shown.add((column, *beside))
            rest = text[end:][-4096:]


def _mark(percents: Marked, row: int, column: int) -> None:
    marks = percents.setdefault(row, bytearray())
    marks.extend(bytes(max(column + 1 - len(marks), 0)))
    marks[column] = 1
