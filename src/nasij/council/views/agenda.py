"""Points of the agenda: placing, ordering, and the page of one point."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts
from nasij.council.forms import PointForm
from nasij.council.pages import point_page
from nasij.council.permissions import get_point_for, get_session_for
from nasij.council.views.asking import do
from nasij.needs.models import Item
from nasij.ui.asked import key_in
from nasij.work.errors import refusals_to, say_errors


@require_GET
def agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_VIEW)
    context = {"point": point, "page": point_page(point, request.user)}
    return render(request, "council/agenda_item.html", context)


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    key = request.POST.get("item", "")
    item = get_object_or_404(Item, pk=key_in(key) or 0)
    act = partial(acts.place_item, session=session, item=item)
    return do(request, act, done=_("The item is on the agenda."), back=_agenda(pk))


@require_POST
def add_point(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = PointForm(request.POST)
    if form.is_valid():
        act = partial(acts.add_point, session=session, **form.cleaned_data)
        return do(request, act, done=_("The point is on the agenda."), back=_agenda(pk))
    say_errors(request, form)
    return redirect(_agenda(pk))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    up = request.POST.get("way") == "up"
    with refusals_to(request):
        acts.move_point(point=point, up=up, by=signed_in(request))
        messages.success(request, _("The agenda is reordered."))
    return redirect(_agenda(point.session_id))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        acts.remove_point(point=point, by=signed_in(request))
        messages.success(request, _("The point is off the agenda."))
    return redirect(_agenda(point.session_id))


def _agenda(session_pk: int) -> str:
    return reverse("council:session", args=[session_pk]) + "#agenda"
