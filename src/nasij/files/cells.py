"""One cell: text, and counts of people with French, Arabic and English marks."""

from __future__ import annotations

import re

from nasij.files.child.damage import MARK
from nasij.files.problems import CellRefused, RowProblem
from nasij.reference.folding import DIGITS

_MARKS = str.maketrans({"٬": "'", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_SIGNS = re.compile(r"[\W_]+")
# In small letters; the last are what programs write of an empty cell.
NOTHING = frozenset(
    {"n/a", "na", "nd", "n.d.", "neant", "néant", "x", "null", "none", "nan", "<na>"}
)
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?"}
)
_LONGEST = 6
# Of two zeros only behind so many digits that no code of a product is written with them.
_WITH_FRACTION = re.compile(r"(\+?\d+)[.,]0|(\+?\d{9,})[.,]00")
_COUNT = re.compile(
    r"\+?(\d{1,9}|[1-9]\d{0,2}(?:([ '.,])\d{3})(?:\2\d{3}){0,2})(?:(?!\2)[.,٫]0{1,2})?"
)


def text(cell: str) -> str:
    """The cell as one line of text; what means nothing (“--”, “n/a”) is empty."""
    written = " ".join(cell.split())
    if written[:1] == MARK:
        raise CellRefused(RowProblem.LETTERS_LOST)
    if written[:1] == "#" and written.upper() in _ERRORS:
        raise CellRefused(RowProblem.FORMULA_ERROR)
    # Our own downloads protect a leading sign with an apostrophe: take it off.
    if len(written) > 1 and written[0] == "'" and written[1] in "=+-@'":
        written = written[1:]
    if len(written) <= _LONGEST and written.casefold() in NOTHING:
        return ""
    return "" if _SIGNS.fullmatch(written) else written


def without_fraction(written: str) -> str:
    """The digits of a code that a program took for a number: “1523457000772.0” from a column with
    gaps. The zero would pass for a digit, and the control digits of some registers still agree."""
    found = _WITH_FRACTION.fullmatch(written.strip())
    return found[found.lastindex or 0] if found else written


def whole_number(cell: str, *, most: int = 1_000_000) -> int | None:
    """A count of people: 12, “1 200”, “1.200”, “12,0”. Nobody counts a thousandth of a person, so
    a mark before three digits is of thousands; a share of a hundred is no count."""
    written = text(cell).translate(DIGITS).translate(_MARKS)
    if not written:
        return None
    found = _COUNT.fullmatch(written)
    count = int(re.sub("[ '.,]", "", found[1])) if found else most + 1
    if count > most:
        raise CellRefused(RowProblem.NUMBER_UNREADABLE)
    return count
