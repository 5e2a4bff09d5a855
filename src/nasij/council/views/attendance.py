"""Marking who is there, on a phone, one tap a seat."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts
from nasij.council.forms import ProxyForm
from nasij.council.models import Mandate, Seat
from nasij.council.permissions import get_proxy_for, get_seat_for, get_session_for
from nasij.council.queries import seats_on, session_day
from nasij.ui.asked import key_in
from nasij.work.errors import refusals_to, say_errors


@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    seat = _seat(request)
    key = key_in(request.POST.get("mandate", ""))
    mandate = get_object_or_404(Mandate, pk=key, seat=seat) if key else None
    with refusals_to(request):
        acts.mark_arrival(session=session, seat=seat, mandate=mandate, by=signed_in(request))
        messages.success(request, _("Present: %(seat)s.") % {"seat": seat.name})
    return _back(pk)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    seat = _seat(request)
    with refusals_to(request):
        acts.mark_departure(session=session, seat=seat, by=signed_in(request))
        messages.success(request, _("Left: %(seat)s.") % {"seat": seat.name})
    return _back(pk)


@require_POST
def give_proxy(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = ProxyForm(request.POST, seats=seats_on(session_day(session)))
    if form.is_valid():
        given = form.cleaned_data
        with refusals_to(request):
            acts.give_proxy(
                session=session, giver=given["giver"], holder=given["holder"], by=signed_in(request)
            )
            messages.success(request, _("The proxy is recorded."))
    else:
        say_errors(request, form)
    return _back(pk)


@require_POST
def withdraw_proxy(request: HttpRequest, pk: int) -> HttpResponse:
    proxy = get_proxy_for(request.user, pk, Permission.SESSION_CONVENE)
    session_pk = proxy.session_id
    with refusals_to(request):
        acts.withdraw_proxy(proxy=proxy, by=signed_in(request))
        messages.success(request, _("The proxy is withdrawn."))
    return _back(session_pk)


def _seat(request: HttpRequest) -> Seat:
    return get_seat_for(request.user, request.POST.get("seat", ""), Permission.SESSION_CONVENE)


def _back(session_pk: int) -> HttpResponse:
    return redirect(reverse("council:session", args=[session_pk]) + "#attendance")
