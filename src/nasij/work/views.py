"""The page of a job, for who started it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nasij.work.models import Job
from nasij.work.pages import onward, standing_of, state_of


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_job(request, pk)
    return render(
        request, "work/job.html", {"job": found, "bar": standing_of(found), "onward": onward(found)}
    )


@require_GET
def job_state(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(state_of(_own_job(request, pk)))


def _own_job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, started_by_id=request.user.pk)
