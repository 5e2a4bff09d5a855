"""One file, in a process that may die of it: a job comes in as JSON, the answer goes out."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nasij.files.child.answers import Limits, Refused, Sheet
from nasij.files.child.kinds import kind_of, unpacked
from nasij.files.child.sheets import read_workbook
from nasij.files.child.spool import Budget, Spool
from nasij.files.child.text import read_text
from nasij.files.child.web import read_web_page

if sys.platform != "win32":
    import resource

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_DEEPEST = 2  # a packed table inside a packed file


def main() -> None:
    job = json.loads(sys.stdin.readline())
    limits = Limits(**job["limits"])
    _end_with(job["parent"])
    _bound(limits)
    try:
        answer = _read(Path(job["path"]), Path(job["folder"]), limits)
    except Refused as refused:
        answer = {"refused": refused.code, "values": refused.values}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_much_memory", "values": {}}
    except OverflowError:
        answer = {"refused": "cut", "values": {}}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        answer = _too_large(limits)
    sys.stdout.write(json.dumps(answer, default=str))


def _too_large(limits: Limits) -> dict[str, Any]:
    return {"refused": "too_large", "values": {"megabytes": limits.unpacked // 1024**2}}


def _end_with(parent: int) -> None:
    """Die with who asked, also when that is killed. Where Linux is not, the limits end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def _bound(limits: Limits) -> None:
    """From here on this process is small, short-lived, and the first to go."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if sys.platform == "win32":  # it has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    signal.alarm(2 * limits.seconds)


def _read(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    kind = kind_of(path)
    for _ in range(_DEEPEST):
        if kind in {"gzip", "zip"}:
            path = unpacked(path, kind, folder, limits)
            kind = kind_of(path)
    if kind in {"gzip", "zip"}:
        raise Refused("archive")
    if kind == "parquet":
        return {"kind": kind, "path": str(path), "sheets": []}
    return {
        "kind": kind,
        "sheets": [_plain(sheet) for sheet in _sheets(path, kind, folder, limits)],
    }


def _sheets(path: Path, kind: str, folder: Path, limits: Limits) -> list[Sheet]:
    if kind == "text":
        return [read_text(path, Spool(folder / "0.txt", Budget(limits)))]
    if kind == "web":
        return [read_web_page(path, Spool(folder / "0.txt", Budget(limits)))]
    return read_workbook(path, kind, folder, limits)


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {**asdict(sheet), "path": str(sheet.path)}


if __name__ == "__main__":
    main()
