"""What the page of the roadmap shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.reports.models import Edition
from nasij.reports.queries import Change, Freshness, editions, freshness
from nasij.ui import formats
from nasij.ui.languages import OWN_NAMES
from nasij.ui.parts import Cell, Column, Table

SHOWN = 12


@dataclass(frozen=True, slots=True)
class LanguageCard:
    code: str
    name: str
    edition: Edition | None
    size: str
    state: str
    tone: str
    changes: list[str]
    more: int
    download_url: str
    build_url: str


def roadmap_page() -> dict[str, object]:
    language = formats.language()
    return {
        "cards": [_card(one, language) for one in freshness(language)],
        "chapters": chapters(),
        "editions": editions_table(editions(), language),
    }


def chapters() -> list[str]:
    return [
        _("How to read this document"),
        _("Where we stand"),
        _("Where more could be sold"),
        _("What exporters said"),
        _("What the council decided"),
        _("Who does what"),
        _("The regions"),
        _("Commitments"),
        _("Notes, data sets, methods, glossary, definitions, sources"),
    ]


def _card(one: Freshness, language: str) -> LanguageCard:
    edition = one.edition
    if edition is None:
        state, tone = _("Not built yet"), "neutral"
    elif one.is_fresh:
        state, tone = _("Up to date"), "good"
    else:
        count = len(one.changes)
        text = ngettext("%(count)s change in the record", "%(count)s changes in the record", count)
        state, tone = text % {"count": count}, "warn"
    return LanguageCard(
        code=one.language,
        name=OWN_NAMES[one.language],
        edition=edition,
        size=formats.file_size(edition.byte_count, language) if edition else "",
        state=state,
        tone=tone,
        changes=[_sentence(change) for change in one.changes[:SHOWN]],
        more=max(0, len(one.changes) - SHOWN),
        download_url=reverse("reports:download", args=[one.language]),
        build_url=reverse("reports:build", args=[one.language]),
    )


def _sentence(change: Change) -> str:
    text = {
        "changed": _("%(figure)s: changed"),
        "new": _("%(figure)s: new"),
        "gone": _("%(figure)s: no longer there"),
    }[change.kind]
    return text % {"figure": change.what}


def editions_table(found: list[Edition], language: str) -> Table:
    return Table(
        caption=_("Editions built"),
        columns=[
            Column(_("Day"), kind="date"),
            Column(_("Language")),
            Column(_("Edition"), kind="code"),
            Column(_("Size"), kind="number"),
            Column(_("Built by")),
        ],
        rows=[
            [
                one.made_on,
                OWN_NAMES[one.language],
                Cell(one.version),
                formats.file_size(one.byte_count, language),
                str(one.built_by) if one.built_by else _("the system"),
            ]
            for one in found
        ],
        empty=_("No edition has been built yet."),
    )
