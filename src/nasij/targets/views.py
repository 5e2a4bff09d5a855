"""The target page: public, readable without a script; computing is for those who may."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere, require_somewhere, signed_in
from nasij.audit.visitors import kept_for_visitors
from nasij.targets import downloads, queries
from nasij.targets.forms import SolverForm
from nasij.targets.pages import published_situation, target_page
from nasij.targets.solver import as_fields
from nasij.targets.tasks import project_in_background
from nasij.ui import formats
from nasij.work.jobs import start_job


@require_GET
@login_not_required
@kept_for_visitors
def target(request: HttpRequest) -> HttpResponse:
    found = queries.headline()
    if found is None:
        return render(request, "targets/none.html")
    start = published_situation(found)
    form = SolverForm.of(request.GET, as_fields(start) if start else {})
    asked, is_refused = form.asked(), bool(form.errors)
    page = target_page(found, request.user, start, asked=asked, is_refused=is_refused)
    context = {
        "page": page,
        "form": form,
        "may_compute": may_somewhere(request.user, Permission.TARGET_COMPUTE),
    }
    return render(request, "targets/target.html", context, status=400 if is_refused else 200)


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.TARGET_COMPUTE)
    user = signed_in(request)
    job = start_job(
        project_in_background,
        user.pk,
        what=gettext_lazy("Projection of the number of exporters"),
        url=reverse("targets:target"),
        by=user,
        language=formats.language(),
    )
    messages.info(request, _("The projection is being computed; this page will show it."))
    return redirect("work:job", pk=job.pk)


@require_GET
@login_not_required
def chart_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """A chart as an image or its figures as CSV."""
    chart = downloads.chart_named(name) if kind in downloads.KINDS else None
    if chart is None:
        raise Http404
    content, content_type = downloads.written(chart, kind)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
