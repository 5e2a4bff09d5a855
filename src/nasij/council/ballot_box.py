"""The box of a secret vote: its ballots stand outside the database until they are counted.

A database remembers. Its log of writes, its row versions and the numbers of its transactions tell
what changed between two commits; and the commit that says who voted must be safe on the disk before
that person is answered. Whatever is written of a choice in that commit names its voter. So nothing
is. The box is a file with the number of papers of each choice, and no more:

- a cast writes the new box beside the old one, and the commit names the new one;
- after the commit the old one is wiped; without it the old one still counts;
- what a killed process has left is wiped with the next ballot, or when the vote is counted.

The box is not in a backup: two backups around one ballot would show it. A vote restored without its
box cannot be counted; it is annulled and held again. See docs/adr/0014-secret-ballots.md.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nasij.council.enums import Choice
from nasij.council.errors import BoxNotHere

FOLDER = "ballots"  # in the data folder; `nasij backup` leaves it out

Piles = dict[Choice, int]


def lay_box() -> str:
    """An empty box; its name stands in the vote."""
    return _write(secrets.token_hex(8), dict.fromkeys(Choice, 0))


def piles_in(box: str) -> Piles:
    try:
        found = json.loads(_path(box).read_text())
    except (OSError, ValueError) as error:
        raise BoxNotHere from error
    return {choice: int(found[choice]) for choice in Choice}


def put_in(box: str, papers: Mapping[Choice, int]) -> str:
    """The name of the box with these papers in it. The vote is locked, and saved with this name."""
    piles = {choice: count + papers.get(choice, 0) for choice, count in piles_in(box).items()}
    empty(box)
    return _write(box.split(".")[0], piles)


def empty(box: str) -> None:
    """Wipe what lies here of the vote, once the transaction that needs it no more is committed."""
    for path in _path(box).parent.glob(f"{box.split('.')[0]}.*"):
        transaction.on_commit(partial(_wipe, path))


def _write(vote: str, piles: Piles) -> str:
    box = f"{vote}.{secrets.token_hex(8)}"
    path = _path(box)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({str(choice): count for choice, count in piles.items()}, file)
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)
    return box


def _wipe(path: Path) -> None:
    """Written over before it goes, for disks that write in place."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """A file is there, or gone, for good only when its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(box: str) -> Path:
    return Path(settings.NASIJ_DATA) / FOLDER / box
