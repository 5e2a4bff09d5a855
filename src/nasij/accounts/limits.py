"""How often somebody may be wrong: passwords, and links that open something without an account.

Only what is wrong is counted, so that nobody is locked out by the mistakes of others. Counters
stand in the cache that the processes of the site share; the library knows which proxies are ours,
so that a header cannot choose another network.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, get_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_APP = "allauth.account"  # whose ACCOUNT_RATE_LIMITS hold ours too


def begin_password_try(request: HttpRequest, login: str) -> RateLimitUsage | None:
    """One try of a password for an account from a network; None when there were too many.

    The pair is counted, not the account: from elsewhere, its owner signs in. Nor the network: sixty
    people in one room are one network. When it has been wrong very often, each account is left one
    try in the time, not none: a right password is never refused for the wrong ones of others.
    """
    key = _pair(request, login)
    used = _count(request, "password", key=key)
    if used is None or _network_is_trusted(request):
        return used
    last = _count(request, "password_suspected", key=key)
    return None if last is None else RateLimitUsage([*used.usage, *last.usage])


def note_wrong_password(request: HttpRequest) -> None:
    _count(request, "wrong_password")


def forget_password_tries(request: HttpRequest, login: str) -> None:
    """Whoever reset their password through their mailbox begins anew."""
    for rate in ("password", "password_suspected"):
        ratelimit.clear(request, app=_APP, action=rate, key=_pair(request, login))


def too_many_unknown_links(request: HttpRequest) -> bool:
    """Count a link that opens nothing. A token cannot be guessed (144 bits): this keeps a guesser
    from loading the site. A link that does open something is never counted, nor refused."""
    return _count(request, "unknown_link") is None


def later_please(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def _network_is_trusted(request: HttpRequest) -> bool:
    return _count(request, "wrong_password", dry_run=True) is not None


def _pair(request: HttpRequest, login: str) -> str:
    return f"{get_ip(request)} {login.strip().lower()}"


def _count(
    request: HttpRequest, rate: str, *, key: str | None = None, dry_run: bool = False
) -> RateLimitUsage | None:
    """Under one of ACCOUNT_RATE_LIMITS; None past it."""
    found: RateLimitUsage | None = ratelimit.consume(
        request, app=_APP, action=rate, key=key, dry_run=dry_run, limit_get=True
    )
    return found
