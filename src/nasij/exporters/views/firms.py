"""Firms: list, detail, add, edit, download, suggestions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may, regions_where
from nasij.exporters import acts, downloads, queries
from nasij.exporters.errors import IceTaken
from nasij.exporters.forms.evidence import ContactForm, MarketForm, StandingForm
from nasij.exporters.forms.firms import FirmFilterForm, FirmForm
from nasij.exporters.models import Firm
from nasij.exporters.permissions import actor, get_firm_for, regions_for, require_anywhere
from nasij.exporters.tables import evidence as evidence_tables
from nasij.exporters.tables import firms as tables
from nasij.exporters.tables import merging as merging_tables
from nasij.reference.models import Territory
from nasij.ui.finder import options_found
from nasij.ui.parts import Crumb

PER_PAGE = 25


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Exporters"), reverse("exporters:list") if more else ""), *more]


def firm_list(request: HttpRequest) -> HttpResponse:
    require_anywhere(request.user, Permission.FIRM_VIEW)
    regions = regions_for(request.user, Permission.FIRM_VIEW)
    form = FirmFilterForm(request.GET, regions)
    wanted = form.wanted()
    found = queries.firms_matching(wanted, regions_where(request.user, Permission.FIRM_VIEW))
    page = queries.page_of_firms(found, request.GET.get("page"), PER_PAGE)
    context = {
        "filter": form,
        "filtered": not wanted.is_empty,
        "page": page,
        "table": tables.firms_table(page, with_region=len(regions) > 1),
        "query": request.GET.urlencode(),
        "crumbs": _crumbs(),
    }
    return render(request, "exporters/list.html", context)


def download(request: HttpRequest) -> HttpResponseBase:
    """The filtered list, whole, in the layout of the import."""
    require_anywhere(request.user, Permission.FIRM_VIEW)
    regions = regions_for(request.user, Permission.FIRM_VIEW)
    wanted = FirmFilterForm(request.GET, regions).wanted()
    found = queries.firms_matching(wanted, regions_where(request.user, Permission.FIRM_VIEW))
    if request.GET.get("format") == "csv":
        return downloads.firms_as_csv(found)
    return downloads.firms_as_xlsx(found)


def suggestions(request: HttpRequest) -> HttpResponse:
    """Firms as one types, of the regions the person may see."""
    require_anywhere(request.user, Permission.FIRM_VIEW)
    text = request.GET.get("q", "")[:120]
    found = queries.find_firms(text, regions_where(request.user, Permission.FIRM_VIEW), limit=8)
    return JsonResponse(options_found([tables.firm_option(firm) for firm in found]))


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_VIEW)
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
) -> HttpResponse:
    """The page of a firm; a form that was filled wrongly is shown open, as it was filled."""
    statuses = queries.market_statuses(firm)
    contacts = queries.contacts_of(firm)
    may_edit = may(request.user, Permission.FIRM_EDIT, region=firm.region.code)
    context = {
        "firm": firm,
        "facts": tables.firm_facts(firm),
        "status_tone": tables.STATUS_TONES[firm.status],
        "sites": tables.site_moments(queries.sites_of(firm)),
        "products": queries.products_of_firm(firm),
        "statuses": statuses,
        "markets": evidence_tables.markets_table(statuses),
        "market_form": market_form or MarketForm(),
        "standings": evidence_tables.standings_table(queries.standings_of(firm)),
        "standing_form": standing_form or StandingForm(),
        "contacts": contacts,
        "contacts_table": evidence_tables.contacts_table(contacts),
        "contact_form": contact_form or ContactForm(),
        "follows": queries.follows(actor(request), firm),
        "moments": tables.moments(queries.firm_timeline(firm)),
        "similar": merging_tables.pairs_table(
            # Of the same region: the page of duplicates compares all that the person may edit.
            queries.similar_firms(firm, {firm.region.code}) if may_edit else [],
            of=firm,
        ),
        "merges": queries.undoable_merges(firm),
        "may_edit": may_edit,
        "crumbs": _crumbs(Crumb(firm.name)),
    }
    return render(request, "exporters/detail.html", context)


def create(request: HttpRequest) -> HttpResponse:
    require_anywhere(request.user, Permission.FIRM_EDIT)
    regions = regions_for(request.user, Permission.FIRM_EDIT)
    form = FirmForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        try:
            firm = acts.create_firm(values=form.cleaned_data, by=actor(request))
        except IceTaken as error:
            form.add_error("ice", str(error))
        else:
            return _saved(request, firm)
    return _form_page(request, form, regions, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_firm_for(request.user, pk, Permission.FIRM_EDIT)
    regions = regions_for(request.user, Permission.FIRM_EDIT)
    form = FirmForm(request.POST or None, regions=regions, firm=firm)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_firm(firm=firm, values=form.cleaned_data, by=actor(request))
        except IceTaken as error:
            form.add_error("ice", str(error))
        else:
            return _saved(request, firm)
    return _form_page(request, form, regions, firm)


def _saved(request: HttpRequest, firm: Firm) -> HttpResponse:
    if firm.ice_doubtful:
        messages.warning(request, _("Saved. The ICE is doubtful: check it with the firm."))
    else:
        messages.success(request, _("Saved."))
    return redirect("exporters:detail", pk=firm.pk)


def _form_page(
    request: HttpRequest, form: FirmForm, regions: list[Territory], firm: Firm | None
) -> HttpResponse:
    near = firm.region if firm is not None else regions[0] if len(regions) == 1 else None
    crumbs = [Crumb(firm.name, reverse("exporters:detail", args=[firm.pk]))] if firm else []
    context = {
        "form": form,
        "firm": firm,
        "communes": queries.places_of_region(near) if near else [],
        "cancel_url": crumbs[0].url if crumbs else reverse("exporters:list"),
        "crumbs": _crumbs(*crumbs, Crumb(_("Edit") if firm else _("Add a firm"))),
    }
    return render(request, "exporters/form.html", context)
