"""Pairs of records, their likeness in words, and what a merge would do."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nasij.exporters.fields import LABELS, part_said, plain
from nasij.exporters.holdings.tables import table_label
from nasij.exporters.identity.likeness import Likeness, Reason
from nasij.exporters.merging import UNDO_DAYS
from nasij.exporters.models import Firm
from nasij.exporters.queries.matching import MergePreview, Pair
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Table

REASONS: dict[Reason, Promise] = {
    Reason.SAME_IDENTIFIER: gettext_lazy("same identifier"),
    Reason.SAME_ENTERPRISE: gettext_lazy("the identifier of the same enterprise"),
    Reason.SAME_NAME: gettext_lazy("same name"),
    Reason.SAME_WORDS: gettext_lazy("nearly the same words"),
    Reason.SAME_SOUND: gettext_lazy("sounds the same in the other script"),
    Reason.SAME_COMMUNE: gettext_lazy("same place"),
    Reason.SAME_PHONE: gettext_lazy("same phone"),
    Reason.SAME_EMAIL: gettext_lazy("same e-mail"),
    Reason.OTHER_IDENTIFIER: gettext_lazy("but another identifier"),
    Reason.OTHER_REGION: gettext_lazy("but another region"),
}
_DOUBTS = (Reason.OTHER_IDENTIFIER, Reason.OTHER_REGION)


def why(likeness: Likeness) -> str:
    return reasons_told(likeness.reasons)


def reasons_told(reasons: Iterable[Reason]) -> str:
    """“same name and same place, but another identifier”."""
    language, reasons = formats.language(), list(reasons)
    alike = [REASONS[reason] for reason in reasons if reason not in _DOUBTS]
    doubts = [REASONS[reason] for reason in reasons if reason in _DOUBTS]
    return formats.row([*([formats.listing(alike, language)] if alike else []), *doubts], language)


def undo_note() -> str:
    return ngettext(
        "A merge can be undone for %(days)s day only.",
        "A merge can be undone for %(days)s days only.",
        UNDO_DAYS,
    ) % {"days": UNDO_DAYS}


def pairs_table(pairs: Iterable[Pair], *, of: Firm | None = None) -> Table:
    """Pairs with their score and why; of one firm, only the other one is named."""
    first = [] if of else [Column(_("Firm"))]
    return Table(
        caption=_("Possible duplicates"),
        caption_hidden=True,
        columns=[
            *first,
            Column(_("Perhaps the same")),
            Column(_("Likeness"), kind="number"),
            Column(_("Why")),
        ],
        rows=[
            [
                *([] if of else [_named(pair.first)]),
                Cell(pair.second.name, _merge_url(pair), hint=_hint(pair.second)),
                _("%(percent)s%%") % {"percent": pair.percent},
                why(pair.likeness),
            ]
            for pair in pairs
        ],
        empty=_("No pair of records looks like one firm."),
    )


def _named(firm: Firm) -> Cell:
    return Cell(firm.shown_name, reverse("exporters:detail", args=[firm.pk]), hint=_hint(firm))


def _hint(firm: Firm) -> str:
    place = firm.commune.name if firm.commune else firm.region.name
    return " · ".join(filter(None, (firm.other_name, place)))


def _merge_url(pair: Pair) -> str:
    return reverse("exporters:merge", args=[pair.first.pk, pair.second.pk])


def preview_facts(preview: MergePreview) -> list[Fact]:
    """How many rows of each kind would move."""
    language = formats.language()
    return [
        Fact(table_label(key), formats.number(number, language))
        for key, number in preview.moves.items()
    ]


def fill_facts(preview: MergePreview) -> list[Fact]:
    """Which gaps would be filled, with what."""
    return [
        Fact(str(LABELS.get(name, name)), part_said(name, plain(value)))
        for name, value in preview.fills.items()
        if not isinstance(value, bool)
    ]
