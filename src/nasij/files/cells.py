"""One cell: text, and numbers with French, Arabic and English marks."""

from __future__ import annotations

import re

from nasij.files.child.damage import MARK
from nasij.files.problems import CellRefused, RowProblem

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MARKS = str.maketrans({"٫": ".", "٬": "'", "’": "'", "−": "-", "\u00a0": " ", "\u202f": " "})
_SIGNS = re.compile(r"[\W_]+")
_WORDS_FOR_NOTHING = frozenset({"n/a", "na", "nd", "n.d.", "neant", "néant", "null", "none", "x"})
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?"}
)
_LONGEST = 6
_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?$")
_ONE_SIGN = re.compile(r"[+-]?\d+[.,]\d+$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$")


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
    if len(written) <= _LONGEST and written.casefold() in _WORDS_FOR_NOTHING:
        return ""
    return "" if _SIGNS.fullmatch(written) else written


def number(cell: str, *, comma_decimal: bool | None = None) -> float | None:
    """1 234,5 · 1.234,5 · 1,234.5 · ١٢٣٤٫٥ as they are meant, or not at all; None for nothing.

    One comma or point before three digits may be either: `comma_decimal` is what the other values
    of the column say, and without it such a cell is refused.
    """
    written = text(cell).translate(DIGITS).translate(_MARKS)
    if not written:
        return None
    bare = written.removesuffix("%").strip()
    if re.fullmatch(r"[+-]?\d+", bare):
        return float(bare)
    if _SPACED.match(bare):
        return float(re.sub("[ ']", "", bare).replace(",", "."))
    commas, points = bare.count(","), bare.count(".")
    if commas + points == 1 and _ONE_SIGN.match(bare):
        return _lone(bare, comma_decimal)
    if commas + points > 1 and _GROUPED.match(bare):
        return _grouped(bare)
    raise CellRefused(RowProblem.NUMBER_UNREADABLE)


def _lone(bare: str, comma_decimal: bool | None) -> float:
    sign = "," if "," in bare else "."
    whole, decimals = re.split("[.,]", bare.lstrip("+-"))
    if len(decimals) == 3 and 0 < len(whole) <= 3 and whole != "0":
        if comma_decimal is None:
            raise CellRefused(RowProblem.NUMBER_AMBIGUOUS)
        if comma_decimal != (sign == ","):
            return float(bare.replace(sign, ""))
    return float(bare.replace(",", "."))


def _grouped(bare: str) -> float:
    last = max(bare.rfind(","), bare.rfind("."))
    sign = bare[last]
    if bare.count(sign) > 1:  # 1.250.000 can only be thousands
        return float(bare.replace(sign, ""))
    return float(re.sub("[.,]", "", bare[:last]) + "." + bare[last + 1 :])


def whole_number(cell: str, *, most: int = 1_000_000) -> int | None:
    """A count of people: 12, “1 200”, “1.200”, “12,0”. Nobody counts a thousandth of a person."""
    value = number(_thousands(cell))
    if value is None:
        return None
    if not value.is_integer() or not 0 <= value <= most:
        raise CellRefused(RowProblem.NUMBER_UNREADABLE)
    return int(value)


def _thousands(cell: str) -> str:
    return re.sub(r"(?<=\d)[.,٬](?=\d{3}(?:\D|$))", "", cell.translate(DIGITS))
