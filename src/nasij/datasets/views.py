"""Data sets: what is loaded, what each holds, loading from a page, progress of the work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.accounts.uploads import takes_files
from nasij.datasets import acts, analysis, pages, queries
from nasij.datasets.enums import FIRM_KINDS
from nasij.datasets.forms import LoadForm
from nasij.datasets.permissions import get_snapshot_for, kinds_for
from nasij.datasets.rejects import reject_lines
from nasij.datasets.tasks import load_in_background
from nasij.sentences import filled_lazily
from nasij.ui import formats
from nasij.ui.spreadsheets import csv_sent
from nasij.work.errors import refusals_on
from nasij.work.jobs import start_job


@require_GET
@login_not_required
def snapshots(request: HttpRequest) -> HttpResponse:
    kinds = queries.snapshots_by_kind(kinds_for(request.user))
    return render(request, "datasets/list.html", {"kinds": pages.list_page(kinds)})


@require_GET
@login_not_required
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_snapshot_for(request.user, pk, Permission.DATASET_VIEW)
    context = {"snapshot": found, "page": pages.detail_page(found)}
    return render(request, "datasets/detail.html", context)


@takes_files(Permission.DATASET_LOAD)
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.DATASET_LOAD)
    asked = {"kind": request.GET.get("kind", "")}
    form = LoadForm(request.POST or None, request.FILES or None, initial=asked)
    if form.is_valid():
        with refusals_on(form, "file"):
            with analysis.in_our_words(_("The file")):
                path = form.store_file()
            return _start(request, form, str(path))
    context = {"form": form, "page": pages.load_page(signed_in(request))}
    return render(request, "datasets/load.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, form: LoadForm, path: str) -> HttpResponse:
    user = signed_in(request)
    job = start_job(
        load_in_background,
        *(form.cleaned_data["kind"], path, form.options(), user.pk),
        what=filled_lazily(
            gettext_lazy("Loading %(file)s"), {"file": form.cleaned_data["file"].name}
        ),
        url=request.path,
        by=user,
        language=formats.language(),
        size=form.cleaned_data["file"].size,
    )
    return redirect("work:job", pk=job.pk)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_snapshot_for(request.user, pk, Permission.DATASET_LOAD)
    acts.retire_snapshot(snapshot=found, by=signed_in(request))
    messages.success(request, _("The data set is retired: nothing new is computed from it."))
    return redirect("datasets:detail", pk=pk)


@require_GET
def rejects(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The refused rows of a file of firms, in the language of the person who asks."""
    found = get_snapshot_for(request.user, pk, Permission.DATASET_LOAD)
    if found.kind not in FIRM_KINDS:
        raise Http404
    return csv_sent(f"refused-{found.pk}.csv", list(reject_lines(found)))


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_snapshot_for(request.user, pk, Permission.DATASET_LOAD)
    acts.choose_snapshot(snapshot=found, by=signed_in(request))
    messages.success(request, _("This data set is now the current one of its kind."))
    return redirect("datasets:detail", pk=pk)
