"""Run beside the tests, as processes that may die: members who cast their ballots in a vote.

    python -m tests.rooms.council.voters '{"vote": 1, "ballots": [["S01", "for"]], …}'

`die` names where the process ends itself with SIGKILL: "before" the commit, or "after" it. `still`
stops clocks and dice, so that two runs differ by what was voted and by nothing else. Prints, after
each ballot, the files that lie in the box's folder.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.db import connection

    from nasij.accounts.models import User
    from nasij.council.acts import cast_votes, close_vote
    from nasij.council.enums import Choice
    from nasij.council.errors import AlreadyVoted
    from nasij.council.models import Vote
    from nasij.council.queries import voices_of

    asked: dict[str, Any] = json.loads(sys.argv[1])
    if connection.vendor == "sqlite":  # keep the whole log: every frame ever written
        connection.cursor().execute("PRAGMA wal_autocheckpoint=0")
    if asked.get("still"):
        _stop_clocks_and_dice()
    if asked.get("die"):
        _die(asked["die"])
    vote = Vote.objects.get(pk=asked["vote"])
    hands = {voice.seat: voice.user_id for voice in voices_of(vote)}
    if asked.get("wait"):  # until the others are ready too
        _say("ready")
        sys.stdin.readline()
    for seat, choice in asked["ballots"]:
        by = User.objects.get(pk=hands[seat])
        try:
            cast_votes(vote=vote, choices={seat: Choice(choice)}, by=by)
        except AlreadyVoted:
            _say(f"already {seat}")
        _say(json.dumps(_boxes()))
    if asked.get("close"):
        closed = close_vote(vote=vote, by=None)
        _say(json.dumps(_boxes()))
        _say(json.dumps(closed.result.heads))
    os._exit(0)  # without a checkpoint: the log stays as it is


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _boxes() -> dict[str, str]:
    from django.conf import settings

    folder = settings.NASIJ_DATA / "ballots"
    return {path.name: path.read_text() for path in folder.glob("*")} if folder.exists() else {}


def _stop_clocks_and_dice() -> None:
    import secrets

    from django.utils import timezone

    numbers = itertools.count(1)
    secrets.token_hex = lambda size=None: f"{next(numbers):016x}"
    timezone.now = lambda: datetime(2026, 6, 1, 10, tzinfo=UTC)


def _die(when: str) -> None:
    from nasij.council import ballot_box
    from nasij.council.acts import ballots

    def killed(*given: Any, **named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if when == "before":  # the new box is written, and the event of the act is not yet
        ballots.record = killed
    else:  # committed, and the old box is not wiped yet
        ballot_box._wipe = killed


if __name__ == "__main__":
    main()
