"""Bringing a file: upload, preview, confirm, progress, result."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import regions_where, require_somewhere, signed_in
from nasij.accounts.uploads import takes_files
from nasij.exporters.permissions import regions_for
from nasij.files.errors import ColumnsMissing
from nasij.files.headings import heading_key
from nasij.intake import acts, downloads, pages
from nasij.intake.enums import UNCONFIRMED, ImportState
from nasij.intake.forms import HeadingsForm, UploadForm
from nasij.intake.models import ImportRun
from nasij.intake.permissions import get_import_run_for
from nasij.reference.models import Territory
from nasij.ui.parts import Crumb
from nasij.work.errors import Refusal, refusals_to


def _crumbs(*more: Crumb) -> list[Crumb]:
    own = reverse("intake:upload") if more else ""
    return [
        Crumb(_("Exporters"), reverse("exporters:list")),
        Crumb(_("Import a file"), own),
        *more,
    ]


@takes_files(Permission.FIRM_IMPORT)
def upload(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_IMPORT)
    form = _upload_form(request)
    unknown: HeadingsForm | None = None
    if request.method == "POST" and form.is_valid():
        file, region = form.cleaned_data["file"], form.cleaned_data["region"]
        columns = _columns_named(request)
        try:
            run = _start(file, region, columns, signed_in(request))
        except ColumnsMissing as error:
            form.add_error("file", str(error))
            named = {heading_key(heading): column for heading, column in columns.items()}
            unknown = HeadingsForm(headings=error.headings, named=named)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("intake:run", pk=run.pk)
    page = pages.upload_page(signed_in(request))
    context = {"page": page, "form": form, "headings": unknown, "crumbs": _crumbs()}
    return render(request, "intake/upload.html", context)


def _upload_form(request: HttpRequest) -> UploadForm:
    posted: tuple[Any, Any] = (
        (request.POST, request.FILES) if request.method == "POST" else (None, None)
    )
    return UploadForm(
        *posted,
        regions=regions_for(request.user, Permission.FIRM_IMPORT),
        national=regions_where(request.user, Permission.FIRM_IMPORT) is None,
    )


def _columns_named(request: HttpRequest) -> dict[str, str]:
    """Headings named on the same page, when the file was brought a second time."""
    form = HeadingsForm(request.POST, headings=request.POST.getlist("heading"))
    return form.columns() if form.is_valid() else {}


def _start(
    file: UploadedFile[Any], region: Territory | None, columns: dict[str, str], by: User
) -> ImportRun:
    name = Path(file.name or "file").name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix[:6]}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return acts.start_import(path=path, file_name=name, region=region, columns=columns, by=by)


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_import_run_for(request.user, pk)
    context: dict[str, Any] = {"crumbs": _crumbs(Crumb(run.file_name))}
    if run.state in UNCONFIRMED:
        page = pages.preview_page(run)
        is_theirs = run.started_by == request.user
        form = HeadingsForm(headings=page.unsure if is_theirs else [], named=run.columns_said)
        context |= {"page": page, "headings": form}
        return render(request, "intake/preview.html", context)
    if run.state == ImportState.RUNNING:
        context["page"] = pages.progress_page(run)
        return render(request, "intake/progress.html", context)
    context["page"] = pages.result_page(run)
    return render(request, "intake/result.html", context)


def firms(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_import_run_for(request.user, pk)
    page = pages.firms_page(run, signed_in(request), request.GET.get("page"))
    crumbs = _crumbs(Crumb(run.file_name, reverse("intake:run", args=[run.pk])), Crumb(_("Firms")))
    return render(request, "intake/firms.html", {"page": page, "crumbs": crumbs})


def state(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse(pages.state_of(get_import_run_for(request.user, pk)))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_import_run_for(request.user, pk)
    with refusals_to(request):
        acts.confirm_import(run=run, by=signed_in(request))
    return redirect("intake:run", pk=run.pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again a file whose check was interrupted."""
    run = get_import_run_for(request.user, pk)
    with refusals_to(request):
        acts.check_again(run=run, by=signed_in(request))
    return redirect("intake:run", pk=run.pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_import_run_for(request.user, pk)
    with refusals_to(request):
        acts.cancel_import(run=run, by=signed_in(request))
    return redirect("intake:run", pk=run.pk)


@require_POST
def headings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the headings that were left out mean; the preview is made again."""
    run = get_import_run_for(request.user, pk)
    form = HeadingsForm(request.POST, headings=pages.unsure_headings(run), named=run.columns_said)
    if run.state == ImportState.PREVIEWED and form.is_valid() and form.columns():
        with refusals_to(request):
            acts.remember_columns(columns=form.columns(), run=run, by=signed_in(request))
    return redirect("intake:run", pk=run.pk)


def rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    return downloads.rejects_file(get_import_run_for(request.user, pk))


def template(request: HttpRequest) -> HttpResponseBase:
    require_somewhere(request.user, Permission.FIRM_IMPORT)
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    return downloads.template_file(kind)
