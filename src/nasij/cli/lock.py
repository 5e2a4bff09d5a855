"""Who holds a site, its folder and its database: one server with its processes, or one restore."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import TextIO

from django.db import connection
from django.utils.translation import gettext as _

from nasij.cli.console import fail

NAME = "serve.lock"
_OTHERS = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %s AND pid <> pg_backend_pid()
"""
# Seconds, and looks in them: a worker that waits asks each second, by a session that is renewed.
_WATCHED, _LOOKS = 3.0, 12


def hold(folder: Path, address: str = "", *, as_json: bool = False) -> TextIO:
    """Keep the folder until the file is closed, by us and by every process forked from us.

    Two servers on one folder would fight over jobs; a restore beside one would be lost. The address
    stays in the file when all is over: the links of `nasij invite` then lead there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / NAME).open("a+", encoding="utf-8")
    file.seek(0)
    known = file.read().strip()
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        at = {"address": f"{known}/" if known else _("another address")}
        fail(_in_use() % at, as_json=as_json)
    if address:
        file.truncate(0)
        file.write(address)
        file.flush()
    return file


def _in_use() -> str:
    if is_elsewhere():  # another folder alone would lead to the same records
        return _(
            "Nasij is already running on this data folder: %(address)s. Open that address, stop "
            "that one first, or give another folder with NASIJ_DATA and another database with "
            "DATABASE_URL."
        )
    return _(
        "Nasij is already running on this data folder: %(address)s. "
        "Open that address, stop that one first, or give another folder with NASIJ_DATA."
    )


def refuse_mixed_site(*, as_json: bool = False) -> None:
    """The folder of a drill and the database of the file of settings are no site."""
    from django.conf import settings

    said = settings.SAID_BY_SHELL
    if is_elsewhere() and "NASIJ_DATA" in said and "DATABASE_URL" not in said:
        template = _(
            "NASIJ_DATA was given with this command, and the database (%(database)s) by the file "
            "of settings: it would be replaced. Give DATABASE_URL with the command as well."
        )
        fail(template % {"database": database()}, as_json=as_json)


def refuse_database_at_work(*, as_json: bool = False) -> None:
    """Whatever its folder, no process of ours may be at the database that is to be replaced."""
    if is_elsewhere() and _others_are_there():
        template = _(
            "Nasij is at work on the database %(database)s. Stop it first, or give another "
            "database with DATABASE_URL. Nothing was changed."
        )
        fail(template % {"database": database()}, as_json=as_json)


def _others_are_there() -> bool:
    """Asked for a while: between two questions of a worker there may be nobody."""
    for _look in range(_LOOKS):
        with connection.cursor() as cursor:
            cursor.execute(_OTHERS, [connection.settings_dict["OPTIONS"]["application_name"]])
            if cursor.fetchone():
                return True
        time.sleep(_WATCHED / _LOOKS)
    return False


def is_elsewhere() -> bool:
    """Whether the database does not stand in the folder, so that who holds one holds both."""
    return connection.vendor == "postgresql"


def database() -> str:
    at = connection.settings_dict
    place = f"{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}"
    return _("%(name)s at %(place)s") % {"name": at["NAME"], "place": place}
