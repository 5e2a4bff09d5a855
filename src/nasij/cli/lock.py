"""Who holds the data folder: one server, with all its processes, or one restore."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from nasij.cli.console import fail

NAME = "serve.lock"


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
        template = _(
            "Nasij is already running on this data folder: %(address)s. "
            "Open that address, stop that one first, or give another folder with NASIJ_DATA."
        )
        fail(
            template % {"address": f"{known}/" if known else _("another address")}, as_json=as_json
        )
    if address:
        file.truncate(0)
        file.write(address)
        file.flush()
    return file
