"""Computing a run away from the page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.potential.acts import compute_potential
from nasij.sentences import in_every_language
from nasij.work.jobs import followed


@task()
def compute_in_background(job_id: int, exporter: str, user_id: int | None) -> None:
    with followed(job_id) as (job, report):
        by = User.objects.filter(pk=user_id).first() if user_id else None
        compute_potential(exporter=exporter, by=by, progress=report)
        job.message = in_every_language(_("The potential is computed."))
        job.url = reverse("potential:national")
