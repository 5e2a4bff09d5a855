"""The roadmap built away from the page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.reports.acts import edition_of_today
from nasij.sentences import in_every_language
from nasij.work.jobs import followed


@task()
def build_in_background(job_id: int, language: str, user_id: int | None) -> None:
    with followed(job_id) as (job, report):
        by = User.objects.filter(pk=user_id).first() if user_id else None
        edition_of_today(language=language, by=by, progress=report)
        job.message = in_every_language(_("The roadmap is ready."))
        job.url = reverse("reports:roadmap")
