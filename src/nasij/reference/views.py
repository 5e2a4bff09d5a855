"""Public pages of the reference room: what figures mean and where they come from."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from nasij.audit.visitors import kept_for_visitors
from nasij.reference import pages, queries
from nasij.ui import formats


@login_not_required
@kept_for_visitors
def definitions(request: HttpRequest) -> HttpResponse:
    context = {"families": pages.definitions_page()}
    return render(request, "reference/definitions.html", context)


@login_not_required
@kept_for_visitors
def definition(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(queries.definitions(), pk=key)
    context = {"page": pages.definition_page(found)}
    return render(request, "reference/definition.html", context)


@login_not_required
@kept_for_visitors
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "reference/sources.html", {"sources": pages.sources_page()})


@login_not_required
@kept_for_visitors
def products(request: HttpRequest) -> HttpResponse:
    """From ordinary words to customs codes; says so when the words mean a service."""
    text = request.GET.get("q", "")[:120]
    context = {"page": pages.products_page(text)}
    return render(request, "reference/products.html", context)


@login_not_required
def product_suggestions(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:120]
    found = queries.find_products(text, limit=8)
    return JsonResponse(
        {
            "products": [{"code": product.code, "name": product.name} for product in found],
            "is_service": queries.means_service(text),
        }
    )


@login_not_required
@kept_for_visitors
def territories(request: HttpRequest) -> HttpResponse:
    context = {"page": pages.territories_page()}
    return render(request, "reference/territories.html", context)


@login_not_required
@kept_for_visitors
def territory(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.territory_by_code(code)
    if found is None:
        raise Http404
    context = {"page": pages.territory_page(found, request.user)}
    return render(request, "reference/territory.html", context)


@login_not_required
@kept_for_visitors
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "reference/glossary.html", {"terms": queries.terms(formats.language())})
