"""What the reader did with a file that its owner would want to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nasij.files import remarks
from nasij.files.headings import Columns, Vocabulary, columns_of
from nasij.files.opening import OpenFile
from nasij.files.remarks import Note
from nasij.files.tables.table import Part


def notes_of(
    file: OpenFile, parts: list[Part], vocabulary: Vocabulary, labels: Mapping[str, object]
) -> Iterator[Note]:
    """What the reader did that its owner would want to know."""
    read = [part.sheet for part in parts]
    if len(read) > 1:
        yield remarks.sheets_read(sheet.title for sheet in read)
    if others := [sheet.title for sheet in file.sheets if sheet not in read and sheet.width]:
        yield remarks.sheets_unread(others)
    if errors := [cell for sheet in file.sheets for cell in sheet.errors]:
        yield remarks.formula_errors(errors)
    if unread := columns_of([part.columns for part in parts]).unread:
        yield remarks.unread(unread)
    told: list[Note] = []
    for part in parts:
        told += [said for said in _on_choices(part.columns, vocabulary, labels) if said not in told]
    yield from told
    for encoding in dict.fromkeys(sheet.encoding for sheet in read):
        if encoding and not encoding.startswith("utf"):
            yield remarks.letters_guessed(encoding)
    for sheet in read:
        if sheet.damage.cells:
            yield remarks.letters_lost(sheet.damage.cells, sheet.damage.lines)
        if sheet.broken:
            yield remarks.rows_swallowed(sorted(sheet.broken))


def _on_choices(
    columns: Columns, vocabulary: Vocabulary, labels: Mapping[str, object]
) -> Iterator[Note]:
    for ours, places in columns.places.items():
        if len(places) > 1 and ours not in vocabulary.joined:
            yield remarks.several(labels[ours], columns.named(ours))
    for ours, places in columns.weaker.items():
        weaker = [columns.headings[at] for at in places]
        yield remarks.passed_over(labels[ours], weaker, columns.named(ours)[0])
