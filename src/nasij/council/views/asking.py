"""Doing what a person asks: at once, or after a question they answer by sending it again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nasij.accounts.permissions import signed_in
from nasij.council.questions import Question
from nasij.work.errors import refusals_to

_OURS = {"csrfmiddlewaretoken", "confirmed"}


def do(request: HttpRequest, act: Callable[..., object], *, done: str, back: str) -> HttpResponse:
    """Call the act and say so, or ask its question."""
    with refusals_to(request):
        asked = question_of(request, act, back=back)
        if asked is not None:
            return asked
        messages.success(request, done)
    return redirect(back)


def question_of(
    request: HttpRequest, act: Callable[..., object], *, back: str
) -> HttpResponse | None:
    """Call the act; where it has a question, the page that asks it, with all that was sent kept in
    the form. The answer carries the mark of the question that was read: when what it says has
    changed since, it is asked again."""
    try:
        act(confirmed=request.POST.get("confirmed", ""), by=signed_in(request))
    except Question as question:
        given = [(name, value) for name, value in request.POST.items() if name not in _OURS]
        context = {"question": question, "given": given, "back": back}
        return render(request, "council/confirm.html", context)
    return None
