"""What the council decided, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nasij.council import queries
from nasij.council.pages import public_decision_page, public_decisions_page


@login_not_required
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    context = {"page": public_decisions_page(request.GET.get("page"))}
    return render(request, "council/public_decisions.html", context)


@login_not_required
@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.public_decisions(), pk=pk)
    context = {"decision": found, "page": public_decision_page(found, request.user)}
    return render(request, "council/public_decision.html", context)
