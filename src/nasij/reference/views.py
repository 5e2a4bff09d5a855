"""Public pages of the reference room: what figures mean and where they come from."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from nasij.audit.visitors import kept_for_visitors
from nasij.reference import queries, words
from nasij.reference.models import Definition
from nasij.ui import formats
from nasij.ui.ways import ways_from


@login_not_required
@kept_for_visitors
def definitions(request: HttpRequest) -> HttpResponse:
    context = {"families": queries.definitions_by_family()}
    return render(request, "reference/definitions.html", context)


@login_not_required
@kept_for_visitors
def definition(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Definition.objects.select_related("source"), pk=key)
    context = {
        "definition": found,
        "figures": queries.figures_with_cautions(key),
        "names": queries.breakdown_names(),
    }
    return render(request, "reference/definition.html", context)


@login_not_required
@kept_for_visitors
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "reference/sources.html", {"sources": queries.sources()})


@login_not_required
@kept_for_visitors
def products(request: HttpRequest) -> HttpResponse:
    """From ordinary words to customs codes; says so when the words mean a service."""
    text = request.GET.get("q", "")[:120]
    context = {
        "q": text,
        "found": queries.find_products(text, limit=60),
        "is_service": queries.means_service(text),
        "chapters": [] if text else queries.chapters(),
    }
    return render(request, "reference/products.html", context)


@login_not_required
def product_suggestions(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:120]
    found = queries.find_products(text, limit=8)
    return JsonResponse(
        {
            "products": [{"code": one.code, "name": one.name} for one in found],
            "is_service": queries.means_service(text),
        }
    )


@login_not_required
@kept_for_visitors
def territories(request: HttpRequest) -> HttpResponse:
    context = {
        "country": queries.country(),
        "regions": queries.regions_with_counts(),
        "counted_by": words.population_line(),
    }
    return render(request, "reference/territories.html", context)


@login_not_required
@kept_for_visitors
def territory(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.territory_by_code(code)
    if found is None:
        raise Http404
    context = {
        "territory": found,
        "counted_by": words.population_line(),
        "ancestors": queries.ancestors(found),
        "children": queries.children(found),
        "ways": ways_from("territory", request.user, found),
    }
    return render(request, "reference/territory.html", context)


@login_not_required
@kept_for_visitors
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "reference/glossary.html", {"terms": queries.terms(formats.language())})
