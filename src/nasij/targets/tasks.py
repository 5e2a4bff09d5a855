"""Projections computed away from the page, under a job that the page of data sets shows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.sentences import in_every_language
from nasij.targets.acts import compute_projections
from nasij.work.jobs import followed


@task()
def project_in_background(job_id: int, user_id: int | None) -> None:
    with followed(job_id) as (job, report):
        by = User.objects.filter(pk=user_id).first() if user_id else None
        compute_projections(by=by, progress=report)
        job.message = in_every_language(_("The projections are computed."))
        job.url = reverse("targets:target") + "#projection"
