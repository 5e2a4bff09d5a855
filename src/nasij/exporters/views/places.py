"""Where a firm works: move, correct, other sites, group; and which firms moved between regions."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters import acts, pages, queries
from nasij.exporters.forms.places import GroupForm, MoveForm, SiteForm
from nasij.exporters.permissions import (
    get_firm_for,
    get_own_firm_for,
    get_site_for,
    may_on,
    reach_of,
)
from nasij.exporters.views.firms import detail_page
from nasij.reference.lookups import places_matching, proposal
from nasij.reference.queries import regions
from nasij.ui.parts import Crumb
from nasij.work.errors import refusals_on, refusals_to


def move(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = MoveForm(request.POST or None, firm=firm)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.move_firm(firm=firm, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The new place of the firm is noted."))
            if may_on(request.user, Permission.FIRM_VIEW, firm):
                return redirect("exporters:detail", pk=pk)
            return redirect("exporters:moves")  # it went where this person may not look
    context = {
        "form": form,
        "firm": firm,
        "cancel_url": reverse("exporters:detail", args=[pk]),
        "crumbs": [
            Crumb(_("Exporters"), reverse("exporters:list")),
            Crumb(firm.shown_name, reverse("exporters:detail", args=[pk])),
            Crumb(_("Move the firm")),
        ],
    }
    return render(request, "exporters/move.html", context)


@require_POST
def add_site(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = get_firm_for(request.user, pk, Permission.FIRM_EDIT), SiteForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            acts.add_site(firm=firm, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('exporters:detail', args=[pk])}#places")
    return detail_page(request, firm, site_form=form)


@require_POST
def close_site(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_site_for(request.user, pk, Permission.FIRM_EDIT)
    with refusals_to(request):
        acts.close_site(site=site, on=_day(request.POST.get("on", "")), by=signed_in(request))
        messages.success(request, _("The site is closed; it stays in the history of the firm."))
    return redirect(f"{reverse('exporters:detail', args=[site.firm_id])}#places")


def _day(written: str) -> date | None:
    """The day of a date field; an empty or broken one means today."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@require_POST
def set_group(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = GroupForm(request.POST, allowed=reach_of(request.user, Permission.FIRM_VIEW))
    if form.is_valid():
        with refusals_on(form):
            acts.set_group(firm=firm, group=form.cleaned_data["group"], by=signed_in(request))
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('exporters:detail', args=[pk])}#places")
    return detail_page(request, firm, group_form=form)


def moves(request: HttpRequest) -> HttpResponse:
    """Firms that left or reached one's regions: moves, and never exits."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    context = {
        "table": pages.moves_table(signed_in(request)),
        "crumbs": [
            Crumb(_("Exporters"), reverse("exporters:list")),
            Crumb(_("Moves between regions")),
        ],
    }
    return render(request, "exporters/moves.html", context)


def place_suggestions(request: HttpRequest) -> JsonResponse:
    """Communes of the whole country, with their region; published places, asked by members."""
    require_somewhere(request.user, Permission.FIRM_EDIT)
    found = places_matching(request.GET.get("q", "")[:120], None)
    names = {region.code: region.name for region in regions()}
    rows = [
        proposal(f"{place.name} · {names.get(place.region_code, '')}", place.code)
        for place in found
    ]
    return JsonResponse({"results": rows})


def names(request: HttpRequest) -> JsonResponse:
    """Firms within reach as one types, for a field that looks one up."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    reach = reach_of(request.user, Permission.FIRM_VIEW)
    found = queries.find_firms(request.GET.get("q", "")[:120], reach, limit=8)
    return JsonResponse({"results": [proposal(firm.shown_name, firm.pk) for firm in found]})
