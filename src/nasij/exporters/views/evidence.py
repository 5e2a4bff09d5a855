"""Small acts of a firm's page: each answers by going back to the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.exporters import acts
from nasij.exporters.enums import EvidenceSource
from nasij.exporters.forms.evidence import ContactForm, MarketForm, StandingForm
from nasij.exporters.models import Firm
from nasij.exporters.permissions import get_contact_for, get_firm_for
from nasij.exporters.views.firms import detail_page
from nasij.reference.models import Country
from nasij.ui.ways import address_of


def _editable(request: HttpRequest, pk: int) -> Firm:
    return get_firm_for(request.user, pk, Permission.FIRM_EDIT)


def _back(request: HttpRequest, firm: Firm, saved: Any = None) -> HttpResponse:
    if saved is not None:
        messages.success(request, _("Saved."))
    return redirect("exporters:detail", pk=firm.pk)


@require_POST
def add_market(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = _editable(request, pk), MarketForm(request.POST)
    if not form.is_valid():
        return detail_page(request, firm, market_form=form)
    given = form.cleaned_data
    saved = acts.note_market(
        firm=firm,
        country=given["country"],
        standing=given["standing"],
        source=EvidenceSource(given["source"]),
        evidence_on=given["evidence_on"],
        by=signed_in(request),
    )
    return _back(request, firm, saved)


@require_POST
def remove_market(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is said of one market, by any source, is taken back."""
    firm = _editable(request, pk)
    country = get_object_or_404(Country, pk=request.POST.get("country", ""))
    acts.remove_market(firm=firm, country=country, by=signed_in(request))
    return _back(request, firm)


@require_POST
def declare_standing(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = _editable(request, pk), StandingForm(request.POST)
    if not form.is_valid():
        return detail_page(request, firm, standing_form=form)
    saved = acts.declare_standing(firm=firm, **form.cleaned_data, by=signed_in(request))
    return _back(request, firm, saved)


@require_POST
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = _editable(request, pk), ContactForm(request.POST)
    if not form.is_valid():
        return detail_page(request, firm, contact_form=form)
    saved = acts.save_contact(firm=firm, values=form.cleaned_data, by=signed_in(request))
    return _back(request, firm, saved)


@require_POST
def remove_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_contact_for(request.user, pk, Permission.FIRM_EDIT)
    firm = contact.firm
    acts.remove_contact(contact=contact, by=signed_in(request))
    return _back(request, firm)


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_VIEW)
    act = acts.unfollow_firm if request.POST.get("stop") else acts.follow_firm
    act(firm=firm, by=signed_in(request))
    return _back(request, firm)


@require_POST
def followed_seen(request: HttpRequest) -> HttpResponse:
    """The news of the firms one follows was read."""
    acts.mark_followed_seen(by=signed_in(request))
    return redirect(address_of("desk"))
