"""The roadmap: what it holds, how fresh it is, and the document itself."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.permissions import signed_in
from nasij.reports import pages, permissions
from nasij.reports.queries import latest_edition
from nasij.reports.tasks import build_in_background
from nasij.sentences import filled_lazily
from nasij.ui import formats
from nasij.ui.languages import IN_A_SENTENCE
from nasij.work.jobs import start_job


@require_GET
def roadmap(request: HttpRequest) -> HttpResponse:
    permissions.require_reader(request.user)
    page = pages.roadmap_page(request.user)
    return render(request, "reports/roadmap.html", {"page": page})


@require_POST
def build(request: HttpRequest, language: str) -> HttpResponse:
    permissions.require_builder(request.user)
    if language not in IN_A_SENTENCE:
        raise Http404
    user = signed_in(request)
    job = start_job(
        build_in_background,
        *(language, user.pk),
        what=filled_lazily(
            gettext_lazy("Roadmap in %(language)s"), {"language": IN_A_SENTENCE[language]}
        ),
        url=reverse("reports:roadmap"),
        by=user,
        language=formats.language(),
    )
    return redirect("work:job", pk=job.pk)


@require_GET
def download(request: HttpRequest, language: str) -> HttpResponseBase:
    permissions.require_reader(request.user)
    edition = latest_edition(language)
    if edition is None:
        raise Http404
    name = f"roadmap-{language}-{edition.made_on:%Y-%m-%d}.pdf"
    return FileResponse(
        edition.path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
    )
