"""What the distinct texts of a column mean: a code each, or why it is not one.

A column of twenty million rows has a few thousand distinct texts, so each is looked at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.crypto import salted_hmac

from nasij.files.cells import without_fraction
from nasij.files.countries import Countries
from nasij.files.dates import NotADate, month_number, read_moment
from nasij.files.goods import product_code
from nasij.files.lines import BESIDE
from nasij.files.places import OldRegion, Places
from nasij.files.problems import CellRefused, RowProblem
from nasij.files.totals import is_total
from nasij.reference.days import FIRST_OF_FIGURES
from nasij.reference.folding import DIGITS, fold
from nasij.reference.identifiers import identifier_rules, in_one_piece, is_shortened
from nasij.reference.models import Territory

NOT_SAID = ""  # the product, market or place that a row does not name
_SALT = "nasij.datasets.firm"
_LENGTH = 20
_HERE = "_here"  # with what stands beside it: the place of a name, the court of a number
# The first letter of a code, none of them a digit of what follows.
_LETTERS = {
    "identifier": "i",
    "export_code": "x",
    "tax_number": "t",
    "register_number": "r",
    f"register_number{_HERE}": "q",
    "firm": "o",
    "name": "n",
    f"name{_HERE}": "p",
    "name_region": "z",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code, or a problem. `remark` names what is kept and must be said."""

    code: str = NOT_SAID
    problem: RowProblem | None = None
    remark: str = ""


# --- firms ------------------------------------------------------------------------------------


def identifier(kind: str, written: str) -> Meaning:
    """An identifier in one form: no blanks, and the zeros that spreadsheets take."""
    text = without_fraction(written.translate(DIGITS))
    if is_shortened(text):
        return Meaning(problem=RowProblem.FIRM_SHORTENED)
    rule = identifier_rules().get(kind)
    bare = rule.bare(text) if rule else in_one_piece(text)
    # Numbers of a register hold digits: “Source: …” and “Total” below a table are none.
    is_word = kind != "firm" and not any(map(str.isdigit, bare))
    if not bare.strip("0-") or is_word:
        return Meaning(problem=RowProblem.FIRM_MISSING)
    if rule and rule.is_good(padded := rule.padded(bare)):
        bare = padded
    return Meaning(bare)


def by_name(name: str, place: str) -> str:
    """Where a file has no identifier, the folded name at its place stands for the firm."""
    return f"{fold(name)}|{'' if fold(place) in NOTHING else fold(place)}"


def firm_code(kind: str, normal: str) -> str:
    """A firm known by the same thing has the same code in every file of a site. The code tells
    what kind of thing that is, and nobody who the firm is.

    Keyed: identifiers have so few digits that a plain hash would be read backwards.
    """
    known = f"{kind}{_HERE}" if f"{kind}{_HERE}" in _LETTERS and _has_beside(normal) else kind
    keyed = salted_hmac(_SALT, f"{kind}:{normal}", algorithm="sha256").hexdigest()
    return _LETTERS[known] + keyed[: _LENGTH - 1]


def _has_beside(normal: str) -> bool:
    return bool(normal.partition("|")[2])


def known_by(code: str) -> str:
    """What a firm is known by; "" of a file that was read before codes told it."""
    return _KINDS.get(code[:1], "")


# --- products ---------------------------------------------------------------------------------


def product(written: str | None, known: frozenset[str]) -> Meaning:
    """Six digits, or the heading or chapter that was given. Longer codes are cut at six."""
    if written is None or fold(written) in NOTHING:
        return Meaning(remark="product_not_said")
    found = product_code(written, known)
    if not found.code:
        return Meaning(problem=RowProblem.PRODUCT_UNREADABLE)
    return Meaning(found.code, remark=found.remark)


# --- markets and places -----------------------------------------------------------------------


def market(written: str | None, countries: Countries, places: Places, own: str) -> Meaning:
    """A known code wins over a word for nothing, and is said: NA is Namibia."""
    code = countries.find(written) if written else ""
    if written is None or (not code and fold(written) in NOTHING):
        return Meaning(remark="market_not_said")
    if not code:
        return Meaning(problem=_why_no_market(written, countries, places))
    if code == own:
        return Meaning(problem=RowProblem.MARKET_OWN)
    return Meaning(code, remark="market_or_nothing" if fold(written) in NOTHING else "")


def _why_no_market(written: str, countries: Countries, places: Places) -> RowProblem:
    if is_total(written, places):
        return RowProblem.MARKET_TOTAL
    several = countries.are_several(written)
    return RowProblem.MARKET_SEVERAL if several else RowProblem.MARKET_UNKNOWN


def place(written: str | None, places: Places) -> Meaning:
    """The region of a place; what is not found stays without one and is said."""
    cells = [cell for cell in (written or "").split(BESIDE) if fold(cell) not in NOTHING]
    if not cells:
        return Meaning(remark="place_not_said")
    cells.sort(key=lambda cell: _region(cell, places) is None)  # the region before its communes
    if len(cells) > 1 and isinstance(old := _region(cells[0], places), OldRegion):
        return _of_old(cells[0], old, cells[1:], places)
    homes = dict.fromkeys(filter(None, map(places.region_of, cells)))
    remark = ("place_unknown", "", "place_elsewhere")[min(len(homes), 2)]
    return Meaning(next(iter(homes), NOT_SAID), remark=remark)


def _region(cell: str, places: Places) -> Territory | OldRegion | None:
    try:
        return places.region(cell)
    except CellRefused:
        return None


def _of_old(region: str, old: OldRegion, cells: list[str], places: Places) -> Meaning:
    for cell in cells:
        try:
            return Meaning(places.of_old(old, cell).code, remark="region_old")
        except CellRefused:
            continue
    home = places.region_of(region)
    return Meaning(home, remark="" if home else "place_unknown")


NOTHING = {
    fold(word)
    for word in (
        "", "-", "nd", "n d", "n/a", "na", "non déclaré", "non déclarée", "non ventilé", "autres",
        "autre", "divers", "indéterminé", "inconnu", "provisions de bord", "avitaillement",
        "not declared", "not specified", "unspecified", "unknown", "other", "others",
        "ships stores", "bunkers", "غير محدد", "غير مصرح به", "أخرى", "غير معروف",
    )
}  # fmt: skip


# --- periods ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """A year, with a month (0: the year alone), or why it is neither."""

    year: int = 0
    month: int = 0
    problem: RowProblem | None = None


def period(written: str | None, today: date, days_later: int = 0) -> Period:
    """2024 · 2024-05 · 202405 · 05/2024 · mai 2024 · 14/05/2024 · a spreadsheet's day."""
    if written is None:
        return Period(problem=RowProblem.PERIOD_MISSING)
    try:
        found = read_moment(written, days_later)
    except NotADate:
        return Period(problem=_why_no_period(written))
    if found.year < FIRST_OF_FIGURES:
        return Period(problem=RowProblem.PERIOD_ANCIENT)
    if (found.year, found.month or 1) > (today.year, today.month):
        return Period(problem=RowProblem.PERIOD_FUTURE)
    return Period(found.year, found.month)


def _why_no_period(written: str) -> RowProblem:
    """2024-13 is a year and no month."""
    numbers = re.fullmatch(r"(?:19|20)\d{2}[-/. ]?\d{1,2}", written.translate(DIGITS).strip())
    return RowProblem.MONTH_UNKNOWN if numbers else RowProblem.PERIOD_UNREADABLE


def year_and_month(year: str | None, month: str | None, today: date) -> Period:
    """Two columns that together are a period."""
    found = period(year, today)
    if found.problem is not None or month is None:
        return found
    if not (number := month_number(month)):
        return Period(problem=RowProblem.MONTH_UNKNOWN)
    return period(f"{found.year}-{number:02d}", today)
