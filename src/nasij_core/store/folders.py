"""Folders that appear whole or not at all, and the fingerprints of files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from nasij_core.errors import CouldNotWrite

BLOCK = 1 << 20
RECORD = "record.json"
SUMS = "sums.json"


def sha256_of(path: Path) -> str:
    """Hash of a file, or of the sorted hashes and names of a folder's files."""
    digest = hashlib.sha256()
    if path.is_dir():
        for part in sorted(p for p in path.rglob("*") if p.is_file()):
            digest.update(f"{part.relative_to(path)} {sha256_of(part)}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def whole_folder(into: Path) -> Iterator[Path]:
    """A temporary folder beside `into`, renamed to it when the block ends well.

    A rename inside one file system is atomic, so a full disk or a kill leaves the old folder whole,
    and beside it only a hidden `.part` folder that no reader looks at. Between the two renames of a
    replacement the old folder has its hidden name; the next run gives it its own back.
    """
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        _restore(into)
        part = Path(mkdtemp(prefix=f".{into.name}.", suffix=".part", dir=into.parent))
    except OSError as error:
        raise CouldNotWrite(str(into), error.strerror or str(error)) from error
    try:
        yield part
        _seal(part)
        _swap(part, into)
    except OSError as error:
        raise CouldNotWrite(str(into), error.strerror or str(error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _seal(folder: Path) -> None:
    """Keep the hash of every file, so that a damaged one is known before it is read."""
    sums = {
        str(path.relative_to(folder)): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / SUMS).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


def damaged_files(folder: Path) -> list[str]:
    """The files of a kept folder that are gone, or not as they were written."""
    try:
        sums = _sums(folder)
    except (OSError, ValueError):
        return [SUMS]
    damaged = [name for name, known in sums.items() if _sum(folder / name) != known]
    return damaged if sums else [SUMS]  # no folder is kept without a file


def drop_file(folder: Path, name: str) -> None:
    """Remove one file of a kept folder on purpose."""
    sums = _sums(folder)
    sums.pop(name, None)
    part = folder / f"{SUMS}.part"
    part.write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / SUMS)
    (folder / name).unlink(missing_ok=True)


def _sums(folder: Path) -> dict[str, str]:
    return _read_json(folder / SUMS)


def _read_json(path: Path) -> dict[str, Any]:
    """The object in a file of ours; ValueError where somebody else's hand was at it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError(f"{path.name}: lists within lists without end") from error
    if not isinstance(found, dict):
        raise ValueError(f"{path.name} holds no object")
    return found


def _sum(path: Path) -> str:
    return sha256_of(path) if path.exists() else ""


def refuse_foreign(into: Path) -> None:
    """Only a folder of results gives way to new ones: a record in it says that it is one."""
    if not into.exists():
        return
    if not into.is_dir():
        raise CouldNotWrite(str(into), "a file has this name")
    if any(into.iterdir()) and not (into / RECORD).is_file():
        raise CouldNotWrite(str(into), f"it holds other files, and no {RECORD} of earlier results")


def _old_name(into: Path) -> Path:
    return into.with_name(f".{into.name}.old.part")


def _restore(into: Path) -> None:
    old = _old_name(into)
    if old.exists() and not into.exists():
        old.rename(into)


def _swap(part: Path, into: Path) -> None:
    part.chmod(0o755)  # mkdtemp makes it private
    if not into.exists():
        part.rename(into)
        return
    old = _old_name(into)
    shutil.rmtree(old, ignore_errors=True)
    into.rename(old)
    try:
        part.rename(into)
    except OSError:
        old.rename(into)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_record(folder: Path, record: dict[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> dict[str, Any]:
    return _read_json(folder / RECORD)
