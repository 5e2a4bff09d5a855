"""Opening a file: in a process of its own, with limits; what comes out is plain text."""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any

from nasij.files.child.answers import ANSWER, SAID, Damage, Limits, Refused, Sheet
from nasij.files.child.encodings import letters_of
from nasij.files.child.letters import BETWEEN
from nasij.files.errors import FileUnreadable

logger = logging.getLogger(__name__)

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
_START += "from nasij.files.child.__main__ import main; main()"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")  # no secret goes to the child
_AT_ONCE = BoundedSemaphore(2)  # of one server process: memory is bounded
_WAITING = 15.0  # seconds, of who is no page: a thread of the server that waits answers nobody
# What a file may cost a page. A larger one is read in the background, within the usual limits.
AT_UPLOAD = Limits(seconds=5, unpacked=48 * 1024**2)
_PREFIX, _DEAD_AFTER = "nasij-reading-", 6 * 3600.0  # seconds
_KILLED_FOR = dict.fromkeys(("SIGXCPU", "SIGALRM", "SIGTERM"), "too_slow")
_ready: list[subprocess.Popen[str]] = []  # readers that wait for a file


@dataclass(slots=True, weakref_slot=True)
class OpenFile:
    """A file whose lines lie in a folder that goes when nobody holds this any more."""

    path: Path
    name: str  # as people know it
    kind: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    unpacked: Path | None = None  # the Parquet file it is, or holds


def in_utf8(path: Path, into: Path) -> str:
    """A text file in the letters of an office, written as UTF-8 for who streams it; the name of
    its encoding. Its bytes are looked at here: plain text asks for no process of its own."""
    try:
        encoding = letters_of(path).encoding
    except Refused as refused:
        raise FileUnreadable(refused.code, path.name, **refused.values) from refused
    with (
        path.open(encoding=encoding, newline="") as text,
        into.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(text, out, 1 << 20)
    return encoding


def open_file(
    path: Path, name: str = "", *, limits: Limits | None = None, waits: bool = True
) -> OpenFile:
    """Read a file apart from everything else, or say in a sentence why that is not possible.

    Where two files are being read already, who does not wait is told so at once.
    """
    name = name or path.name
    if not path.is_file():
        raise FileUnreadable("missing", name)
    folder = _own_folder()
    opened = OpenFile(path, name)
    weakref.finalize(opened, shutil.rmtree, folder, ignore_errors=True)
    answer = _ask_child(path, name, folder, limits or Limits(), waits=waits)
    if "refused" in answer:
        raise FileUnreadable(answer["refused"], name, **answer["values"])
    opened.kind, opened.sheets = answer["kind"], [_sheet(told) for told in answer["sheets"]]
    if opened.kind == "parquet":
        opened.unpacked = Path(answer["path"])
    elif not any(sheet.width for sheet in opened.sheets):
        raise FileUnreadable("no_rows", name)
    return opened


def _own_folder() -> Path:
    """A folder for one file. It holds names: those that dead processes left behind go first."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DEAD_AFTER:
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_PREFIX))


def _sheet(told: dict[str, Any]) -> Sheet:
    broken = {int(line): text for line, text in told.pop("broken").items()}
    return Sheet(
        path=Path(told.pop("path")), damage=Damage(**told.pop("damage")), broken=broken, **told
    )


def _ask_child(
    path: Path, name: str, folder: Path, limits: Limits, *, waits: bool
) -> dict[str, Any]:
    job = {"path": str(path.resolve()), "folder": str(folder), "limits": asdict(limits)}
    if not _AT_ONCE.acquire(timeout=_WAITING if waits else 0):
        raise FileUnreadable("busy", name)
    said = folder / SAID
    try:
        code = _hand_over(json.dumps(job), 2 * limits.seconds + 10)
        if code < 0 and not said.exists():  # killed before it began: the file has no part in it
            code = _hand_over(json.dumps(job), 2 * limits.seconds + 10)
    finally:
        _AT_ONCE.release()
    if code == 0:
        answer: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
        return answer
    if code < 0:
        killed_by = signal.Signals(-code).name
        return {"refused": _KILLED_FOR.get(killed_by, "too_much_memory"), "values": {}}
    text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    logger.error("a file could not be read: %s", text[-2000:])
    return {"refused": "failed", "values": {}}


def _hand_over(job: str, seconds: float) -> int:
    """The code of the process that did the job, when it has ended."""
    reader = _reader()
    assert reader.stdin is not None
    assert reader.stdout is not None
    overdue = Timer(seconds, reader.terminate)
    overdue.start()
    try:
        with suppress(BrokenPipeError):
            reader.stdin.write(f"{job}\n")
            reader.stdin.flush()
        code = reader.stdout.readline()
    finally:
        overdue.cancel()
    if not code:  # overdue, or where a process cannot be copied
        return _leave(reader)
    _ready.append(reader)
    return int(code)


def _reader() -> subprocess.Popen[str]:
    with suppress(IndexError):
        while (reader := _ready.pop()).poll() is not None:
            _leave(reader)
        return reader
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={key: os.environ[key] for key in _KEPT if key in os.environ},
    )


def _leave(reader: subprocess.Popen[str]) -> int:
    """Without its pipe it ends. In a process forked from ours only our hold on it does."""
    with suppress(BrokenPipeError), reader:
        pass
    return reader.wait()


def _leave_all() -> None:
    while _ready:
        _leave(_ready.pop())


atexit.register(_leave_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


def lines_of(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every line that holds anything."""
    with sheet.path.open(encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(file, start=1):
            cells = text.rstrip("\n").split(BETWEEN)
            if len(cells) > 1 or cells[0].strip():
                yield number, cells
