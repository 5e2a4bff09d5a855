"""Seats: who holds them, since when, on what basis."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts
from nasij.council.enums import MandateKind
from nasij.council.forms import MandateForm, VacateForm
from nasij.council.pages import seat_page, seats_page
from nasij.council.permissions import get_mandate_for, get_seat_for, require_council
from nasij.work.errors import refusals_on, refusals_to, say_errors


@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    require_council(request.user, Permission.SESSION_VIEW)
    return render(request, "council/seats.html", {"page": seats_page(request.user)})


def seat(request: HttpRequest, code: str) -> HttpResponse:
    """One seat: its mandates; for the secretariat, filling and vacating it."""
    found = get_seat_for(request.user, code, Permission.SESSION_VIEW)
    form = MandateForm(seat=found)
    if request.method == "POST":
        found = get_seat_for(request.user, code, Permission.SESSION_CONVENE)
        form = MandateForm(request.POST, seat=found)
        if form.is_valid():
            with refusals_on(form):
                given = {**form.cleaned_data, "kind": MandateKind(form.cleaned_data["kind"])}
                acts.fill_seat(seat=found, **given, by=signed_in(request))
                return redirect("council:seat", code)
    context = {"seat": found, "form": form, "page": seat_page(found, request.user)}
    return render(request, "council/seat.html", context)


@require_POST
def vacate(request: HttpRequest, pk: int) -> HttpResponse:
    mandate = get_mandate_for(request.user, pk, Permission.SESSION_CONVENE)
    form = VacateForm({"mandate": pk, "ends_on": request.POST.get("ends_on", "")})
    if form.is_valid():
        day = form.cleaned_data["ends_on"]
        with refusals_to(request):
            acts.vacate_seat(mandate=mandate, ends_on=day, by=signed_in(request))
            messages.success(request, _("The mandate ends on that day."))
    else:
        say_errors(request, form)
    return redirect("council:seat", mandate.seat_id)
