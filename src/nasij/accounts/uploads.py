"""How much a request may bring: little from a stranger, a form from who is known, and files where a
page takes them and the person may use it. Whoever is refused is told so, in their language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere
from nasij.bodies import FROM_ANYBODY, NO_ROOM, REFUSED, TOO_LARGE

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(permission: Permission) -> Callable[[View], View]:
    """Marks a page that takes files from who holds a permission somewhere."""

    def mark(view: View) -> View:
        view.takes_files = permission  # type: ignore[attr-defined]
        return view

    return mark


def largest_body() -> int:
    """A file a little too large comes through, so that the page can say its own sentence."""
    return int(2 * settings.NASIJ_UPLOAD_LIMIT_MB * 2**20)


class UploadsMiddleware:
    """Before anything reads the body: reading one spools its files on the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *given: Any) -> HttpResponse | None:
        refused = request.META.get(REFUSED)
        if refused is None and _length(request) > FROM_ANYBODY:
            refused = TOO_LARGE if _length(request) > _most(request, view) else None
        if refused == NO_ROOM:
            return render(request, "ui/errors/503.html", status=503)
        if refused == TOO_LARGE:
            return render(request, "ui/errors/413.html", status=413)
        return None


def _length(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)


def _most(request: HttpRequest, view: Any) -> int:
    if not request.user.is_authenticated:
        return FROM_ANYBODY
    permission = getattr(view, "takes_files", None)
    if permission is None or not may_somewhere(request.user, permission):
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return largest_body()
