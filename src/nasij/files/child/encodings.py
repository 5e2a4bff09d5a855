"""In which letters a text file was written: a detector answers, and its answer is looked at."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from nasij.files.child.answers import Refused
from nasij.files.child.damage import is_readable, strangeness

_CHUNK = 1 << 20
_SAMPLE = 200_000  # bytes of lines with letters beyond ASCII
_LONGEST_LINE = 4 << 20
_RARER = 0.02  # what the next page of the list must be better by
# Windows, DOS and Mac, Western Europe and Arabic: what offices and old customs software wrote.
PAGES = (
    "cp1252", "cp1256", "cp850", "mac_roman", "iso8859_6", "cp720", "cp437",
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Letters:
    encoding: str
    quoted: bool  # whether any cell may be in quotation marks
    ended: bool  # whether the last line ends with a line break


def letters_of(path: Path) -> Letters:
    """Look at every byte once: a name in the last line counts as much as the first."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return Letters(encoding, *_rest(path, wide="8" not in encoding))
    if wide := _without_mark(head):
        return Letters(wide, *_rest(path, wide=True))
    quoted, ended = _rest(path, wide=False)  # first: it refuses, and at once where it can
    return Letters("utf-8" if _is_utf8(path) else _page(path), quoted, ended)


def _without_mark(head: bytes) -> str:
    """UTF-16 that forgot to say so: every other byte of Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 5 and odd > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) / 5 and even > 10 * odd else ""


class Lines:
    """How long the line is that is being met, chunk by chunk; refuses one without end."""

    def __init__(self) -> None:
        self._length = 0

    def meet(self, chunk: bytes) -> None:
        end, start = chunk.rfind(b"\n"), chunk.find(b"\n")
        length = self._length + (len(chunk) if end < 0 else start)
        if length > _LONGEST_LINE and b"\r" not in chunk:
            raise Refused("line_too_long")
        self._length = length if end < 0 else len(chunk) - end


def _rest(path: Path, *, wide: bool) -> tuple[bool, bool]:
    """(quoted, ended); refuses what no text holds, and lines without end."""
    quoted, lines, last, controls, size = False, Lines(), b"", 0, 0
    for chunk in _chunks(path):
        quoted = quoted or b'"' in chunk
        if not wide:
            size += len(chunk)
            controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        lines.meet(chunk)
        last = chunk
    if controls > size / 100:
        raise Refused("binary")
    return quoted, last.rstrip(b"\x00\x1a").endswith((b"\n", b"\r"))


_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _page(path: Path) -> str:
    """The code page of a file that is not UTF-8; refuses one that is, in part."""
    sample = _telling_lines(path)
    guessed = charset_normalizer.from_bytes(sample, cp_isolation=list(PAGES), enable_fallback=False)
    order = {match.encoding: rank for rank, match in enumerate(guessed)}
    return min(
        PAGES,
        key=lambda page: (
            round(
                strangeness(sample.decode(page, errors="replace")) + _RARER * PAGES.index(page), 2
            ),
            order.get(page, len(PAGES)),
        ),
    )


def _telling_lines(path: Path) -> bytes:
    """Lines with letters beyond ASCII. Some in UTF-8 and others not: several files in one."""
    kept: list[bytes] = []
    size, good, bad = 0, 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            start = _utf8_until(line)
            bad = bad or (number if start < len(line) else 0)
            if not line[:start].isascii() and is_readable(line[:start].decode()):
                good = good or number
            if good and bad:
                raise Refused("mixed_encodings", line=max(good, bad))
            if size < _SAMPLE:
                kept.append(line[:2000])
                size += len(kept[-1])
    return b"".join(kept)


def _utf8_until(line: bytes) -> int:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(line)
