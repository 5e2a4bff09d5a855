"""Sessions: the list, preparing one, and the page from which one is run."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts, queries
from nasij.council.forms import PointForm, ProxyForm, SessionForm
from nasij.council.pages import session_page, sessions_page
from nasij.council.permissions import get_session_for, require_council
from nasij.council.words import convocation_sentence
from nasij.work.errors import refusals_on, refusals_to


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    require_council(request.user, Permission.SESSION_VIEW)
    page = sessions_page(signed_in(request), request.GET.get("page"))
    return render(request, "council/sessions.html", {"page": page})


def session_create(request: HttpRequest) -> HttpResponse:
    require_council(request.user, Permission.SESSION_CONVENE)
    form = SessionForm(request.POST) if request.method == "POST" else SessionForm.blank()
    if form.is_valid():
        with refusals_on(form):
            made = acts.create_session(**form.cleaned_data, by=signed_in(request))
            return redirect("council:session", made.pk)
    context = {"form": form, "title": _("Prepare a session"), "back": reverse("council:sessions")}
    return render(request, "council/session_form.html", context)


def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = SessionForm(request.POST) if request.method == "POST" else SessionForm.of(found)
    if form.is_valid():
        with refusals_on(form):
            acts.change_session(session=found, **form.cleaned_data, by=signed_in(request))
            return redirect("council:session", pk)
    context = {
        "form": form,
        "title": _("Change the session"),
        "back": reverse("council:session", args=[pk]),
    }
    return render(request, "council/session_form.html", context)


@require_GET
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """The working place of the secretariat; for members, what happens and where to vote."""
    found = get_session_for(request.user, pk, Permission.SESSION_VIEW)
    page = session_page(found, signed_in(request))
    context = {
        "session": found,
        "page": page,
        "point_form": PointForm(),
        "proxy_form": ProxyForm(seats=page.attendance.seats_now if page.attendance else []),
    }
    return render(request, "council/session.html", context)


def _step(request: HttpRequest, pk: int, act: Callable[..., object], done: str) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        act(session=found, by=signed_in(request))
        messages.success(request, done)
    return redirect("council:session", pk)


@require_POST
def session_convene(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    done = convocation_sentence(queries.session_day(found))
    return _step(request, pk, acts.convene_session, done)


@require_POST
def session_open(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, acts.open_session, _("The session is open."))


@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, acts.close_session, _("Closed: the minutes are written and sealed."))
