"""Numbered notes: every figure of the document leads to its definition, its source, its date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nasij.datasets.models import Snapshot
from nasij.reference.models import Definition, Figure, Source
from nasij.reference.words import period, source_line
from nasij.ui import formats

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    key: str  # the same thing has the same key in every language and every edition
    what: str
    definition: str
    source: str
    vintage: str


@dataclass(slots=True)
class Notes:
    """The register that chapters write into while they are composed."""

    day: str
    register: dict[str, Note] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def cite(self, key: str, *, what: str, definition: str, source: str, vintage: str) -> str:
        """The mark of a note, the same when it is cited again."""
        if key not in self.register:
            number = len(self.register) + 1
            note = Note(number, key, what, definition, source, vintage)
            self.register[key] = note
        return f"[{self.register[key].number}]"

    def figure(self, figure: Figure) -> str:
        """A published figure."""
        place = figure.territory.name if figure.territory else ""
        self.use(figure.definition, figure.source)
        return self.cite(
            _key(figure),
            what=" · ".join(part for part in (figure.definition.name, place) if part),
            definition=figure.definition.name,
            source=source_line(figure.source),
            vintage=formats.row((period(figure), figure.get_status_display()), formats.language()),
        )

    def figures(self, figures: Iterable[Figure], what: str) -> str:
        """Several figures of one table under one note."""
        found = list(figures)
        for figure in found:
            self.use(figure.definition, figure.source)
        names = dict.fromkeys(figure.definition.name for figure in found)
        sources = dict.fromkeys(source_line(figure.source) for figure in found)
        years = dict.fromkeys(period(figure) for figure in found)
        return self.cite(
            "several:" + "|".join(sorted({_key(figure) for figure in found})),
            what=what,
            definition=formats.row(names, formats.language()),
            source=" · ".join(sources),
            vintage=formats.row(years, formats.language()),
        )

    def computed(self, key: str, *, what: str, how: str, vintage: str = "") -> str:
        """Arithmetic of ours on published figures."""
        return self.cite(
            f"computed:{key}",
            what=what,
            definition=how,
            source=_("computed here"),
            vintage=vintage or self.day,
        )

    def record(self, key: str, *, what: str, definition: str) -> str:
        """The council's own record: needs, sessions, decisions, actions."""
        return self.cite(
            f"record:{key}",
            what=what,
            definition=definition,
            source=_("record of the council in Nasij"),
            vintage=self.day,
        )

    def snapshot(self, key: str, snapshot: Snapshot, *, what: str, definition: str) -> str:
        """A figure computed from a loaded data set."""
        return self.cite(
            f"snapshot:{key}",
            what=what,
            definition=definition,
            source=f"{snapshot.title}, SHA-256 {snapshot.sha256[:12]}",
            vintage=snapshot.vintage,
        )

    def source_named(self, key: str) -> Source | None:
        """A source that chapters cite by its key, read once."""
        found = self.sources.get(key) or Source.objects.filter(pk=key).first()
        if found is not None:
            self.sources[key] = found
        return found

    def use(self, definition: Definition, source: Source) -> None:
        self.definitions[definition.pk] = definition
        self.sources[source.pk] = source

    @property
    def all(self) -> list[Note]:
        return list(self.register.values())


def together(*marks: str) -> str:
    """Marks side by side, each once, in the order of their numbers."""
    numbers = {int(number) for mark in marks for number in _NUMBER.findall(mark)}
    return "".join(f"[{number}]" for number in sorted(numbers))


def _key(figure: Figure) -> str:
    place = figure.territory.code if figure.territory else ""
    years = f"{figure.year}-{figure.year_end}"
    return f"{figure.definition_id}/{place}/{years}/{figure.breakdown}/{figure.source_id}"
