"""On which lists of the team a firm stands, as a part of its record."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.parts import Entry, Part, nobody
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm, ListedFirm


def _listed(firm: Firm) -> list[Entry]:
    rows = ListedFirm.objects.filter(firm=firm).select_related("list").order_by("id")
    return [Entry(_("On a list of the team"), row.list.name, row.note) for row in rows]


def _count(firms: Sequence[Firm], words: Words) -> int:
    return ListedFirm.objects.filter(firm__in=firms).count()


def _take_off(firms: Sequence[Firm], words: Words) -> int:
    return ListedFirm.objects.filter(firm__in=firms).delete()[0]


LISTED = Part(
    "lists",
    gettext_lazy("Lists it stands on"),
    gettext_lazy("Places on lists"),
    _listed,
    _count,
    _take_off,
    nobody,
)
