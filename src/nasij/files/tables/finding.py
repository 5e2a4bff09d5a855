"""Which lines of a file are its headings, and whether its sheets may be read together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy

from nasij.files.child.answers import Sheet
from nasij.files.child.damage import MARK
from nasij.files.dates import is_month
from nasij.files.errors import (
    ColumnsMissing,
    DateUnread,
    FileUnreadable,
    HeadingsDamaged,
    UnitsDiffer,
    YearsAcross,
)
from nasij.files.headings import Columns, Vocabulary
from nasij.files.lines import SHEET
from nasij.files.opening import OpenFile
from nasij.files.remarks import SHOWN, listed
from nasij.files.tables.notes import notes_of
from nasij.files.tables.table import Part, Patience, Table, is_damaged
from nasij.files.units import signs_of, unit_of, without_unit
from nasij.reference.folding import fold
from nasij.sentences import filled_lazily, in_every_language

HEADINGS_WITHIN = 20  # filled lines: titles and logos stand above the headings of real files
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DATES = frozenset(map(fold, ("date", "dates", "تاريخ", "التاريخ")))
Missing = Callable[[Columns], list[str]]


def find_table(
    file: OpenFile,
    vocabulary: Vocabulary,
    *,
    missing: Sequence[Missing],
    needed: tuple[str, ...] = (),
    labels: Mapping[str, object],
    named: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> Table:
    """The headings of a file; all the sheets that bear them. `missing` tell what is lacking, each
    asked of a file of which the one before found no sheet; `labels` say each of our names to who
    reads, for no page shows a name of ours."""
    shown = [sheet for sheet in file.sheets if not sheet.hidden] or file.sheets
    patience = patience or Patience()
    found = [(sheet, _headings_of(sheet, vocabulary, missing, named, patience)) for sheet in shown]
    if patience.is_over:
        raise FileUnreadable("too_slow", file.name)
    asked = (
        [(sheet, *lines.named[at]) for sheet, lines in found if at in lines.named]
        for at in range(len(missing))
    )
    known = next(filter(None, asked), [])
    if not known:
        best = max((lines.likeliest for _sheet, lines in found), key=_likelihood)
        refuse_columns(file.name, best, missing[-1](best), labels)
    parts = [Part(*part, number * SHEET) for number, part in enumerate(known)]
    for ours in vocabulary.measured:
        _check_units(file.name, parts, vocabulary, ours)
    notes = tuple(notes_of(file, parts, vocabulary, labels))
    return Table(file, tuple(parts), notes, vocabulary, needed, patience)


def _check_units(name: str, parts: list[Part], vocabulary: Vocabulary, ours: str) -> None:
    """Refuse values of which some may count in another unit than the others."""
    found: dict[object, Part] = {}
    sure = True
    for part in parts:
        heading, units = part.heading(ours), part.counted(ours)
        if None in units and any(thousands for _text, thousands in part.shown(ours)):
            part.refuse_shown(ours)
        sure = sure and len(units) == 1 and None not in units
        words = vocabulary.beyond(without_unit(heading), ours)
        beyond = frozenset(word for word in words if not is_month(word))
        found.setdefault((not heading, unit_of(heading), signs_of(heading), beyond, *units), part)
    if not sure or len(found) > 1:
        told = (_unit_told(part, vocabulary.measured) for part in found.values())
        raise UnitsDiffer(file=name, found=list(islice(told, SHOWN)))


def _unit_told(part: Part, measured: Sequence[str]) -> dict[str, str]:
    ours = next(ours for ours in measured if ours in part.columns)
    told = {"heading": part.columns.named(ours)[0], "sheet": part.sheet.title}
    if texts := part.shown_told(ours):
        shown = gettext_lazy("“%(heading)s”, whose cells show %(texts)s (%(sheet)s)")
        return in_every_language(filled_lazily(shown, {**told, "texts": texts}))
    return in_every_language(filled_lazily(gettext_lazy("“%(heading)s” (%(sheet)s)"), told))


@dataclass(slots=True)
class _Headings:
    """Of one sheet: by what was asked, the line that names all of it; and the likeliest line."""

    named: dict[int, tuple[int, Columns]] = field(default_factory=dict)
    likeliest: Columns = field(default_factory=lambda: Columns({}, ()))


def _headings_of(
    sheet: Sheet,
    vocabulary: Vocabulary,
    missing: Sequence[Missing],
    named: Mapping[str, str] | None,
    patience: Patience,
) -> _Headings:
    found = _Headings()
    for line, cells in islice(patience.lines_of(sheet), HEADINGS_WITHIN):
        columns = vocabulary.recognise([cell.strip() for cell in cells], named)
        for at, lacks in enumerate(missing):
            if at not in found.named and not lacks(columns):
                found.named[at] = (line, columns)
        if 0 in found.named:
            break
        found.likeliest = max(found.likeliest, columns, key=_likelihood)
    return found


def _likelihood(columns: Columns) -> tuple[int, int]:
    return len(columns.places), sum(map(bool, columns.headings))


def refuse_columns(
    name: str, best: Columns, lacking: list[str], labels: Mapping[str, object]
) -> NoReturn:
    headings = [heading.removeprefix(MARK) for heading in best.headings if heading]
    found = [heading[:40] for heading in headings]
    if any(map(is_damaged, best.headings)):
        raise HeadingsDamaged(file=name, found=listed(found, 20))
    wanted = [in_every_language(labels[ours]) for ours in lacking]
    told: dict[str, Any] = {
        "file": name,
        "missing": wanted,
        "found": listed(found, 20),
        "headings": headings,
    }
    years = [heading for heading in found if _YEAR.search(heading)]
    if len(years) > 1 and "year" in labels and "year" not in best:
        raise YearsAcross(**told, years=listed(years))
    dates = (heading for heading in best.unread if not _DATES.isdisjoint(fold(heading).split()))
    if "period" in labels and "year" in lacking and (date := next(dates, "")):
        raise DateUnread(**told, date=date.removeprefix(MARK))
    raise ColumnsMissing(**told)
