"""Editions of the roadmap, and what has changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nasij.kept import readable
from nasij.reports.models import Edition
from nasij.reports.roadmap.document import compose
from nasij.reports.roadmap.printed import Piece
from nasij.ui.languages import OWN_NAMES


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of the document that is not what it was in an edition."""

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
    """The last one whose file is still there, and of which it can be read what it says."""
    found = Edition.objects.filter(language=language).select_related("built_by")
    return next(
        (
            edition
            for edition in found.order_by("-built_at", "-id")[:20]
            if edition.path.exists() and pieces_of(edition) is not None
        ),
        None,
    )


def pieces_of(edition: Edition) -> tuple[Piece, ...] | None:
    """What it says; none of a record that was damaged."""
    return readable(tuple[Piece, ...], edition.printed)


def freshness(language: str, on: date | None = None) -> list[Freshness]:
    """For each language, what has changed since its last edition; `language` is the reader's.

    An edition is compared in its own language. The same record makes the same pieces in the same
    order in all three, and so lends them its names.
    """
    day = on or timezone.localdate()
    found = [(code, latest_edition(code)) for code in OWN_NAMES]
    built = {code for code, edition in found if edition}
    now = {
        code: compose(language=code, day=day, draws=False).printed
        for code in built | ({language} if built else set())
    }
    names = [piece.what for piece in now.get(language, [])]
    return [
        _against(
            edition,
            dict(zip((section.key for section in now[code]), names, strict=False)),
            now[code],
        )
        if edition
        else Freshness(code, None, [])
        for code, edition in found
    ]


def _against(edition: Edition, names: dict[str, str], now: list[Piece]) -> Freshness:
    before = {piece.key: piece for piece in pieces_of(edition) or ()}
    after = {piece.key: piece for piece in now}
    changes = [
        Change(names.get(key, piece.what), "new" if key not in before else "changed")
        for key, piece in after.items()
        if key not in before or before[key].sha256 != piece.sha256
    ]
    changes += [Change(piece.what, "gone") for key, piece in before.items() if key not in after]
    return Freshness(edition.language, edition, changes)
