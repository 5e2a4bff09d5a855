"""Files read away from the page."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django_tasks import task

from nasij.accounts.models import User
from nasij.datasets.acts import LOADERS, Loaded
from nasij.datasets.queries import sentence
from nasij.datasets.remarks import NOT_READ, SAID_AT_ONCE
from nasij.sentences import in_every_language
from nasij.work.enums import Queue
from nasij.work.jobs import followed


@task(queue_name=Queue.FILES)
def load_in_background(
    job_id: int, kind: str, path: str, options: dict[str, str], user_id: int | None
) -> None:
    """Load an uploaded file, then remove it: the snapshot holds what it said."""
    given = Path(path)
    try:
        with followed(job_id) as (job, report):
            by = User.objects.filter(pk=user_id).first() if user_id else None
            loaded = LOADERS[kind](given, by=by, progress=report, **options)
            job.message = in_every_language(lazy(_outcome, str)(loaded))
            job.url = reverse("datasets:detail", args=[loaded.snapshot.pk])
    finally:
        remove_upload(given)


def _outcome(loaded: Loaded) -> str:
    """How it ended, with what must be acted on at once."""
    said, codes = _("The data set is loaded."), SAID_AT_ONCE
    if loaded.is_known:
        said, codes = _("This very file was loaded before: nothing was read again."), (NOT_READ,)
    urgent = [sentence(note) for note in loaded.all_notes if note["code"] in codes]
    return " ".join([said, *urgent])


def remove_upload(path: Path) -> None:
    """The file, and the folder it stood in alone."""
    path.unlink(missing_ok=True)
    if path.parent.name.startswith("upload-"):
        shutil.rmtree(path.parent, ignore_errors=True)
