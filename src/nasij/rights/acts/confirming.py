"""Confirming an erasure: the kept files are read in the background."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.rights.acts.background import erase_in_background
from nasij.rights.enums import RequestKind, RightsVerb
from nasij.rights.errors import ErasureNotAsked
from nasij.rights.models import RightsRequest
from nasij.sentences import filled_lazily
from nasij.ui import formats
from nasij.work.errors import reason_in
from nasij.work.jobs import enqueue, new_job


@transaction.atomic
def confirm_erasure(*, request: RightsRequest, reason: str, by: User | None) -> RightsRequest:
    """The second of two steps: the firm is erased for good, as soon as its turn has come. One that
    stopped on its way begins anew; one that waits or runs is not begun twice."""
    found = RightsRequest.objects.select_for_update(of=("self",)).select_related("job")
    request = found.get(pk=request.pk)
    if request.kind != RequestKind.ERASURE or not request.is_open:
        raise ErasureNotAsked
    if request.is_being_erased:
        return request
    _begin(request, reason_in(reason), by)
    firm = request.firm
    record(RightsVerb.ERASURE_CONFIRMED, subject=firm, by=by, region_code=firm.region.code)
    return request


def _begin(request: RightsRequest, reason: str, by: User | None) -> None:
    """What is kept with the job names nobody: it outlives the firm."""
    stopped = request.job
    request.job = new_job(
        erase_in_background,
        what=filled_lazily(_("Erasure of a firm (request %(number)s)"), {"number": request.pk}),
        url=reverse("rights:request", args=[request.pk]),
        by=by,
        language=formats.language(),
    )
    request.erasing = asdict(replace(request.begun, reason=reason))
    request.save(update_fields=["job", "erasing"])
    if stopped is not None:
        stopped.delete()  # its refusal may name a file by the name of the firm
    given = (request.pk, getattr(by, "pk", None))
    transaction.on_commit(partial(enqueue, erase_in_background, request.job, *given))
