"""Pages of what is kept for long, erased, or not to be registered again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.permissions import get_own_firm_for
from nasij.rights import acts, pages
from nasij.rights.enums import RequestKind
from nasij.rights.forms import EraseForm, KeepForm, LiftForm
from nasij.rights.permissions import get_erasure_for, get_request_for
from nasij.ui.asked import key_in
from nasij.work.errors import refusals_on, refusals_to


def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: what goes is shown, a reason and the typed name are asked for."""
    asked = get_request_for(request.user, pk, Permission.FIRM_ERASE)
    if asked.kind != RequestKind.ERASURE or not asked.is_open or asked.erasing:
        return redirect("rights:request", pk=pk)
    form = EraseForm(request.POST or None, firm=asked.firm)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.confirm_erasure(
                request=asked, reason=form.cleaned_data["reason"], by=signed_in(request)
            )
            return redirect("rights:request", pk=pk)
    context = {
        "page": pages.erase_page(asked),
        "form": form,
        "crumbs": [
            (_("Requests of firms"), reverse("rights:requests")),
            (str(asked.firm), reverse("rights:request", args=[pk])),
            _("Erase for good"),
        ],
    }
    return render(request, "rights/erase.html", context)


@require_POST
def erase_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an erasure that stopped on its way."""
    asked = get_request_for(request.user, pk, Permission.FIRM_ERASE)
    with refusals_to(request):
        acts.confirm_erasure(request=asked, reason=asked.begun.reason, by=signed_in(request))
    return redirect("rights:request", pk=pk)


def erased(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    listed = pages.erased_page(request.user, request.GET.get("page"))
    return render(request, "rights/erasures.html", {"listed": listed})


def lift(request: HttpRequest, pk: int) -> HttpResponse:
    erasure = get_erasure_for(request.user, pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.lift_erasure(
            erasure=erasure, reason=form.cleaned_data["reason"], by=signed_in(request)
        )
        messages.success(request, _("Noted: this firm may be registered again."))
        return redirect("rights:erased")
    crumbs = [(_("Erased firms"), reverse("rights:erased")), str(erasure)]
    context = {"erasure": erasure, "form": form, "crumbs": crumbs}
    return render(request, "rights/lift.html", context)


def retention(request: HttpRequest) -> HttpResponse:
    """Firms kept for long without a sign of life: kept with a reason, or proposed for erasure."""
    require_somewhere(request.user, Permission.FIRM_EDIT)
    listed = pages.retention_page(request.user, request.GET.get("page"))
    rows = [
        (firm, KeepForm(initial={"firm": firm.pk}, prefix=str(firm.pk))) for firm in listed.page
    ]
    return render(request, "rights/retention.html", {"listed": listed, "rows": rows})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("number", "")
    firm = get_own_firm_for(request.user, key_in(number) or 0, Permission.FIRM_EDIT)
    form = KeepForm({**request.POST.dict(), f"{number}-firm": number}, prefix=number)
    if not form.is_valid():
        messages.error(request, _("Say why the firm stays, and for how long."))
        return redirect("rights:retention")
    today = timezone.localdate()
    until = date(today.year + form.cleaned_data["years"], today.month, min(today.day, 28))
    acts.keep_firm(
        firm=firm, reason=form.cleaned_data["reason"], keep_until=until, by=signed_in(request)
    )
    messages.success(request, _("Noted: the firm stays."))
    return redirect("rights:retention")
