"""Editions of the roadmap, and what has changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nasij.reports.models import Edition
from nasij.reports.roadmap.document import compose
from nasij.reports.roadmap.notes import Note
from nasij.ui.languages import OWN_NAMES


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was in an edition."""

    what: str
    kind: str  # "changed", "new" or "gone"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The last edition in one language, against the record of today."""

    language: str
    edition: Edition | None
    changes: list[Change]

    @property
    def is_fresh(self) -> bool:
        return self.edition is not None and not self.changes


def editions(limit: int = 12) -> list[Edition]:
    found = Edition.objects.select_related("built_by").order_by("-built_at", "-id")
    return list(found[:limit])


def latest_edition(language: str) -> Edition | None:
    """The last one whose file is still there."""
    found = Edition.objects.filter(language=language).select_related("built_by")
    return next((one for one in found.order_by("-built_at", "-id")[:20] if one.path.exists()), None)


def freshness(language: str, on: date | None = None) -> list[Freshness]:
    """For each language, which figures have changed since its last edition.

    `language` is that of the names of the figures; keys and raw values are the same in all three.
    """
    now = compose(language=language, day=on or timezone.localdate(), draws=False).notes
    return [_against(code, now) for code in OWN_NAMES]


def _against(language: str, now: list[Note]) -> Freshness:
    edition = latest_edition(language)
    if edition is None:
        return Freshness(language, None, [])
    before = {row["key"]: row for row in edition.notes}
    after = {note.key: note for note in now}
    changes = [
        Change(note.what, "new" if key not in before else "changed")
        for key, note in after.items()
        if key not in before or before[key]["raw"] != note.raw
    ]
    changes += [Change(row["what"], "gone") for key, row in before.items() if key not in after]
    return Freshness(language, edition, changes)
