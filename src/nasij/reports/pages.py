"""What the page of the roadmap shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.permissions import Person
from nasij.reports.models import Edition
from nasij.reports.permissions import may_build
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


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    cards: list[LanguageCard]
    chapters: list[str]
    editions: Table
    may_build: bool


def roadmap_page(user: Person) -> RoadmapPage:
    language = formats.language()
    return RoadmapPage(
        cards=[_card(fresh, language) for fresh in freshness(language)],
        chapters=chapters(),
        editions=editions_table(editions(), language),
        may_build=may_build(user),
    )


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


def _card(fresh: Freshness, language: str) -> LanguageCard:
    edition = fresh.edition
    if edition is None:
        state, tone = _("Not built yet"), "neutral"
    elif fresh.is_fresh:
        state, tone = _("Up to date"), "good"
    else:
        count = len(fresh.changes)
        text = ngettext("%(count)s change in the record", "%(count)s changes in the record", count)
        state, tone = text % {"count": count}, "warn"
    return LanguageCard(
        code=fresh.language,
        name=OWN_NAMES[fresh.language],
        edition=edition,
        size=formats.file_size(edition.byte_count, language) if edition else "",
        state=state,
        tone=tone,
        changes=[_sentence(change) for change in fresh.changes[:SHOWN]],
        more=max(0, len(fresh.changes) - SHOWN),
        download_url=reverse("reports:download", args=[fresh.language]),
        build_url=reverse("reports:build", args=[fresh.language]),
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
                edition.made_on,
                OWN_NAMES[edition.language],
                Cell(edition.version),
                formats.file_size(edition.byte_count, language),
                str(edition.built_by) if edition.built_by else _("the system"),
            ]
            for edition in found
        ],
        empty=_("No edition has been built yet."),
    )
