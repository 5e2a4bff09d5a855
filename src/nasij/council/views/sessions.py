"""Sessions: the list, preparing one, and the page from which one is run."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts
from nasij.council.forms import PointForm, ProxyForm, SecondCallForm, SessionForm
from nasij.council.pages import session_page, sessions_page
from nasij.council.permissions import get_session_for, require_council
from nasij.council.views.asking import do, question_of
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
    is_second = found.second_call_of_id is not None
    form = (
        SessionForm(request.POST, is_second_call=is_second)
        if request.method == "POST"
        else SessionForm.of(found)
    )
    if form.is_valid():
        with refusals_on(form):
            act = partial(acts.change_session, session=found, **form.cleaned_data)
            return question_of(request, act, back=_page(pk)) or redirect(_page(pk))
    context = {
        "form": form,
        "title": _("Change the session"),
        "back": _page(pk),
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


@require_POST
def session_convene(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    return do(
        request,
        partial(acts.convene_session, session=found),
        done=convocation_sentence(found),
        back=_page(pk),
    )


@require_POST
def session_open(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    act = partial(acts.open_session, session=found)
    return do(request, act, done=_("The session is open."), back=_page(pk))


@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        acts.close_session(session=found, by=signed_in(request))
        messages.success(request, _("Closed: the minutes are written and sealed."))
    return redirect("council:session", pk)


def session_call_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the second call of a session that closed without a quorum."""
    found = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = SecondCallForm(request.POST or None, first=found)
    if form.is_valid():
        with refusals_on(form):
            made = acts.call_again(session=found, **form.cleaned_data, by=signed_in(request))
            return redirect("council:session", made.pk)
    context = {"form": form, "title": _("Prepare the second call"), "back": _page(pk)}
    return render(request, "council/session_form.html", context)


def _page(pk: int) -> str:
    return reverse("council:session", args=[pk])
