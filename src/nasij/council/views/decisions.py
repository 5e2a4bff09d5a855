"""Decisions, and the minutes that hold them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts
from nasij.council.downloads import minutes_pdf_response
from nasij.council.enums import DecisionOutcome
from nasij.council.forms import DecisionForm, ErratumForm, ReasonForm
from nasij.council.pages import decision_page, minutes_page, record_page
from nasij.council.permissions import get_decision_for, get_point_for, get_session_for
from nasij.ui.asked import key_in
from nasij.work.errors import refusals_on, refusals_to, say_errors


def decision_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the decision on a point; `?vote=` names the vote it follows from."""
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    key = key_in(request.GET.get("vote", ""))
    vote = get_object_or_404(point.votes, pk=key) if key else None
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, point=point, vote=vote)
    if form.is_valid():
        outcome = form.cleaned_data.get("outcome")
        with refusals_on(form):
            made = acts.record_decision(
                point=point,
                vote=vote,
                text=form.cleaned_data.get("text", ""),
                outcome=DecisionOutcome(outcome) if outcome else None,
                reason=form.cleaned_data.get("reason", ""),
                by=signed_in(request),
            )
            return redirect("council:decision", made.pk)
    context = {"form": form, "point": point, "vote": vote, "page": record_page(vote)}
    return render(request, "council/decision_record.html", context)


@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_decision_for(request.user, pk, Permission.SESSION_VIEW)
    context = {
        "decision": found,
        "point": found.agenda_item,
        "page": decision_page(found, request.user),
        "form": ReasonForm(initial={"reason": found.no_action_reason}),
    }
    return render(request, "council/decision.html", context)


@require_POST
def no_action(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_decision_for(request.user, pk, Permission.SESSION_CONVENE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_to(request):
            acts.state_no_action(
                decision=found, reason=form.cleaned_data["reason"], by=signed_in(request)
            )
            messages.success(request, _("The reason is recorded."))
    else:
        say_errors(request, form)
    return redirect("council:decision", pk)


@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_VIEW)
    page = minutes_page(session, request.user)
    context = {"session": session, "page": page, "form": ErratumForm()}
    return render(request, "council/minutes.html", context)


@require_GET
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_VIEW)
    return minutes_pdf_response(session)


@require_POST
def erratum(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_session_for(request.user, pk, Permission.SESSION_CONVENE)
    form = ErratumForm(request.POST)
    if form.is_valid():
        with refusals_to(request):
            acts.add_erratum(session=session, text=form.cleaned_data["text"], by=signed_in(request))
            messages.success(request, _("The erratum is added below the minutes."))
    else:
        say_errors(request, form)
    return redirect("council:minutes", pk)
