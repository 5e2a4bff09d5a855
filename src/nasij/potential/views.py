"""Potential pages: the nation, one product, one region. Public, but for the firms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.permissions import signed_in
from nasij.audit.visitors import kept_for_visitors
from nasij.potential import downloads, pages
from nasij.potential.forms import PairsFilter, StartersFilter
from nasij.potential.models import PotentialRun
from nasij.potential.permissions import (
    regions_with_firms,
    require_compute,
)
from nasij.potential.queries import current_run, product_total
from nasij.potential.starters import starters_page, starters_to_take_away
from nasij.potential.tasks import compute_in_background
from nasij.reference.pack import current_pack
from nasij.reference.queries import region_by_code
from nasij.ui import formats
from nasij.work.jobs import start_job


@require_GET
@login_not_required
@kept_for_visitors
def national(request: HttpRequest) -> HttpResponse:
    run = current_run()
    if run is None:
        return render(request, "potential/empty.html", {"page": pages.empty_page()})
    form = PairsFilter(request.GET, run=run)
    page = pages.national_page(run, form.asked(), request.user, request.GET.get("page"))
    return render(request, "potential/national.html", {"page": page, "filter": form})


@require_GET
@login_not_required
@kept_for_visitors
def product(request: HttpRequest, code: str) -> HttpResponse:
    """One product in all its markets; `?market=` opens the terms of one of them."""
    run = _current_run()
    total = product_total(run, code)
    if total is None:
        raise Http404
    market, number = request.GET.get("market", ""), request.GET.get("page")
    page = pages.product_page(run, total, request.user, market, number)
    return render(request, "potential/product.html", {"page": page})


_OF_A_REGION = {
    pages.RegionPage: "potential/region.html",
    pages.UntoldPage: "potential/region_untold.html",
    pages.RegionEmptyPage: "potential/region_empty.html",
}


@require_GET
@login_not_required
@kept_for_visitors
def region(request: HttpRequest, code: str) -> HttpResponse:
    place = region_by_code(code)
    if place is None:
        raise Http404
    page = pages.region_page(place, request.user)
    return render(request, _OF_A_REGION[type(page)], {"page": page})


@require_GET
@login_not_required
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The rows of the filter in the address, all of them."""
    run = _current_run()
    asked = PairsFilter(request.GET, run=run)
    return downloads.sent(downloads.pairs_extract(run, asked.asked()), kind)


@require_GET
def starters(request: HttpRequest) -> HttpResponse:
    """The pool of establishments beside the registry, and the firms that could start."""
    regions = regions_with_firms(request.user)
    form = StartersFilter(request.GET, regions=regions)
    asked = form.asked()
    context = {
        "page": starters_page(regions, asked, request.GET.get("page")),
        "filter": form,
        "query": request.GET.urlencode(),
        "crumbs": [(_("Exporters"), reverse("exporters:list")), _("Potential exporters")],
    }
    return render(request, "potential/starters.html", context)


@require_GET
def starters_download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The firms of the filter in the address, all of them."""
    regions = regions_with_firms(request.user)
    asked = StartersFilter(request.GET, regions=regions).asked()
    return downloads.sent(starters_to_take_away(regions, asked), kind)


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    require_compute(request.user)
    exporter = current_pack().code
    user = signed_in(request)
    job = start_job(
        compute_in_background,
        *(exporter, user.pk),
        what=gettext_lazy("Export potential"),
        url=reverse("potential:national"),
        by=user,
        language=formats.language(),
    )
    return redirect("work:job", pk=job.pk)


def _current_run() -> PotentialRun:
    run = current_run()
    if run is None:
        raise Http404
    return run
