"""Public pages are made once and kept until the next act.

Every act writes exactly one event, so the number of the last event is the version of everything
that acts make a page show, and a thousand readers cost one. Only people without a session get kept
pages; the day is part of the version, as pages speak of deadlines. So is the minute: what was
altered in the database without an act is told to visitors a minute later at the most. No database
tells such a change to every process, and to look for it would cost each reader what a page does.

They are kept in the process: nothing is written, so a full disk hides no page, and an address with
a question is not kept at all, so nobody can fill the memory with invented ones.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from nasij.audit.models import Event

View = Callable[..., HttpResponse]

_MOST = 256  # pages, of some 15 kB: the oldest leaves
_kept: dict[str, bytes] = {}


def kept_for_visitors(view: View) -> View:
    """Answer people without a session from the page made since the last act."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KEEP_PAGES or not _may_be_kept(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        if request.headers.get("If-None-Match") == f'"{key}"':
            return _with_headers(HttpResponse(status=304), key)
        packed = _kept.get(key)
        if packed is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            packed = gzip.compress(response.content, compresslevel=6)
            _keep(key, packed)
        return _unpacked(request, packed, key)

    return answer


def _may_be_kept(request: HttpRequest) -> bool:
    private = (settings.SESSION_COOKIE_NAME, "messages")
    asks_plainly = request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING")
    return asks_plainly and not any(name in request.COOKIES for name in private)


def _key(request: HttpRequest) -> str:
    version = Event.objects.aggregate(last=Max("id"))["last"] or 0
    parts = (
        *(settings.VERSION, version, timezone.localdate(), _minute(), settings.DEMO),
        *(get_language(), request.get_host(), request.path),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def _minute() -> int:
    return int(time.time()) // 60


def _keep(key: str, packed: bytes) -> None:
    while len(_kept) >= _MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = packed


def _unpacked(request: HttpRequest, packed: bytes, key: str) -> HttpResponse:
    """As it is kept to those who read gzip, which is everybody; unpacked to the others."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(packed))
    return _with_headers(response, key)


def _with_headers(response: HttpResponse, key: str) -> HttpResponse:
    response["ETag"] = f'"{key}"'
    response["Cache-Control"] = "private, no-cache"  # ask again each time: the answer may be 304
    patch_vary_headers(response, ["Accept-Encoding", "Cookie", "Accept-Language"])
    return response
