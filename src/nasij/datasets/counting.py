"""Exporters counted in the customs files in use: kept with the newest file, since counting takes
seconds and pages do not wait."""

from __future__ import annotations

from typing import Any

from nasij.datasets import analysis
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import FirmYears, firm_years
from nasij.reference.enums import Family
from nasij.reference.models import Definition
from nasij.reference.pack import current_pack


def keep_counts() -> None:
    """Count again in the files that are in use now; the newest of them keeps the answer."""
    files = firm_years()
    if not files.snapshots:
        return
    newest = max(files.files, key=lambda snapshot: (snapshot.loaded_at, snapshot.pk))
    counts = {
        "files": [snapshot.pk for snapshot in files.files],
        "currency": files.currency,
        **analysis.exporter_counts(files.folders, thresholds(files)),
    }
    found = Snapshot.objects.get(pk=newest.pk)
    found.record = {**found.record, "counts": counts}
    found.save(update_fields=["record"])


def thresholds(files: FirmYears) -> dict[str, float]:
    """Definitions of “exporter” that are a threshold on the firm's mean year, by key."""
    own = files.currency == current_pack().settings["currency"]
    found: dict[str, float] = {}
    for definition in Definition.objects.filter(family=Family.EXPORTERS).order_by("key"):
        threshold = _threshold(definition.params)
        if threshold is not None and (own or threshold == 0):
            found[definition.key] = threshold
    return found


def is_countable(definition: Definition) -> bool:
    """Whether a customs file in the country's own currency tells it."""
    return _threshold(definition.params) is not None


def _threshold(params: dict[str, Any]) -> float | None:
    """Of definitions that are nothing but a threshold; a mean when it is above zero."""
    others = set(params) - {"threshold_lcu", "goods_only", "average_over"}
    if others or "threshold_lcu" not in params:
        return None
    value = float(params["threshold_lcu"])
    return value if value == 0 or "average_over" in params else None
