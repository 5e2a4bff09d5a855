"""What runs in the background, under a job that the page of the request shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.rights.acts.erasing import erase_firm
from nasij.rights.models import RightsRequest
from nasij.sentences import in_every_language
from nasij.work.enums import Queue
from nasij.work.jobs import followed


@task(queue_name=Queue.FILES)
def erase_in_background(job_id: int, request_id: int, user_id: int | None) -> None:
    """Erase a firm whose erasure was confirmed. Stopped on its way, it can be taken up."""
    with followed(job_id) as (job, report):
        by = User.objects.filter(pk=user_id).first() if user_id else None
        request = RightsRequest.objects.select_related("firm__region").get(pk=request_id)
        erase_firm(request=request, reason=request.begun.reason, progress=report, by=by)
        job.message = in_every_language(_("The firm is erased."))
