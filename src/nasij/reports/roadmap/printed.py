"""What the document prints, piece by piece, so that what has changed since an edition can be said.

Each table, chart, figure and text is taken as it is printed: nothing can be put on a page and be
left out of what is compared. Numbers of notes are left out, as a new note moves those after it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from nasij.reports.roadmap.notes import Note

MARK = re.compile(r"\s*\[\d+\]")
Said = tuple[str, str, object]  # key, what a reader calls it, what is printed


@dataclass(frozen=True, slots=True)
class Piece:
    key: str  # the same thing has the same key in every edition of one language
    what: str
    sha256: str

    def as_record(self) -> dict[str, str]:
        return asdict(self)


def pieces(sections: Iterable[dict[str, Any]], notes: Iterable[Note], today: str) -> list[Piece]:
    """Of chapters and of notes; `today` as written is no part of what a note says."""
    seen: Counter[str] = Counter()
    found = []
    for key, what, printed in (*_of_sections(sections), *_of_notes(notes, today)):
        seen[key] += 1
        text = MARK.sub("", json.dumps(printed, ensure_ascii=False, default=str))
        found.append(Piece(f"{key}/{seen[key]}", what, hashlib.sha256(text.encode()).hexdigest()))
    return found


def _of_sections(sections: Iterable[dict[str, Any]]) -> Iterator[Said]:
    for section in sections:
        title = str(section["title"])
        running = []
        for block in section["blocks"]:
            named = list(_of_block(block))
            for name, printed in named:
                short = MARK.sub("", str(name))
                yield f"{title}/{short}", f"{title} · {short}", printed
            if not named:
                running.append(block)
        yield f"{title}/", title, running


def _of_block(block: dict[str, Any]) -> Iterator[tuple[object, object]]:
    """The parts of a block that have a name of their own; running text has none."""
    match block["kind"]:
        case "table":
            yield block["title"], [block["columns"], block["rows"]]
        case "chart":
            yield block["title"], block["rows"]
        case "facts":
            yield from block["facts"]
        case "figures":
            yield from ((figure["label"], figure) for figure in block["figures"])


def _of_notes(notes: Iterable[Note], today: str) -> Iterator[Said]:
    for note in notes:
        vintage = "" if note.vintage == today else note.vintage
        yield f"note/{note.key}", note.what, [note.definition, note.source, vintage]
