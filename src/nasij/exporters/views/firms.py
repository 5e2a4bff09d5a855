"""Firms: list, detail, add, edit, download, suggestions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters import acts, downloads, pages, queries
from nasij.exporters.forms.evidence import ContactForm, MarketForm, StandingForm
from nasij.exporters.forms.firms import FirmFilterForm, FirmForm
from nasij.exporters.forms.lists import AddToListForm, ListForm
from nasij.exporters.forms.places import GroupForm, SiteForm
from nasij.exporters.models import Firm
from nasij.exporters.permissions import get_firm_for, reach_of, regions_for
from nasij.reference.models import Territory
from nasij.ui.finder import options_found
from nasij.ui.parts import Crumb
from nasij.work.errors import refusals_on


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Exporters"), reverse("exporters:list") if more else ""), *more]


def _filter(request: HttpRequest) -> tuple[FirmFilterForm, list[Territory]]:
    regions = regions_for(request.user, Permission.FIRM_VIEW)
    lists = list(queries.lists_for(signed_in(request)))
    return FirmFilterForm(request.GET, regions, lists=lists), regions


def firm_list(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_VIEW)
    form, regions = _filter(request)
    wanted, user = form.wanted(), signed_in(request)
    context = {
        "filter": form,
        "filtered": not wanted.is_empty,
        "page": pages.firms_page(wanted, user, request.GET.get("page")),
        "query": request.GET.urlencode(),
        "list_form": AddToListForm(lists=queries.lists_to_fill(user), auto_id="add_%s"),
        "keep_form": ListForm(own=regions) if wanted.conditions() else None,
        "crumbs": _crumbs(),
    }
    return render(request, "exporters/list.html", context)


def download(request: HttpRequest) -> HttpResponseBase:
    """The filtered list, whole, in the layout of the import."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    form, _regions = _filter(request)
    found = queries.firms_matching(form.wanted(), reach_of(request.user, Permission.FIRM_VIEW))
    if request.GET.get("format") == "csv":
        return downloads.firms_as_csv(found)
    return downloads.firms_as_xlsx(found)


def suggestions(request: HttpRequest) -> HttpResponse:
    """Firms as one types, of the regions the person may see."""
    require_somewhere(request.user, Permission.FIRM_VIEW)
    offered = pages.firms_offered(request.GET.get("q", "")[:120], signed_in(request))
    return JsonResponse(options_found(offered))


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_VIEW)
    if firm.erased_at:
        return render(request, "exporters/erased.html", {"erasure": firm.erasure})
    if firm.merged_into_id:
        messages.info(request, _("This firm was merged into the one shown here."))
        return redirect("exporters:detail", pk=firm.merged_into_id)
    return detail_page(request, firm)


def detail_page(
    request: HttpRequest,
    firm: Firm,
    *,
    market_form: MarketForm | None = None,
    standing_form: StandingForm | None = None,
    contact_form: ContactForm | None = None,
    site_form: SiteForm | None = None,
    group_form: GroupForm | None = None,
) -> HttpResponse:
    """The page of a firm; a form that was filled wrongly is shown open, as it was filled."""
    kind, whole = request.GET.get("life", ""), "whole" in request.GET
    page = pages.firm_page(firm, signed_in(request), kind=kind, whole=whole)
    context = {
        "firm": firm,
        "page": page,
        "market_form": market_form or MarketForm(),
        "standing_form": standing_form or StandingForm(),
        "contact_form": contact_form or ContactForm(),
        "site_form": site_form or SiteForm(),
        "group_form": group_form or GroupForm(allowed=page.reach, parent=page.group.parent),
        "list_form": AddToListForm(lists=page.lists.to_fill, auto_id="add_%s"),
        "crumbs": _crumbs(Crumb(firm.shown_name)),
    }
    return render(request, "exporters/detail.html", context)


def create(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    regions = regions_for(request.user, Permission.FIRM_EDIT)
    form = FirmForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            firm = acts.create_firm(values=form.cleaned_data, by=signed_in(request))
            return _saved(request, firm)
    return _form_page(request, form, regions, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_EDIT)
    regions = [firm.region]  # a move has a page of its own
    form = FirmForm(request.POST or None, regions=regions, firm=firm)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.change_firm(firm=firm, values=form.cleaned_data, by=signed_in(request))
            return _saved(request, firm)
    return _form_page(request, form, regions, firm)


def _saved(request: HttpRequest, firm: Firm) -> HttpResponse:
    if firm.identifier_doubtful:
        messages.warning(request, _("Saved. The identifier is doubtful: check it with the firm."))
    else:
        messages.success(request, _("Saved."))
    return redirect("exporters:detail", pk=firm.pk)


def _form_page(
    request: HttpRequest, form: FirmForm, regions: list[Territory], firm: Firm | None
) -> HttpResponse:
    near = firm.region if firm is not None else regions[0] if len(regions) == 1 else None
    crumbs = [Crumb(firm.shown_name, reverse("exporters:detail", args=[firm.pk]))] if firm else []
    context = {
        "form": form,
        "firm": firm,
        "communes": queries.places_of_region(near) if near else [],
        "cancel_url": crumbs[0].url if crumbs else reverse("exporters:list"),
        "crumbs": _crumbs(*crumbs, Crumb(_("Edit") if firm else _("Add a firm"))),
    }
    return render(request, "exporters/form.html", context)
