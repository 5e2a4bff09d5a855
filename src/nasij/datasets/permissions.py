"""Who may open which data set. What the public figures rest on is public too; customs records
name firms, so that even their existence is for those who may see data sets."""

from __future__ import annotations

from django.http import Http404

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, may_somewhere, require_somewhere
from nasij.datasets.enums import PUBLIC_KINDS, DatasetKind
from nasij.datasets.models import Snapshot


def kinds_for(user: Person) -> tuple[DatasetKind, ...]:
    return tuple(DatasetKind) if may_somewhere(user, Permission.DATASET_VIEW) else PUBLIC_KINDS


def get_snapshot_for(user: Person, pk: int, permission: Permission) -> Snapshot:
    """The data set; anyone may view those of public kinds."""
    found = Snapshot.objects.select_related("source", "loaded_by").filter(pk=pk).first()
    if found is None or found.kind not in kinds_for(user):
        raise Http404
    if permission != Permission.DATASET_VIEW:
        require_somewhere(user, permission)
    return found
