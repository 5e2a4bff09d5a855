"""The journal beside the database, where SQLite keeps it: earlier pages stay in it, and in the main
file those that it has replaced, until it is brought there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django_tasks import task

_PATIENCE = 2.0  # seconds for those who read: whoever writes waits meanwhile
_AGAIN = timedelta(minutes=1)


def empty_journal() -> bool:
    """Bring it into the database and cut it to nothing; False while somebody reads."""
    path = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not path.is_file():
        return True
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as database:
            busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        return False
    return not busy


@task()
def see_journal_emptied() -> None:
    """Now, or as soon as nobody reads any more."""
    can_wait = see_journal_emptied.get_backend().supports_defer
    if not empty_journal() and can_wait:
        see_journal_emptied.using(run_after=timezone.now() + _AGAIN).enqueue()
