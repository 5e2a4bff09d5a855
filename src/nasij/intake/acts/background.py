"""What runs in the background, under a job that the page of the import shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.intake.acts.applying import apply_import
from nasij.intake.acts.checking import check_import
from nasij.intake.models import ImportRun
from nasij.sentences import in_every_language
from nasij.work.enums import Queue
from nasij.work.jobs import followed


@task(queue_name=Queue.FILES, priority=-1)
def check_in_background(job_id: int, run_id: int) -> None:
    """Foresee the rows of a large file."""
    with followed(job_id) as (job, report):
        check_import(run=ImportRun.objects.get(pk=run_id), progress=report)
        job.message = in_every_language(_("The file is checked."))


@task(queue_name=Queue.FILES)
def apply_in_background(job_id: int, run_id: int, user_id: int | None) -> None:
    """Write a confirmed import. Stopped in the middle, it can be taken up."""
    with followed(job_id) as (job, report):
        by = User.objects.filter(pk=user_id).first() if user_id else None
        apply_import(run=ImportRun.objects.get(pk=run_id), by=by, progress=report)
        job.message = in_every_language(_("The import is finished."))
