"""Points of the agenda: placing, ordering, and the page of one point."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may, signed_in
from nasij.council import acts, queries
from nasij.council.enums import SessionState
from nasij.council.forms import PointForm
from nasij.council.permissions import get_point_for, get_session_for, may_nationally
from nasij.council.words import result_sentence
from nasij.needs.models import Item
from nasij.ui.asked import key_in
from nasij.work.errors import refusals_to, say_errors


@require_GET
def agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_VIEW)
    item = point.item
    may_convene = may_nationally(request.user, Permission.SESSION_CONVENE)
    may_act = may_convene and point.session.state == SessionState.OPEN
    context = {
        "point": point,
        "session": point.session,
        "votes": [
            (vote, result_sentence(vote.result) if vote.result else "")
            for vote in queries.votes_on(point)
        ],
        "decisions": queries.decisions_on(point),
        "may_vote": may_act and queries.may_be_voted_on(point),
        "may_decide_without_vote": may_act and queries.may_be_decided_without_vote(point),
        "item_is_visible": item is not None
        and may(request.user, Permission.ITEM_VIEW, region=item.region.code),
    }
    return render(request, "council/agenda_item.html", context)


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    key = request.POST.get("item", "")
    item = get_object_or_404(Item, pk=key_in(key) or 0)
    with refusals_to(request):
        acts.place_item(session=session, item=item, by=signed_in(request))
        messages.success(request, _("The item is on the agenda."))
    return _back(pk)


@require_POST
def add_point(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = PointForm(request.POST)
    if form.is_valid():
        with refusals_to(request):
            acts.add_point(session=session, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The point is on the agenda."))
    else:
        say_errors(request, form)
    return _back(pk)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    up = request.POST.get("way") == "up"
    with refusals_to(request):
        acts.move_point(point=point, up=up, by=signed_in(request))
        messages.success(request, _("The agenda is reordered."))
    return _back(point.session_id)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        acts.remove_point(point=point, by=signed_in(request))
        messages.success(request, _("The point is off the agenda."))
    return _back(point.session_id)


def _back(session_pk: int) -> HttpResponse:
    return redirect(reverse("council:session", args=[session_pk]) + "#agenda")
