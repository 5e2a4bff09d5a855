"""What the distinct texts of a column mean: a code each, or why it is not one.

A column of twenty million rows has a few thousand distinct texts, so each is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.crypto import salted_hmac
from stdnum.ma import ice as ice_number

from nasij.datasets.firm_files.problems import RowProblem
from nasij.datasets.known import Spellings
from nasij.reference.words import fold

NOT_SAID = ""  # the product, market or place that a row does not name
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SEPARATORS = re.compile(r"[\s.\-_/'\u00a0\u202f\u200e\u200f]+")
_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d{1,2}$")
_ICE_LENGTH = 15
_SALT = "nasij.datasets.firm"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code, or a problem. `remark` names what is kept and must be said."""

    code: str = NOT_SAID
    problem: RowProblem | None = None
    remark: str = ""


# --- firms ------------------------------------------------------------------------------------


def identifier(kind: str, written: str) -> Meaning:
    """An identifier in one form: no blanks, an ICE with the zeros that spreadsheets take."""
    text = written.translate(_DIGITS)
    if _SCIENTIFIC.match(text):
        return Meaning(problem=RowProblem.FIRM_SHORTENED)
    bare = _SEPARATORS.sub("", text).upper()
    bare = bare.removeprefix("ICE") if kind == "ice" else bare
    if not bare.strip("0-"):
        return Meaning(problem=RowProblem.FIRM_MISSING)
    if kind == "ice" and bare.isdigit() and 9 <= len(bare) < _ICE_LENGTH:
        padded = bare.zfill(_ICE_LENGTH)
        bare = padded if ice_number.is_valid(padded) else bare
    return Meaning(bare)


def by_name(name: str, place: str) -> str:
    """Where a file has no identifier, the folded name at its place stands for the firm."""
    return f"{fold(name)}|{fold(place)}"


def firm_code(kind: str, normal: str) -> str:
    """The same firm has the same code in every file of a site, and the code tells nobody who it is.

    Keyed: identifiers have so few digits that a plain hash would be read backwards.
    """
    return salted_hmac(_SALT, f"{kind}:{normal}", algorithm="sha256").hexdigest()[:20]


# --- products ---------------------------------------------------------------------------------


def product(written: str | None, known: frozenset[str]) -> Meaning:
    """Six digits, or the heading or chapter that was given. Longer codes are cut at six."""
    if written is None or fold(written) in NOTHING:
        return Meaning(remark="product_not_said")
    bare = re.sub(r"[\s.\u00a0\u202f]", "", written.translate(_DIGITS))
    if not bare.isdigit() or not 2 <= len(bare) <= 12:
        return Meaning(problem=RowProblem.PRODUCT_UNREADABLE)
    remark = ""
    if len(bare) % 2 and (len(bare) < 7 or bare[:4] not in known or f"0{bare[:3]}" in known):
        bare, remark = f"0{bare}", "product_zero"  # a spreadsheet took the leading zero
    code = bare[:6] if len(bare) > 5 else bare[:4] if len(bare) > 3 else bare[:2]
    if len(bare) > 6 and not remark:
        remark = "product_cut"
    if len(code) < 6:
        remark = "product_coarse"
    if known and code[:4] not in known:  # our list of six digits is not all of them
        remark = "product_unknown"
    return Meaning(code, remark=remark)


# --- markets and places -----------------------------------------------------------------------


def market(written: str | None, countries: Mapping[str, str], own: str) -> Meaning:
    if written is None or fold(written) in NOTHING:
        return Meaning(remark="market_not_said")
    code = countries.get(fold(written)) or countries.get(fold(written.split("-")[0]))
    if code is None:
        return Meaning(problem=RowProblem.MARKET_UNKNOWN)
    return Meaning(problem=RowProblem.MARKET_OWN) if code == own else Meaning(code)


def place(written: str | None, places: Spellings) -> Meaning:
    """The region of a place; what is not found stays without one and is said."""
    if written is None or fold(written) in NOTHING:
        return Meaning(remark="place_not_said")
    region = places.find(written)
    return Meaning(region) if region else Meaning(remark="place_unknown")


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


_MONTHS: dict[str, int] = {}
for _names in (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "january february march april may june july august september october november december",
    "يناير فبراير مارس ابريل ماي يونيو يوليوز غشت شتنبر اكتوبر نونبر دجنبر",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
):
    _MONTHS |= {fold(name): number for number, name in enumerate(_names.split(), start=1)}


def period(written: str | None, today: date) -> Period:
    """2024 · 2024-05 · 202405 · 05/2024 · mai 2024 · 14/05/2024 · a spreadsheet's day."""
    if written is None:
        return Period(problem=RowProblem.PERIOD_MISSING)
    text = written.translate(_DIGITS).strip()
    found = _numbered(text) or _named(text) or Period(problem=RowProblem.PERIOD_UNREADABLE)
    if found.problem is None and (found.year, found.month or 1) > (today.year, today.month):
        return Period(problem=RowProblem.PERIOD_FUTURE)
    return found


def year_and_month(year: str | None, month: str | None, today: date) -> Period:
    """Two columns that together are a period."""
    found = period(year, today)
    if found.problem is not None or month is None:
        return found
    text = month.translate(_DIGITS).strip()
    number = int(text) if text.isdigit() else _MONTHS.get(fold(text), 0)
    if not 1 <= number <= 12:
        return Period(problem=RowProblem.MONTH_UNKNOWN)
    return period(f"{found.year}-{number:02d}", today)


def _numbered(text: str) -> Period | None:
    text = re.split(r"[T ]\d{2}:", text)[0]
    if re.fullmatch(r"(?:18|19|20|21)\d{2}", text):
        return Period(int(text))
    if match := re.fullmatch(r"((?:19|20)\d{2})[-/. ]?(\d{1,2})", text):
        return _month_of(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ]((?:19|20)\d{2})", text):
        return _month_of(int(match[2]), int(match[1]))
    if match := re.fullmatch(r"((?:19|20)\d{2})[-/.]?(\d{2})[-/.]?(\d{2})", text):
        return _month_of(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d{2})", text):
        return _month_of(int(match[3]), int(match[2]))
    if re.fullmatch(r"\d{5}", text):  # days since the end of 1899, as spreadsheets count
        day = date(1899, 12, 30) + timedelta(days=int(text))
        return Period(day.year, day.month)
    return None


def _month_of(year: int, month: int) -> Period:
    if 1 <= month <= 12:
        return Period(year, month)
    return Period(problem=RowProblem.MONTH_UNKNOWN)


def _named(text: str) -> Period | None:
    words = fold(text).split()
    years = [int(word) for word in words if re.fullmatch(r"(?:19|20)\d{2}", word)]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    if len(years) == 1 and len(months) == 1 and len(words) == 2:
        return Period(years[0], months[0])
    return None
