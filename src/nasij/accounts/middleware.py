"""Rules of the house, kept by the server: pages need an account, what they show to a person stays
with them, a GET cannot write, nothing given holds a NUL, and no address is a blank page."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path

# A reading statement may begin a writing one: WITH … INSERT.
_WRITES = re.compile(
    r"\W*(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b"
    r"|\W*WITH\b.*\b(INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO|UPDATE\s+\S+\s+SET)\b",
    re.IGNORECASE | re.DOTALL,
)
# What a page view may touch: the session, and the counters of rate limits kept by libraries.
_ALLOWED = ("django_session",)


class WroteOnGet(RuntimeError):
    """A view tried to write while answering a GET."""


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if _WRITES.match(sql) and not any(table in sql[:80] for table in _ALLOWED):
        raise WroteOnGet(f"a GET must not write: {sql[:120]}")
    return execute(sql, params, many, context)


class LoginByDefaultMiddleware(LoginRequiredMiddleware):
    """Every view asks for an account unless it is marked `login_not_required`."""


class PrivatePagesMiddleware:
    """What a signed-in person sees is stored nowhere: not on a shared computer, nor on the way.

    Without a session nobody is asked for: the database may be what is broken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_stored = "no-store" not in response.get("Cache-Control", "")
        if is_stored and has_session and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class NoNulMiddleware:
    """Nobody types a NUL, no field asks for one, and PostgreSQL has no text that holds one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        for given in (request.GET, request.POST):
            if any("\x00" in value for _name, values in given.lists() for value in values):
                raise BadRequest("a NUL among what was given")


class PageAboveMiddleware:
    """An address that only takes a form, opened by a person: the page above it.

    A refused form is shown at that address; to read the page again, or in another language, is to
    ask for it without the form. What asks for no page (a program) is refused as before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asks_for_a_page = request.method == "GET" and "text/html" in request.headers.get(
            "Accept", ""
        )
        if response.status_code == 405 and asks_for_a_page:
            return HttpResponseRedirect(_page_above(request.path_info))
        return response


def _page_above(path: str) -> str:
    """The nearest that is an address at all; one that takes forms only leads further up."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            break
    return path


class ReadOnlyGetMiddleware:
    """A GET or HEAD of our own views runs with writing refused by the database connection."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method not in {"GET", "HEAD"} or not view.__module__.startswith("nasij."):
            return None
        with connection.execute_wrapper(_refuse_writes):
            response: HttpResponse = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response.render()
        return response
