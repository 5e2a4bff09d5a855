"""Whether a kept file names a firm, in whichever of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from nasij.exporters.fields import numbers_of
from nasij.exporters.identity.redaction import is_distinct
from nasij.exporters.models import Firm
from nasij.files.cells import DIGITS
from nasij.files.child.answers import Sheet
from nasij.files.errors import FileUnreadable
from nasij.files.headings import Columns
from nasij.files.opening import lines_of, open_file
from nasij.files.tables import HEADINGS_WITHIN
from nasij.intake.rows.headings import missing_beside_region, vocabulary
from nasij.reference.firm_names import key_words, match_key, written_words

_TELLING_DIGITS = 8  # a shorter number may be an amount, or the code of a product
_BETWEEN_DIGITS = r"[\s.\-_/']*"
_NAMES = ("name", "name_ar")


@dataclass(frozen=True, slots=True)
class Sought:
    """What some firms are known by: their numbers as people type them, the keys of their names."""

    numbers: re.Pattern[str]
    keys: frozenset[str]

    @classmethod
    def of(cls, firms: Iterable[Firm]) -> Sought:
        numbers, keys = set(), set()
        for firm in firms:
            numbers |= set(numbers_of(firm).values())
            keys |= {firm.match_key, firm.match_key_ar}
            keys |= set(map(match_key, firm.trade_names.splitlines()))
        return cls(_pattern(numbers), frozenset(keys - {""}))

    def may_stand_in(self, line: str) -> bool:
        """Whether all the words of a name stand there, in any cells and order."""
        words = written_words(line)
        return any(all(word in words for word in key.split()) for key in self.keys)

    def is_told_in(self, text: str) -> bool:
        """Where a name is told among other words: one that can mean nothing else."""
        words = f" {key_words(text)} "
        return any(f" {key} " in words for key in self.keys if is_distinct(key))


def _pattern(numbers: Iterable[str]) -> re.Pattern[str]:
    """Whole, with or without the leading zeros that spreadsheets take, in groups or not."""
    bare = {re.sub(_BETWEEN_DIGITS, "", number).lstrip("0") for number in numbers}
    told = sorted(number for number in bare if len(number) >= _TELLING_DIGITS)
    spaced = "|".join(_BETWEEN_DIGITS.join(map(re.escape, number)) for number in told)
    return re.compile(rf"(?<!\d)0*(?:{spaced})(?!\d)" if told else r"(?!)", re.IGNORECASE)


def names_any(path: Path, name: str, columns: Mapping[str, str], sought: Sought) -> bool:
    """Every line of every sheet is looked at, whatever is read of it; `columns` are headings that
    a person explained."""
    file = open_file(path, name)
    if file.unpacked is not None:
        raise FileUnreadable("parquet", name)
    return any(_stands_in(sheet, columns, sought) for sheet in file.sheets)


def _stands_in(sheet: Sheet, columns: Mapping[str, str], sought: Sought) -> bool:
    places = _places_of(sheet, columns)
    texts = (sheet.title, *sheet.above, *sheet.below, *sheet.broken.values())
    beside = ([text] for text in texts)
    lines = chain(beside, (cells for _line, cells in lines_of(sheet)))
    return any(_is_named(cells, places, sought) for cells in lines)


@dataclass(frozen=True, slots=True)
class _Places:
    """Positions of the columns that are read: those of names, and all the others."""

    names: frozenset[int] = field(default_factory=frozenset)
    others: frozenset[int] = field(default_factory=frozenset)


def _places_of(sheet: Sheet, columns: Mapping[str, str]) -> _Places:
    found = next(_headings_of(sheet, columns), None)
    if found is None:
        return _Places()
    names = frozenset(at for ours in _NAMES for at in found.places.get(ours, ()))
    return _Places(names, frozenset(chain(*found.places.values())) - names)


def _headings_of(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[Columns]:
    for _line, cells in islice(lines_of(sheet), HEADINGS_WITHIN):
        found = vocabulary().recognise([cell.strip() for cell in cells], columns)
        if not missing_beside_region(found):
            yield found


def _is_named(cells: Sequence[str], places: _Places, sought: Sought) -> bool:
    """By number anywhere. By name, the whole cell of a name, which may be a part of another's; a
    cell that is read as something else has names in its sentences only; any other has both."""
    line = " | ".join(cells)
    if sought.numbers.search(line.translate(DIGITS)):
        return True
    if not sought.may_stand_in(line):
        return False
    return any(
        (at not in places.others and match_key(cell) in sought.keys)
        or (at not in places.names and sought.is_told_in(cell))
        for at, cell in enumerate(cells)
    )
