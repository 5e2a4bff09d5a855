"""Answers for the script of the recording page. The page works without them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import regions_where, require_somewhere
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import find_firms
from nasij.needs import pages, queries
from nasij.reference.lookups import proposal


@require_POST  # the words are personal data: they do not belong in an address
def theme_suggestion(request: HttpRequest) -> JsonResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    found = pages.proposed_theme(request.POST.get("text", "")[:4000])
    if found is None:
        return JsonResponse({"theme": None})
    return JsonResponse({"theme": found.key, "name": found.name, "words": list(found.words)})


@require_GET
def firm_suggestions(request: HttpRequest) -> JsonResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    seen = reach_of(request.user, Permission.FIRM_VIEW)
    found = find_firms(request.GET.get("q", "")[:200], seen, limit=8)
    return JsonResponse({"results": [proposal(firm.shown_name, firm.pk) for firm in found]})


@require_GET
def place_suggestions(request: HttpRequest) -> JsonResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    regions = regions_where(request.user, Permission.NEED_RECORD)
    found = queries.places_matching(request.GET.get("q", "")[:200], regions)
    return JsonResponse({"results": [proposal(place.name, place.code) for place in found]})
