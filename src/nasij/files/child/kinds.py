"""What a file is, by what it holds: its name is only what somebody typed."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from nasij.files.child.answers import Limits, Refused
from nasij.files.child.encodings import Lines

ZIP, OLE, GZIP, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1"
_EMPTY_ZIP = b"PK\x05\x06"
_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "database"),
    (b"ID;P", "sylk"),
    (b"MIME-Version:", "web_archive"),
)
# What a broken one of these may begin with and a table of text does not, unless it is UTF-16.
_PACKED = (".xlsx", ".xlsm", ".xlsb", ".ods", ".zip", ".gz", ".parquet")
_BROKEN = re.compile(rb"PK|PAR|\x1f|[^\xff\xfe].*[\x00-\x08]", re.DOTALL)
_PIECE_OF_ZIP = re.compile(rb"PK[\x00-\x08]")
_BESIDE = (".", "thumbs.db", "readme")
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
_CHUNK = 1 << 20


def kind_of(path: Path) -> str:
    """text, web, xlsx, xlsb, xls, ods, gzip, zip, parquet; or what cannot be read."""
    with path.open("rb") as file:
        head = file.read(8192)
    if not head:
        raise Refused("no_rows")
    if head.startswith(ZIP):
        return _kind_of_zip(path)
    if head.startswith(_EMPTY_ZIP):
        raise Refused("no_rows")
    if head.startswith(OLE):
        return _kind_of_ole(path)
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(PARQUET):
        return "parquet"
    if head[4:8] == b"ftyp":
        raise Refused("image")
    for mark, kind in _KNOWN:
        if head.startswith(mark) and (mark != b"BM" or b"\x00" in head[:64]):
            raise Refused(kind)
    if _PIECE_OF_ZIP.match(head) or (is_named(path, _PACKED) and _BROKEN.match(head)):
        raise Refused("cut")
    return _kind_of_text(head)


def is_named(path: Path, endings: tuple[str, ...]) -> bool:
    return path.name.lower().endswith(endings)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise Refused("cut") from error
    except RuntimeError as error:  # a password
        raise Refused("protected") from error
    if "opendocument.spreadsheet" in mime.decode("latin-1"):
        return "ods"
    if mime.startswith(b"application/vnd.oasis"):
        raise Refused("document")
    for inside, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if inside in names:
            return kind
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refused("document")
    if any(name.endswith(".iwa") for name in names):
        raise Refused("numbers")
    return "zip"


def _kind_of_ole(path: Path) -> str:
    """A workbook of before 2007, or what else Office kept in the same kind of file."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if _wide("EncryptedPackage") in head:
        raise Refused("protected")
    if _wide("WordDocument") in head or _wide("PowerPoint Document") in head:
        raise Refused("document")
    return "xls"


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind_of_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    start = start[:2048].lower()
    if start.startswith(b"<?xml"):
        raise Refused("xml_2003" if b"office:spreadsheet" in start else "xml")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<div")):
        return "web"
    if start.startswith((b"{", b"[")) and b'":' in start:
        raise Refused("json")
    return "text"


# --- packed files -----------------------------------------------------------------------------


def unpacked(path: Path, kind: str, folder: Path, limits: Limits) -> Path:
    """The one table inside a packed file, as a file of its own."""
    target = folder / f"unpacked-{len(list(folder.iterdir()))}"
    try:
        if kind == "gzip":
            with gzip.open(path) as packed:
                _copy(packed, target, limits)
        else:
            with zipfile.ZipFile(path) as archive:
                inside = _only_table(archive)
                limits.check(inside.file_size)
                with archive.open(inside) as packed:
                    _copy(packed, target, limits)
    except RuntimeError as error:
        raise Refused("protected") from error
    except (EOFError, zlib.error, OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise Refused("cut") from error
    return target


def _only_table(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [member.filename for member in archive.infolist() if not member.is_dir()]
    files = [
        name
        for name in files
        if not Path(name).name.lower().startswith(_BESIDE)
        and not name.lower().startswith("__macosx/")
    ]
    tables = [name for name in files if name.lower().endswith(_TABLES)]
    if not files:
        raise Refused("nothing_inside")
    inside = files if len(files) == 1 else tables
    if len(inside) != 1:
        names = [name[:60] for name in sorted(files)[:6]]
        raise Refused("several_inside", count=len(files), names=names)
    return archive.getinfo(inside[0])


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, limits: Limits) -> None:
    """Its lines are looked at on the way: a gigabyte in one of them takes no room on the disk."""
    size, lines = 0, Lines()
    with target.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            if size == 0:
                has_lines = _has_lines(chunk)
            size += len(chunk)
            limits.check(size)
            if has_lines:
                lines.meet(chunk)
            out.write(chunk)


def _has_lines(start: bytes) -> bool:
    """Of a text or a web page; what is not read is refused here, as it is when it stands alone."""
    marks = (ZIP, OLE, GZIP, PARQUET, *(mark for mark, _kind in _KNOWN))
    return not start.startswith(marks) and _kind_of_text(start[:8192]) in {"text", "web"}
