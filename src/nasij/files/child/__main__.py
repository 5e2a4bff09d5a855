"""Files, each in a process that may die of it.

This one waits for jobs and opens none of their files: a copy of it does, and it tells how the copy
ended. Reading our own code takes a tenth of a second, and is nearly all that a small file costs.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import select
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from nasij.files.child.answers import ANSWER, SAID, Limits, Refused, Sheet
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
    """A job comes in as a line of JSON; the code its copy ended with goes out as a line."""
    if sys.platform == "win32":  # nothing can be copied: it reads one file and is gone
        _work(json.loads(sys.stdin.readline()))
        return
    reader = os.getpid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal interrupts who asked as well
    while job := sys.stdin.readline():
        ended, held = os.pipe()
        copy = os.fork()
        if copy == 0:
            _be_the_copy(json.loads(job), reader)
        os.close(held)
        # The copy holds the other end until it dies. What comes in before that is no job but the
        # end of who asked: then we go, and the copy with us.
        if ended not in select.select([ended, sys.stdin], [], [])[0]:
            return
        os.close(ended)
        _pid, status = os.waitpid(copy, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _be_the_copy(job: dict[str, Any], reader: int) -> NoReturn:
    code = 1
    try:
        # What a library may say is none of the codes that go out.
        said = os.open(Path(job["folder"], SAID), os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.close(0)
        _end_with(reader)
        _work(job)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _work(job: dict[str, Any]) -> None:
    limits, folder = Limits(**job["limits"]), Path(job["folder"])
    _bound(limits)
    try:
        answer = _read(Path(job["path"]), folder, limits)
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
    Path(folder, ANSWER).write_text(json.dumps(answer, default=str), encoding="utf-8")


def _too_large(limits: Limits) -> dict[str, Any]:
    return {"refused": "too_large", "values": {"megabytes": limits.unpacked // 1024**2}}


def _end_with(reader: int) -> None:
    """Die with the process copied, also when that is killed. Elsewhere the limits end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != reader:
            sys.exit(1)


def _bound(limits: Limits) -> None:
    """From here on this process is small, short-lived, and the first to go."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if sys.platform == "win32":  # it has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    # At the second of the two Linux kills without a word of why.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
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
        return read_web_page(path, folder, limits)
    return read_workbook(path, kind, folder, limits)


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {**asdict(sheet), "path": str(sheet.path)}


if __name__ == "__main__":
    main()
