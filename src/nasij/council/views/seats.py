"""Seats: who holds them, since when, on what basis."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.council import acts, queries
from nasij.council.enums import MandateKind
from nasij.council.forms import MandateForm, VacateForm
from nasij.council.permissions import (
    get_mandate_for,
    get_seat_for,
    may_nationally,
    require_council,
)
from nasij.council.views.posts import attempt, attempt_form, person, say_errors


@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    require_council(request.user, Permission.SESSION_VIEW)
    context = {
        "seats": queries.seats_on(timezone.localdate()),
        "may_convene": may_nationally(request.user, Permission.SESSION_CONVENE),
    }
    return render(request, "council/seats.html", context)


def seat(request: HttpRequest, code: str) -> HttpResponse:
    """One seat: its mandates; for the secretariat, filling and vacating it."""
    found = get_seat_for(request.user, code, Permission.SESSION_VIEW)
    may_convene = may_nationally(request.user, Permission.SESSION_CONVENE)
    form = MandateForm(seat=found)
    if request.method == "POST":
        get_seat_for(request.user, code, Permission.SESSION_CONVENE)
        form = MandateForm(request.POST, seat=found)
        if attempt_form(form, lambda: _fill(request, code, form)):
            return redirect("council:seat", code)
    context = {
        "seat": found,
        "mandates": queries.mandates_of(found),
        "today": timezone.localdate(),
        "form": form,
        "may_convene": may_convene,
    }
    return render(request, "council/seat.html", context)


def _fill(request: HttpRequest, code: str, form: MandateForm) -> None:
    given = form.cleaned_data
    acts.fill_seat(
        seat=get_seat_for(request.user, code, Permission.SESSION_CONVENE),
        person_name=given["person_name"],
        kind=MandateKind(given["kind"]),
        user=given["user"],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
        basis=given["basis"],
        by=person(request),
    )


@require_POST
def vacate(request: HttpRequest, pk: int) -> HttpResponse:
    mandate = get_mandate_for(request.user, pk, Permission.SESSION_CONVENE)
    form = VacateForm({"mandate": pk, "ends_on": request.POST.get("ends_on", "")})
    if form.is_valid():
        day = form.cleaned_data["ends_on"]
        attempt(
            request,
            lambda: acts.vacate_seat(mandate=mandate, ends_on=day, by=person(request)),
            _("The mandate ends on that day."),
        )
    else:
        say_errors(request, form)
    return redirect("council:seat", mandate.seat_id)
