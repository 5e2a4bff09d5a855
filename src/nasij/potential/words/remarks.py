"""What was said while a run was computed, as its reader may read it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nasij.accounts.permissions import Person
from nasij.datasets.enums import DatasetKind
from nasij.datasets.permissions import kinds_for
from nasij.datasets.queries import sentence
from nasij.files.remarks import Note
from nasij.potential.kept import MOST_FROM
from nasij.potential.models import PotentialRun


def remarks(run: PotentialRun, reader: Person | None = None) -> list[str]:
    """In full for those who may open customs records; of these the others, and who holds a file
    that is handed on, read a class."""
    in_full = reader is not None and DatasetKind.CUSTOMS in kinds_for(reader)
    return [sentence(note) if in_full else _in_class(note) for note in run.found.notes]


def _in_class(note: Note) -> str:
    most, less = _CLASSES.get(note["code"], ("", ""))
    if not most:
        return sentence(note)
    return gettext(most if note["values"]["share"] >= MOST_FROM else less)


_CLASSES = {
    "customs_products": (
        _("At least half of the value of the customs records has a product unknown to the flows."),
        _("Less than half of the value of the customs records has a product unknown to the flows."),
    ),
    "customs_markets": (
        _("At least half of the value of the customs records has a market unknown to the flows."),
        _("Less than half of the value of the customs records has a market unknown to the flows."),
    ),
}
