"""Data sets: what is loaded, what each holds, loading from a page, progress of the work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require, signed_in
from nasij.datasets import acts, jobs, pages, queries
from nasij.datasets.analysis import in_our_words
from nasij.datasets.enums import FIRM_KINDS
from nasij.datasets.forms import LoadForm
from nasij.datasets.permissions import get_job_for, get_snapshot_for, kinds_for
from nasij.datasets.rejects import reject_csv
from nasij.datasets.tasks import load_in_background
from nasij.work.errors import refusals_on


@require_GET
@login_not_required
def snapshots(request: HttpRequest) -> HttpResponse:
    kinds = queries.snapshots_by_kind(kinds_for(request.user))
    return render(request, "datasets/list.html", pages.list_page(kinds))


@require_GET
@login_not_required
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_snapshot_for(request.user, pk, Permission.DATASET_VIEW)
    return render(request, "datasets/detail.html", pages.detail_page(found))


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.DATASET_LOAD)
    form = LoadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form, "file"):
            with in_our_words(_("The file")):
                path = form.store_file()
            return _start(request, form, str(path))
    context = {"form": form, **pages.load_page()}
    return render(request, "datasets/load.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, form: LoadForm, path: str) -> HttpResponse:
    language = (get_language() or "fr")[:2]
    name = form.cleaned_data["file"].name
    job = jobs.open_job(_("Loading %(file)s") % {"file": name}, by=request.user, language=language)
    kind = form.cleaned_data["kind"]
    load_in_background.enqueue(job.pk, kind, path, form.options(), request.user.pk)
    return redirect("datasets:job", pk=job.pk)


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_job_for(request.user, pk)
    return render(request, "datasets/job.html", {"job": found, "bar": jobs.progress_of(found)})


@require_GET
def job_state(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(jobs.state_of(get_job_for(request.user, pk)))


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
    response = StreamingHttpResponse(reject_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{found.pk}.csv"'
    return response


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_snapshot_for(request.user, pk, Permission.DATASET_LOAD)
    acts.choose_snapshot(snapshot=found, by=signed_in(request))
    messages.success(request, _("This data set is now the current one of its kind."))
    return redirect("datasets:detail", pk=pk)
