"""Cells that a workbook shows as percent: people see “200 %” where its file holds 2."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from nasij.files.child.bounds import Place, column_number

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
    rb"[^<>]*?\br" + _QUOTE + rb"([A-Z]{1,3})([0-9]{1,7})[\"']"
)


def percent_cells(path: Path) -> dict[int, set[Place]]:
    """Of an xlsx file: by the place of each sheet in its list."""
    with zipfile.ZipFile(path) as archive:
        parts = {name.lower(): name for name in archive.namelist()}

        def content(name: str) -> bytes:
            return archive.read(parts[name]) if name in parts else b""

        styles = _percent_styles(content("xl/styles.xml"))
        if not styles:
            return {}
        targets = _targets(content("xl/_rels/workbook.xml.rels"))
        found = {}
        for at, relation in enumerate(_SHEET.findall(content("xl/workbook.xml"))):
            part = parts.get(targets.get(relation, "").lower())
            if part is not None:
                found[at] = _cells_of(archive, part, styles)
        return found


def _percent_styles(content: bytes) -> set[bytes]:
    """The numbers of the styles that show percent."""
    ids = set(_PERCENT_IDS)
    for written in _FORMAT.findall(content):
        if b"%" in _LITERAL.sub(b"", _attribute(written, b"formatCode")):
            ids.add(_attribute(written, b"numFmtId"))
    styles = _STYLES.search(content)
    known = _STYLE.findall(styles[0]) if styles else []
    return {b"%d" % at for at, style in enumerate(known) if _attribute(style, b"numFmtId") in ids}


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


def _cells_of(archive: zipfile.ZipFile, part: str, styles: set[bytes]) -> set[Place]:
    found, rest = set(), b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            end = text.rfind(b">") + 1
            for style, letters, row in _CELL.findall(text, 0, end) if end else ():
                if style in styles:
                    found.add((int(row) - 1, column_number(letters) - 1))
            rest = text[end:][-4096:]
    return found
