"""What other rooms' news means here."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from nasij.accounts.models import User
from nasij.datasets.enums import FIRM_KINDS
from nasij.datasets.models import Snapshot
from nasij.datasets.signals import firm_file_loaded, snapshot_retired
from nasij.filings.acts import drop_names_of, follow_file


@receiver(firm_file_loaded)
def look_for_its_firms(
    sender: Any, *, snapshot: Snapshot, by: User | None, progress: Any, **_: Any
) -> None:
    follow_file(snapshot=snapshot, by=by, progress=progress)


@receiver(snapshot_retired)
def drop_its_names(sender: Any, *, snapshot: Snapshot, **_: Any) -> None:
    if snapshot.kind in FIRM_KINDS:
        drop_names_of(snapshot)
