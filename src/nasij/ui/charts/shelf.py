"""Drawings kept on disk, and no more of them than the disk should bear.

A page that draws what a visitor asks for can make as many drawings as there are questions: past a
number or a size the oldest go, and are drawn again if anybody asks.
"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from django.conf import settings

MOST = 4_000
MOST_BYTES = 150 * 2**20
_LEFT = 0.8  # of the limits, after clearing: so that it is not done at every drawing
_EVERY = 50  # new drawings of a process between two looks at the folder
_new = count(1)


def place_of(name: str) -> Path:
    return Path(settings.DRAWINGS_ROOT) / name[:2] / f"{name}.svg"


def keep(path: Path, svg: str) -> None:
    """Whole or not at all; a full disk costs a drawing its place in the cache, not the page."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(svg)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
    if next(_new) % _EVERY == 0:
        clear_oldest()


def clear_oldest(most: int = MOST, most_bytes: int = MOST_BYTES) -> int:
    """Remove the oldest drawings above the limits; returns how many went."""
    drawings = sorted(_drawings())
    number, size = len(drawings), sum(size for _time, size, _path in drawings)
    if number <= most and size <= most_bytes:
        return 0
    gone = 0
    for _time, bytes_of_one, path in drawings:
        if number <= most * _LEFT and size <= most_bytes * _LEFT:
            break
        Path(path).unlink(missing_ok=True)
        number, size, gone = number - 1, size - bytes_of_one, gone + 1
    return gone


def _drawings() -> list[tuple[int, int, str]]:
    """(when, bytes, path) of all, half-written ones that a killed process left among them."""
    found = []
    for path in Path(settings.DRAWINGS_ROOT).glob("*/*"):
        try:
            stat = path.stat()
        except OSError:  # another process is clearing too
            continue
        found.append((stat.st_mtime_ns, stat.st_size, str(path)))
    return found
