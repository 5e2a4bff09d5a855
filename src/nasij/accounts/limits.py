"""Links that open something without an account: how often an address may try unknown ones.

A token cannot be guessed (144 bits), so this keeps a guesser from loading the site rather than from
finding one. Counters stand in the file cache, which the server's processes share.
"""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_MINUTE = 60


def _counter(request: HttpRequest) -> str:
    # The library knows which proxies are ours, so that a header cannot choose another address.
    address = get_adapter(request).get_client_ip(request)
    return f"unknown-links:{address}:{int(time.time()) // _MINUTE}"


def tried_too_often(request: HttpRequest) -> bool:
    """Asked before a token is looked up: past the limit, a right guess is not told either."""
    return int(cache.get(_counter(request), 0)) >= settings.UNKNOWN_LINKS_PER_MINUTE


def note_unknown_link(request: HttpRequest) -> None:
    """Two processes at once may count one try for two: a limit, not an account."""
    name = _counter(request)
    cache.set(name, int(cache.get(name, 0)) + 1, 2 * _MINUTE)


def later_please(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(_MINUTE)
    return response
