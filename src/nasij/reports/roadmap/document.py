"""The whole document as plain data: chapters in order, then what every figure leads to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from nasij import __version__
from nasij.reference.models import Definition, Source
from nasij.reference.queries import organisation
from nasij.reference.words import source_line
from nasij.reports.roadmap import (
    annexes,
    decisions,
    guide,
    listening,
    plan,
    potentials,
    regions,
    standing,
)
from nasij.reports.roadmap.notes import Note, Notes
from nasij.reports.roadmap.pen import Pen
from nasij.reports.roadmap.printed import Piece, pieces
from nasij.ui import formats


@dataclass(frozen=True, slots=True)
class Roadmap:
    language: str
    day: date
    data: dict[str, Any]  # what the document engine takes
    notes: list[Note]
    printed: list[Piece]

    @property
    def sha256(self) -> str:
        """Of everything the document says: the same record on the same day has the same."""
        said = {name: value for name, value in self.data.items() if name != "version"}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(f"{self.language}\n{text}".encode()).hexdigest()


def compose(*, language: str, day: date, draws: bool = True) -> Roadmap:
    """The roadmap of one day in one language. `draws` False leaves the drawings out."""
    with override(language):
        pen = Pen(language, day, Notes(formats.day_short(day)), draws)
        chapters = _chapters(pen)
        notes = annexes.notes(pen)  # known when everything else is written
        defined = _by_name(pen.notes.definitions)
        prefetch_related_objects(defined, "source")
        after = [annexes.datasets(pen), annexes.methods(), annexes.glossary(pen)]
        data = {
            **_cover(language, day),
            "sections": [*chapters, notes, *after],
            "definitions": [_definition(definition) for definition in defined],
            "sources": [_source(source) for source in _by_name(pen.notes.sources)],
        }
        printed = pieces([*chapters, *after], pen.notes.all, pen.notes.day)
        roadmap = Roadmap(language, day, data, pen.notes.all, printed)
        data["version"] = _("Edition %(name)s") % {"name": roadmap.sha256[:8]}
    return roadmap


def _cover(language: str, day: date) -> dict[str, Any]:
    """The organisation under the name it bears on that day."""
    body = organisation(day)
    name = body.name_in(language) if body else ""
    return {
        "title": _("Strategic plan of the regions"),
        "short_title": _("Strategic plan of the regions"),
        "subtitle": _(
            "What exporters said, what was decided, who does it, where the target stands"
        ),
        "kicker": _("Roadmap of the council of regions"),
        "organisation": name,
        "date": day,
        "keywords": [_("exports"), _("regions"), _("roadmap")],
        "description": _("Every figure carries its source, its date and its definition."),
        "foot": f"Nasij {__version__} · {formats.day(day, language)}",
    }


def _chapters(pen: Pen) -> list[dict[str, Any]]:
    actions = plan.every_action()
    made = decisions.every_decision()
    return [
        guide.chapter(pen),
        *standing.chapter(pen),
        potentials.chapter(pen),
        listening.chapter(pen),
        decisions.chapter(pen),
        plan.chapter(pen, actions),
        *regions.chapters(pen, actions, made),
        plan.commitments(pen, actions, decisions.without_follow_up()),
    ]


def _by_name(found: dict[str, Any]) -> list[Any]:
    return [found[key] for key in sorted(found)]


def _definition(definition: Definition) -> dict[str, str]:
    source = source_line(definition.source) if definition.source else ""
    return {"term": definition.name, "text": definition.description, "source": source}


def _source(source: Source) -> dict[str, str]:
    return {
        "name": source.said_by,
        "vintage": source.published_text,
        "text": source.title if source.publisher else "",
        "url": source.url,
    }
