"""What other rooms' news means here."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from nasij.accounts.models import User
from nasij.datasets.enums import FIRM_KINDS
from nasij.datasets.models import Snapshot
from nasij.datasets.signals import firm_file_loaded, snapshot_retired
from nasij.exporters.signals import firms_written
from nasij.filings.acts import drop_names_of, follow_file, look_again


@receiver(firm_file_loaded)
def look_for_its_firms(
    sender: Any, *, snapshot: Snapshot, by: User | None, progress: Any, **_: Any
) -> None:
    follow_file(snapshot=snapshot, by=by, progress=progress)


@receiver(firms_written)
def look_among_the_new(
    sender: Any, *, source: Model, by: User | None, progress: Any, **_: Any
) -> None:
    look_again(source=source, by=by, progress=progress)


@receiver(snapshot_retired)
def drop_its_names(sender: Any, *, snapshot: Snapshot, **_: Any) -> None:
    if snapshot.kind in FIRM_KINDS:
        drop_names_of(snapshot)
