"""What a site stands on: room on its disk, an address for its links, a server for its letters."""

from __future__ import annotations

import errno
import shutil
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext as _

TO_START_MB = 300
TO_GO_ON_MB = 100  # below, acts begin to fail
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# PostgreSQL says it by a number; SQLite may notice in the log beside the database.
_NO_ROOM_OF_DATABASES = (
    "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_SHMSIZE", "53100",
)  # fmt: skip
_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 — looked for, not listened on


def free_mb() -> int:
    return shutil.disk_usage(settings.NASIJ_DATA).free // 2**20


def is_full(error: BaseException | None) -> bool:
    """Whether what broke is that nothing more can be written: a full disk, a quota, a full share of
    the database's. Polars tells it in words alone."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if "No space left" in str(error):
            return True
        told = getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", "")
        if told in _NO_ROOM_OF_DATABASES:
            return True
        error = error.__cause__ or error.__context__
    return False


def links_stay_here() -> bool:
    """Whether the links of letters, messages and squares open on this machine only."""
    return (urlsplit(settings.SITE_URL).hostname or "") in _HERE


def wrong_address() -> str:
    """Why the site would refuse who follows its own links; empty when it would not."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return ""
    template = _("links lead to %(host)s, which the site refuses: add it to ALLOWED_HOSTS")
    return template % {"host": host}


def advice_on_links(asked: str = "") -> str:
    """What to tell an operator of the links people get; `asked` is the host of their request."""
    if asked and asked != urlsplit(settings.SITE_URL).netloc:
        template = _(
            "You came to %(asked)s, and the links in letters, messages and codes lead to %(site)s: "
            "set SITE_URL to the address people use."
        )
        return template % {"asked": asked, "site": settings.SITE_URL}
    if links_stay_here():
        template = _(
            "The links in letters, messages and codes lead to %(site)s and open on this machine "
            "only: set SITE_URL to the address people use."
        )
        return template % {"site": settings.SITE_URL}
    return ""


def mail_goes_to_files() -> bool:
    return "filebased" in settings.EMAIL_BACKEND
