"""Which data set of its kind new figures are computed from."""

from __future__ import annotations

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets.counting import keep_counts
from nasij.datasets.enums import SIDE_BY_SIDE, DatasetKind, DatasetVerb
from nasij.datasets.models import Snapshot
from nasij.datasets.signals import snapshot_chosen, snapshot_retired


@transaction.atomic
def retire_snapshot(*, snapshot: Snapshot, by: User | None) -> Snapshot:
    """Take a data set out of use; its figures stay, and nothing new is computed from it."""
    snapshot.is_current = False
    snapshot.save(update_fields=["is_current"])
    record(
        DatasetVerb.SNAPSHOT_RETIRED,
        subject=snapshot,
        by=by,
        before={"is_current": True},
        after={"is_current": False},
    )
    _count_again(snapshot)
    snapshot_retired.send(sender=Snapshot, snapshot=snapshot, by=by)
    return snapshot


@transaction.atomic
def choose_snapshot(*, snapshot: Snapshot, by: User | None) -> Snapshot:
    """Make an older data set the current one of its kind, or one of the current ones."""
    make_current(snapshot)
    record(
        DatasetVerb.SNAPSHOT_CHOSEN,
        subject=snapshot,
        by=by,
        before={"is_current": False},
        after={"is_current": True},
    )
    _count_again(snapshot)
    snapshot_chosen.send(sender=Snapshot, snapshot=snapshot, by=by)
    return snapshot


def _count_again(snapshot: Snapshot) -> None:
    """Seconds of counting wait until the record is written."""
    if snapshot.kind == DatasetKind.CUSTOMS:
        transaction.on_commit(keep_counts)


def make_current(snapshot: Snapshot) -> None:
    """Files of firms stand side by side: each year is read in the newest file that holds it."""
    if snapshot.kind not in SIDE_BY_SIDE:
        others = Snapshot.objects.filter(kind=snapshot.kind, is_current=True)
        others.exclude(pk=snapshot.pk).update(is_current=False)
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True
