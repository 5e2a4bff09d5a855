"""Pairs of records, their likeness in words, and what a merge would do."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nasij.exporters.fields import LABELS
from nasij.exporters.identity.likeness import Likeness, Reason
from nasij.exporters.models import Firm
from nasij.exporters.queries.matching import MergePreview, Pair
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Table

REASONS: dict[Reason, Promise] = {
    Reason.SAME_ICE: gettext_lazy("same ICE"),
    Reason.SAME_ENTERPRISE: gettext_lazy("the ICE of the same enterprise"),
    Reason.SAME_NAME: gettext_lazy("same name"),
    Reason.SAME_WORDS: gettext_lazy("nearly the same words"),
    Reason.SAME_SOUND: gettext_lazy("sounds the same in the other script"),
    Reason.SAME_COMMUNE: gettext_lazy("same commune"),
    Reason.SAME_PHONE: gettext_lazy("same phone"),
    Reason.SAME_EMAIL: gettext_lazy("same e-mail"),
    Reason.OTHER_ICE: gettext_lazy("but another ICE"),
    Reason.OTHER_REGION: gettext_lazy("but another region"),
}
# What moves, in the words of the pages; other tables go by their own name.
_MOVED: dict[str, Promise] = {
    "needs.need.firm": gettext_lazy("Needs"),
    "exporters.site.firm": gettext_lazy("Sites"),
    "exporters.standing.firm": gettext_lazy("Statuses by definition"),
    "exporters.marketevidence.firm": gettext_lazy("Evidence on markets"),
    "exporters.contact.firm": gettext_lazy("Contacts"),
    "exporters.follower.firm": gettext_lazy("People who follow it"),
    "intake.importedrow.firm": gettext_lazy("Rows of imported files"),
    "exporters.firm_products.firm": gettext_lazy("Products"),
    "exporters.firm_markets.firm": gettext_lazy("Markets"),
    "exporters.firm.group": gettext_lazy("Subsidiaries"),
    "exporters.firm.merged_into": gettext_lazy("Records merged before"),
    "rights.accesslink.firm": gettext_lazy("Links to the record"),
    "exporters.consententry.firm": gettext_lazy("Lines of the log of consents"),
    "rights.rightsrequest.firm": gettext_lazy("Requests about the record"),
    "rights.retentionreview.firm": gettext_lazy("Decisions to keep the record"),
    "needs.visit.firm": gettext_lazy("Contacts with the team"),
    "needs.snooze.firm": gettext_lazy("Calls put off"),
    "exporters.share.firm": gettext_lazy("Shares with colleagues"),
    "exporters.referral.firm": gettext_lazy("Referrals"),
    "exporters.listedfirm.firm": gettext_lazy("Places on lists"),
    "filings.filedfirm.firm": gettext_lazy("Lines of customs and association files"),
    "filings.filedfirm_not_firms.firm": gettext_lazy("Lines of files said to be others"),
    "exporters.merge.winner": gettext_lazy("Merges of records"),
    "exporters.merge.loser": gettext_lazy("Merges of records"),
    "exporters.distinct.first": gettext_lazy("Firms said to be others"),
    "exporters.distinct.second": gettext_lazy("Firms said to be others"),
}


_DOUBTS = (Reason.OTHER_ICE, Reason.OTHER_REGION)


def why(likeness: Likeness) -> str:
    return reasons_told(likeness.reasons)


def reasons_told(reasons: Iterable[Reason]) -> str:
    """“same name and same commune, but another ICE”."""
    language, reasons = get_language() or "fr", list(reasons)
    alike = [REASONS[one] for one in reasons if one not in _DOUBTS]
    doubts = [REASONS[one] for one in reasons if one in _DOUBTS]
    return formats.row([*([formats.listing(alike, language)] if alike else []), *doubts], language)


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
    language = get_language() or "fr"
    return [
        Fact(table_label(key), formats.number(number, language))
        for key, number in preview.moves.items()
        if key not in {"exporters.merge.loser", "exporters.merge.winner"}
    ]


def table_label(key: str) -> str:
    """What a table that points to a firm holds, in the words of the pages."""
    return str(_MOVED.get(key) or _table_name(key))


def _table_name(key: str) -> str:
    app, model, _field = key.split(".")
    try:
        return str(apps.get_model(app, model)._meta.verbose_name_plural)
    except LookupError:
        return key


def fill_facts(preview: MergePreview) -> list[Fact]:
    """Which gaps would be filled, with what."""
    names = {**LABELS, "trade_names": _("Trade names")}
    return [
        Fact(str(names.get(name, name)), ", ".join(str(value).splitlines()))
        for name, value in preview.fills.items()
        if not isinstance(value, bool)
    ]
