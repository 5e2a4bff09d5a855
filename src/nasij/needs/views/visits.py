"""Contacts: record, correct, do the next step; firms nobody has spoken with; reminders."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.permissions import get_firm_for, get_own_firm_for, regions_for
from nasij.needs import acts, pages
from nasij.needs.forms.visits import PutOffForm, ReminderForm, SilenceForm, VisitForm
from nasij.needs.models import Visit
from nasij.needs.permissions import get_visit_for, may_change_visit
from nasij.needs.reminders import choice_of
from nasij.ui.asked import key_in
from nasij.ui.parts import TrailStep
from nasij.ui.ways import address_of
from nasij.work.errors import refusals_on, refusals_to, say_errors


def record(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    key = key_in(request.GET.get("firm", ""))
    firm = get_firm_for(request.user, key, Permission.FIRM_VIEW) if key else None
    form = VisitForm(request.POST or None, user=request.user, firm=firm)
    if form.is_valid():
        with refusals_on(form):
            visit = acts.record_visit(**form.cleaned_data, by=signed_in(request))
            return _after(request, visit, form.cleaned_data.get("client_key", ""))
    crumbs = [(firm.shown_name, reverse("exporters:detail", args=[firm.pk]))] if firm else []
    context = {
        "form": form,
        "crumbs": [
            (_("Exporters"), reverse("exporters:list")),
            *crumbs,
            _("Record a contact"),
        ],
        "cancel_url": crumbs[0][1] if crumbs else reverse("exporters:list"),
    }
    return render(request, "needs/visit_record.html", context)


def _after(request: HttpRequest, visit: Visit, sent: str) -> HttpResponse:
    """The address says which form was recorded, so that the phone drops its draft."""
    messages.success(request, _("The contact is recorded."))
    recorded = {"recorded": sent} if sent else {}
    if "need" in request.POST:
        return redirect(f"{reverse('needs:record')}?{urlencode({'visit': visit.pk, **recorded})}")
    page = reverse("exporters:detail", args=[visit.firm_id])
    return redirect(f"{page}?{urlencode(recorded)}" if recorded else page)


def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact with the needs heard in it; who recorded it may correct it."""
    found = get_visit_for(request.user, pk)
    may_change = may_change_visit(request.user, found)
    if request.method == "POST":
        found = get_visit_for(request.user, pk, to_change=True)
    form = VisitForm(request.POST or None, user=request.user, visit=found) if may_change else None
    if form is not None and form.is_valid():
        with refusals_on(form):
            acts.change_visit(visit=found, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("Saved."))
            return redirect("needs:visit", pk=pk)
    context = {
        "visit": found,
        "page": pages.visit_page(found, request.user),
        "form": form,
        "crumbs": [
            (_("Exporters"), reverse("exporters:list")),
            (found.firm.shown_name, reverse("exporters:detail", args=[found.firm_id])),
            found.get_kind_display(),
        ],
    }
    return render(request, "needs/visit.html", context)


@require_POST
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visit_for(request.user, pk, to_change=True)
    acts.finish_step(visit=found, by=signed_in(request))
    messages.success(request, _("Done. Is there a next one? Record it with the next contact."))
    if request.POST.get("back") == "desk":
        return redirect(address_of("desk"))
    return redirect("exporters:detail", pk=found.firm_id)


@require_POST
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.NEED_RECORD)
    form = PutOffForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
    else:
        with refusals_to(request):
            acts.put_off_firm(firm=firm, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The firm is left in peace until that day."))
    return redirect("exporters:detail", pk=pk)


def silence(request: HttpRequest) -> HttpResponse:
    """Firms nobody has spoken with for long, the first to call first."""
    require_somewhere(request.user, Permission.NEED_RECORD)
    regions = regions_for(request.user, Permission.FIRM_VIEW)
    form = SilenceForm(
        request.GET, regions=regions, usual=choice_of(signed_in(request)).silent_after
    )
    days, region = form.wanted()
    context = {
        "filter": form,
        "days": days,
        "page": pages.silence_page(days, region, request.GET.get("page"), request.user),
        "crumbs": _crumbs(_("Firms to call")),
    }
    return render(request, "needs/silence.html", context)


def reminders(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    choice = choice_of(signed_in(request))
    initial = {"is_weekly": choice.is_weekly, "silent_after": choice.silent_after}
    form = ReminderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        acts.choose_reminder(**form.cleaned_data, by=signed_in(request))
        messages.success(request, _("Saved."))
        return redirect("needs:reminders")
    context = {"form": form, "choice": choice, "crumbs": _crumbs(_("Reminders"))}
    return render(request, "needs/reminders.html", context)


def _crumbs(*rest: TrailStep) -> list[TrailStep]:
    return [(_("Exporters"), reverse("exporters:list")), *rest]
