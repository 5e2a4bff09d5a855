"""Firms of customs and association files: confirm, search, add, leave aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.permissions import get_firm_for, regions_for
from nasij.filings import acts, pages
from nasij.filings.forms import FiledFilterForm, RegionForm, SearchForm
from nasij.filings.permissions import get_filed_firm_for
from nasij.ui.asked import key_in
from nasij.ui.parts import TrailStep
from nasij.work.errors import refusals_to


def _crumbs(*more: TrailStep) -> list[TrailStep]:
    own = reverse("filings:list") if more else ""
    return [
        (_("Exporters"), reverse("exporters:list")),
        (_("Firms of files"), own),
        *more,
    ]


@require_GET
def filed_list(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    form = FiledFilterForm(request.GET, regions_for(request.user, Permission.FIRM_EDIT))
    listed = pages.filed_list(request.user, form.wanted(), request.GET.get("page"))
    context = {"listed": listed, "filter": form, "crumbs": _crumbs()}
    return render(request, "filings/list.html", context)


@require_GET
def filed_page(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    search = SearchForm(request.GET or None)
    page = pages.filed_page(filed, request.user, search.text())
    regions = regions_for(request.user, Permission.FIRM_EDIT)
    context = {
        "page": page,
        "search": search,
        "region_form": RegionForm(regions=regions, filed=filed),
        "crumbs": _crumbs(page.name),
    }
    return render(request, "filings/firm.html", context)


@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    given = request.POST.get("firm", "")
    firm = get_firm_for(request.user, key_in(given) or 0, Permission.FIRM_EDIT)
    done = _("Noted: what the files say of this firm is on its page.")
    return _decide(request, pk, done, acts.match_filing, filed=filed, firm=firm)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    done = _("Noted: it is another firm, and will not be proposed again.")
    return _decide(request, pk, done, acts.refuse_filing, filed=filed)


@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    form = RegionForm(
        request.POST, regions=regions_for(request.user, Permission.FIRM_EDIT), filed=filed
    )
    if not form.is_valid():
        messages.error(request, _("Choose the region of the firm."))
        return redirect("filings:firm", pk=pk)
    done = _("The firm is in the registry, with what the files say of it.")
    region = form.cleaned_data["region"]
    return _decide(request, pk, done, acts.create_from_filing, filed=filed, region=region)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    done = _("Left aside: its name was dropped.")
    return _decide(request, pk, done, acts.leave_filing, filed=filed)


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    done = _("Taken up again; its name comes back with the next file that holds it.")
    return _decide(request, pk, done, acts.return_filing, filed=filed)


@require_POST
def unmatch(request: HttpRequest, pk: int) -> HttpResponse:
    filed = get_filed_firm_for(request.user, pk)
    done = _("Taken back: what the file said of the firm is gone from its page.")
    return _decide(request, pk, done, acts.unmatch_filing, filed=filed)


def _decide(request: HttpRequest, pk: int, done: str, act: Any, **given: Any) -> HttpResponse:
    with refusals_to(request):
        act(**given, by=signed_in(request))
        messages.success(request, done)
    return redirect("filings:firm", pk=pk)
