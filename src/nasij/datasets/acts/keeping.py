"""Recording a snapshot: once for each file, in one short transaction after the reading."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets import analysis
from nasij.datasets.acts.choosing import choose_snapshot, make_current
from nasij.datasets.enums import FIRM_KINDS, DatasetKind, DatasetVerb
from nasij.datasets.errors import SourceUnknown
from nasij.datasets.models import Snapshot
from nasij.files.remarks import note
from nasij.reference.models import Source
from nasij.work.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Given:
    """What every loader is given beside its own options."""

    path: Path
    vintage: str = ""
    source_key: str = ""
    title: str = ""
    origin: str = ""  # the file's name, as shown
    by: User | None = None
    progress: Progress = silent

    @property
    def shown_origin(self) -> str:
        return self.origin or self.path.name

    def source(self) -> Source | None:
        if not self.source_key:
            return None
        source = Source.objects.filter(key=self.source_key).first()
        if source is None:
            raise SourceUnknown(key=self.source_key)
        return source


def folder_of(kind: DatasetKind, sha256: str) -> str:
    return f"snapshots/{kind.value}/{sha256[:8]}"


def known_snapshot(kind: DatasetKind, given: Given) -> tuple[str, Snapshot | None]:
    """The file's hash, and the snapshot it already is: used again if it had been retired.

    A retired file of firms is read again, since the names in it were dropped when it was retired.
    """
    sha256 = analysis.fingerprint(given.path)
    snapshot = Snapshot.objects.filter(kind=kind, sha256=sha256).first()
    if snapshot is not None and not analysis.is_kept(snapshot.path):
        shutil.rmtree(snapshot.path, ignore_errors=True)  # what has no record gives way to nothing
        return sha256, None
    if snapshot is None or snapshot.found.is_damaged or analysis.damaged_in(snapshot.path):
        return sha256, None
    if kind in FIRM_KINDS and not snapshot.is_current:
        return sha256, None
    if not snapshot.is_current:
        choose_snapshot(snapshot=snapshot, by=given.by)
    text = gettext_noop("This very file was loaded on %(day)s: nothing was read again.")
    told = note("known_file", text, day=f"{snapshot.loaded_at:%Y-%m-%d}")
    snapshot.record = {**snapshot.record, "notes": [told, *snapshot.found.notes]}
    snapshot.was_known = True
    return sha256, snapshot


def keep(snapshot: Snapshot, by: User | None, *, in_use: bool = True) -> Snapshot:
    """Record the snapshot; without its record the folder would be a stranger, so it goes too.

    One that is not to be `in_use` waits, beside the data in use, until somebody chooses it.
    """
    try:
        return _record_snapshot(snapshot, by, in_use=in_use)
    except BaseException:
        shutil.rmtree(snapshot.path, ignore_errors=True)
        raise


@transaction.atomic
def _record_snapshot(snapshot: Snapshot, by: User | None, *, in_use: bool) -> Snapshot:
    earlier = Snapshot.objects.filter(kind=snapshot.kind, sha256=snapshot.sha256).first()
    if earlier is not None:  # its folder was lost and has just been written again
        snapshot.pk, snapshot.loaded_at = earlier.pk, earlier.loaded_at
    others = Snapshot.objects.filter(kind=snapshot.kind, is_current=True).exclude(pk=snapshot.pk)
    snapshot.is_current = in_use or not others.exists()
    snapshot.save()
    if snapshot.is_current:
        make_current(snapshot)
    record(
        DatasetVerb.SNAPSHOT_LOADED,
        subject=snapshot,
        by=by,
        after={
            "kind": snapshot.kind,
            "vintage": snapshot.vintage,
            "sha256": snapshot.sha256,
            "rows": snapshot.row_count,
        },
    )
    return snapshot
