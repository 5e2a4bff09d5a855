"""Members who cast their ballots beside the tests, in processes that may die.

They are forked from one that has read the site and done nothing yet: each would take two seconds
to start by itself.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import secrets
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - the site is read first
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from nasij.accounts.models import User  # noqa: E402
from nasij.council import ballot_box  # noqa: E402
from nasij.council.acts import ballots, cast_votes, close_vote  # noqa: E402
from nasij.council.enums import Choice  # noqa: E402
from nasij.council.errors import AlreadyVoted  # noqa: E402
from nasij.council.models import Vote  # noqa: E402
from nasij.council.queries import voices_of  # noqa: E402

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class Asked:
    """`die` names where the process ends itself with SIGKILL: "before" the commit, or "after" it.
    `still` stops clocks and dice, so that two runs differ by what was voted and by nothing else.
    """

    folder: Path
    database: str
    vote: int
    ballots: dict[str, str]
    die: str = ""
    still: bool = False
    wait: bool = False
    close: bool = False


def vote_there(asked: Asked, told: Connection) -> None:
    """Tells, after each ballot, the files that lie in the box's folder."""
    settings.NASIJ_DATA = asked.folder
    connection.settings_dict["NAME"] = asked.database
    if connection.vendor == "sqlite":  # keep the whole log: every frame ever written
        connection.cursor().execute("PRAGMA wal_autocheckpoint=0")
    if asked.still:
        _stop_clocks_and_dice()
    if asked.die:
        _die(asked.die)
    vote = Vote.objects.get(pk=asked.vote)
    hands = {voice.seat: voice.user_id for voice in voices_of(vote)}
    if asked.wait:  # until the others are ready too
        told.send("ready")
        told.recv()
    for seat, choice in asked.ballots.items():
        by = User.objects.get(pk=hands[seat])
        try:
            cast_votes(vote=vote, choices={seat: Choice(choice)}, by=by)
        except AlreadyVoted:
            told.send(f"already {seat}")
        told.send(_boxes())
    if asked.close:
        closed = close_vote(vote=vote, by=None)
        told.send(_boxes())
        told.send(closed.result.heads)
    os._exit(0)  # without a checkpoint: the log stays as it is


def _boxes() -> dict[str, str]:
    folder = settings.NASIJ_DATA / ballot_box.FOLDER
    return {path.name: path.read_text() for path in folder.glob("*")} if folder.exists() else {}


def _stop_clocks_and_dice() -> None:
    numbers = itertools.count(1)
    secrets.token_hex = lambda size=None: f"{next(numbers):016x}"
    timezone.now = lambda: datetime(2026, 6, 1, 10, tzinfo=UTC)


def _die(when: str) -> None:
    def killed(*given: Any, **named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if when == "before":  # the new box is written, and the event of the act is not yet
        ballots.record = killed
    else:  # committed, and the old box is not wiped yet
        ballot_box._wipe = killed
