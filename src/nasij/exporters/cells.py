"""Understanding one cell: what people type, and what spreadsheets make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import override
from stdnum.ma import ice as ice_number

from nasij.exporters.enums import FirmStatus
from nasij.exporters.problems import ProblemCode
from nasij.reference.folding import fold

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d{1,2}$")
_SEPARATORS = re.compile(r"[\s.\-_/'\u00a0\u202f\u200e\u200f]+")
_NOTHING = frozenset(
    {"", "-", "–", "—", "/", ".", "n/a", "na", "nd", "neant", "néant", "null", "x", "?"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALEUR!"}
)
_ICE_LENGTH = 15
# A number typed from a rounded display ends in zeros: fifteen digits cannot all be lost.
_LOST_ZEROS = 8


@dataclass(frozen=True, slots=True)
class Ice:
    number: str
    doubt: ProblemCode | None = None


class Unreadable(Exception):
    """A cell cannot be used; `code` says why."""

    def __init__(self, code: ProblemCode, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def text(cell: Any) -> str:
    """The cell as one line of text, trimmed; a whole number loses the “.0” a spreadsheet adds."""
    written = " ".join((cell if isinstance(cell, str) else _as_text(cell)).split())
    if written[:1] == "#" and written.upper() in _ERRORS:
        raise Unreadable(ProblemCode.FORMULA_ERROR)
    # Our own downloads protect a leading sign with an apostrophe (downloads.py): take it off.
    if len(written) > 1 and written[0] == "'" and written[1] in "=+-@'":
        written = written[1:]
    return "" if len(written) <= _LONGEST_NOTHING and written.casefold() in _NOTHING else written


def _as_text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        cell = cell.date()
    return str(cell)


def ice(cell: Any) -> Ice:
    """The identifier as 15 digits where that is certain, else as it was written, with the doubt."""
    written = text(cell).translate(_DIGITS)
    if _SCIENTIFIC.match(written):
        raise Unreadable(ProblemCode.ICE_SCIENTIFIC)
    digits = _SEPARATORS.sub("", written)
    digits = digits[3:] if digits[:3].upper() == "ICE" else digits
    if not digits.strip("0"):
        return Ice("")
    if not digits.isdigit():
        return Ice(written[:40], ProblemCode.ICE_LENGTH)
    padded = digits.zfill(_ICE_LENGTH)
    if len(padded) == _ICE_LENGTH and len(digits) >= 9 and ice_number.is_valid(padded):
        return Ice(padded)
    if isinstance(cell, int | float) and digits.endswith("0" * _LOST_ZEROS):
        raise Unreadable(ProblemCode.ICE_SCIENTIFIC)
    wrong = ProblemCode.ICE_KEY if len(digits) == _ICE_LENGTH else ProblemCode.ICE_LENGTH
    return Ice(digits[:40], wrong)


def whole_number(cell: Any) -> int | None:
    """A count of people: 12, “1 200”, “1.200”, “12,0”."""
    written = text(cell).translate(_DIGITS)
    if not written:
        return None
    bare = re.sub(r"[\s']", "", written)
    bare = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", bare)
    bare = re.sub(r"[.,]0+$", "", bare)
    if not bare.isdigit() or int(bare) > 1_000_000:
        raise Unreadable(ProblemCode.NUMBER_UNREADABLE)
    return int(bare)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    year_only: bool = False


def day(cell: Any) -> Day | None:
    """A date, a year, or the number by which spreadsheets count days."""
    found = _day(cell)
    if found is not None and found.day > date.today():
        raise Unreadable(ProblemCode.DATE_FUTURE)
    return found


def _day(cell: Any) -> Day | None:
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    written = text(cell).translate(_DIGITS)
    if not written:
        return None
    if re.fullmatch(r"\d{4,5}", written):
        return _year_or_serial(int(written))
    parts = re.findall(r"\d+", written.split("T")[0].split(" 00:")[0])
    if len(parts) == 2 and len(parts[1]) == 4:  # 05/2009
        parts = ["1", *parts]
    if len(parts) != 3 or re.search(r"[^\W\d_]", written.split("T")[0]):
        raise Unreadable(ProblemCode.DATE_UNREADABLE)
    year, month, number = parts if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])
    try:
        return Day(date(_four_digits(year), int(month), int(number)))
    except ValueError as error:
        raise Unreadable(ProblemCode.DATE_UNREADABLE) from error


def _year_or_serial(number: int) -> Day:
    if 1800 <= number <= 2100:
        return Day(date(number, 1, 1), year_only=True)
    if 3000 <= number < 80_000:  # days since the end of 1899, as spreadsheets count
        return Day(date(1899, 12, 30) + timedelta(days=number))
    raise Unreadable(ProblemCode.DATE_UNREADABLE)


def _four_digits(year: str) -> int:
    if len(year) == 2:
        return 2000 + int(year) if int(year) <= date.today().year % 100 else 1900 + int(year)
    return int(year)


def email(cell: Any) -> str:
    written = text(cell).removeprefix("mailto:").strip(" ;,<>").lower()
    if len(written) > 254:
        raise Unreadable(ProblemCode.EMAIL_UNREADABLE)
    if written:
        try:
            validate_email(written)
        except ValidationError as error:
            raise Unreadable(ProblemCode.EMAIL_UNREADABLE) from error
    return written


_STATUS_WORDS = {
    FirmStatus.EXISTING: (
        "existing exporte exportateur exportatrice existant existante actif oui yes exports active "
        "مصدر مصدره تصدر يصدر نعم حالي"
    ),
    FirmStatus.PAST: (
        "past ancien ancienne exportait passe former n'exporte_plus exportait_avant "
        "a_exporté_par_le_passé exporte_par_le_passé no_longer_exports سابق سابقا مصدر_سابق "
        "لم_يعد_يصدر لم_تعد_تصدر"
    ),
    FirmStatus.POTENTIAL: (
        "potential potentiel potentielle futur future pourrait_exporter could_export "
        "primo_exportateur محتمل محتمله مرشح ممكن"
    ),
    FirmStatus.UNKNOWN: "unknown inconnu inconnue non_connu not_known غير_معروف مجهول",
}
# Without its accent the participle is the present tense: “exporté” is not “exporte”.
_PARTICIPLES = frozenset({"exporté", "exportée", "a exporté", "ont exporté"})
# A first word is enough (“exportateur confirmé”), unless another one takes it back.
_DENIALS = frozenset(
    map(
        fold,
        [
            "plus",
            "jamais",
            "non",
            "pas",
            "passé",
            "avant",
            "not",
            "no",
            "longer",
            "never",
            "لم",
            "لا",
        ],
    )
)


@cache
def _statuses() -> dict[str, FirmStatus]:
    """Status by word: what people write, and what our own pages and files say in a language."""
    known = {
        fold(word.replace("_", " ")): status
        for status, words in _STATUS_WORDS.items()
        for word in words.split()
    }
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {fold(str(status.label)): status for status in FirmStatus}
    return known


def status(cell: Any) -> FirmStatus | None:
    said = text(cell)
    written = fold(said)
    if not written:
        return None
    if said.casefold() in _PARTICIPLES:
        return FirmStatus.PAST
    first, *others = written.split()
    found = _statuses().get(written)
    if found is None and _DENIALS.isdisjoint(others):
        found = _statuses().get(first)
    if found is None:
        raise Unreadable(ProblemCode.STATUS_UNKNOWN)
    return found
