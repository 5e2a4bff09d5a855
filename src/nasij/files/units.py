"""What the amounts of a column count, as its heading or a cell beside them says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from babel.numbers import list_currencies

from nasij.files.errors import UnitAbove, UnitUnknown
from nasij.reference.folding import fold
from nasij.reference.pack import current_pack

# Of the world's; those of the country come from its pack.
_CURRENCIES = {
    "USD": "usd us dollar dollars دولار الدولار بالدولار",
    "EUR": "eur euro euros اورو الاورو بالاورو",
}
_FACTORS = {
    1_000: "millier milliers thousand thousands الف الاف بالاف",
    1_000_000: "million millions مليون ملايين بملايين",
    1_000_000_000: "milliard milliards mrd mrds md mds billion billions bn "
    "مليار مليارات بمليارات بليون",
}
_PERCENT = "%٪％‰"
_OF_NO_COUNTRY = ("XXX", "XTS")  # no currency, and one for tests
_SMALL = "en de des d of in"


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency and a factor, as far as they are said."""

    currency: str = ""
    factor: int = 1


@dataclass(frozen=True, slots=True)
class _Words:
    currency: dict[str, str]
    factor: dict[str, int]

    @property
    def small(self) -> frozenset[str]:
        return frozenset((*self.currency, *self.factor, *_SMALL.split()))


@cache
def _words() -> _Words:
    """By folded word: the currency it names, and the factor."""
    settings = current_pack().settings
    own: dict[str, str] = settings["currency_words"]
    thousand, million = own.get("thousand", ""), own.get("million", "")
    currencies = {settings["currency"]: f"{own['one']} {thousand} {million}", **_CURRENCIES}
    factors = {
        **_FACTORS,
        1_000: f"{_FACTORS[1_000]} {thousand}",
        1_000_000: f"{_FACTORS[1_000_000]} {million}",
    }
    return _Words(
        {fold(word): code for code, words in currencies.items() for word in words.split()},
        {fold(word): factor for factor, words in factors.items() for word in words.split()},
    )


# “k€”, “US$”; a letter beside the sign makes it another country's: “C$”.
_SIGN = re.compile(
    r"(?<![^\W\d_])(k|m|mds?|mrds?|bn)?\s?(?:us)?\s?([€$])\s?(?:us|(k|m|mds?|mrds?|bn))?(?![^\W\d_])",
    re.IGNORECASE,
)
_SIGNS = {"€": " eur ", "$": " usd ", "k": " thousand ", "m": " million ", "": ""}
_BILLION = " milliard "
_BRACKET = re.compile(r"[(\[]([^)\]]*)")
_OF_PRICES = "fob caf cif ht ttc hors taxe taxes export exports net nette brut"


def _spelt(heading: str) -> str:
    """Folding drops signs, so that words take their place."""
    return _SIGN.sub(
        lambda found: _SIGNS.get((found[1] or found[3] or "").lower(), _BILLION) + _SIGNS[found[2]],
        heading.replace("_", " "),
    )


def unit_of(heading: str) -> Unit:
    known, words = _words(), fold(_spelt(heading)).split()
    return Unit(
        next((known.currency[word] for word in words if word in known.currency), ""),
        next((known.factor[word] for word in words if word in known.factor), 1),
    )


_STATED = frozenset(
    fold(
        "unité unités unit units valeur valeurs value values montant montants amount amounts "
        "chiffre chiffres figures exprimé exprimés exprimée exprimées expressed les the "
        "الوحدة القيمة القيم المبلغ المبالغ"
    ).split()
)


def check_above(lines: Iterable[str], heading: str, given: str = "") -> None:
    """Refuse a line that states a unit, where the heading of the values says another or none: a
    title of a table is not read, and the values would be a thousand times too small.

    A line states one by nothing but its words, or by a multiple with a currency wherever they
    stand. `given` is the currency said beside the file.
    """
    of_heading = unit_of(heading)
    currency = of_heading.currency or given or str(current_pack().settings["currency"])
    for line in map(str.strip, lines):
        stated = unit_of(line)
        if not _states(line, stated):
            continue
        if stated.factor != of_heading.factor or stated.currency not in {"", currency}:
            example = f"{_BARE.split(heading)[0].strip()} ({_unit_words(line)})"
            raise UnitAbove(line=line, column=heading, example=example)


_BARE = re.compile(r"[(\[]")


def _states(line: str, stated: Unit) -> bool:
    words = {*fold(_spelt(line)).split()}
    return stated != Unit() and (
        words <= _words().small | _STATED or bool(stated.factor > 1 and stated.currency)
    )


def _unit_words(line: str) -> str:
    """Those of a line that say the unit, as they are written."""
    known = {*_words().currency, *_words().factor}
    words = (found[0].strip() for found in _SIGNS_AND_WORDS.finditer(line))
    return " ".join(word for word in words if fold(word) in known or _SIGN.search(word))


_SIGNS_AND_WORDS = re.compile(rf"{_SIGN.pattern}|[^\W\d_]+", re.IGNORECASE)


def shown_unit(text: str, thousands: int) -> Unit:
    """What cells count by what is shown beside their numbers, `thousands` times a thousandth of
    them: nothing that no currency is named in, and no part of one."""
    unit = unit_of(text)
    factor, rest = divmod(unit.factor, 1000**thousands)
    return Unit(unit.currency, factor) if unit.currency and not rest else Unit()


def agree(said: Unit, shown: Unit) -> bool:
    """Whether a heading and its cells may both be right: one may say less than the other."""
    factors = {1, said.factor} if said != Unit() else {shown.factor}
    return said.currency in {"", shown.currency} and shown.factor in factors


def signs_of(heading: str) -> frozenset[str]:
    """The percent sign and those of currencies that have no word here: folding drops them."""
    return frozenset(
        sign for sign in _spelt(heading) if sign in _PERCENT or unicodedata.category(sign) == "Sc"
    )


def without_unit(heading: str) -> str:
    """A folded heading as it is looked up: “valeur fob en milliers” is “valeur fob”."""
    small = _words().small
    return " ".join(word for word in heading.split() if word not in small)


def names_unknown(heading: str) -> bool:
    """Whether a heading may name a currency or a multiple that is not known: “Montant (CFA)”,
    “Valeur £”, “Valeur (lakh USD)”."""
    inside = fold(" ".join(_BRACKET.findall(_spelt(heading)))).split()
    known = _words().small | {*_OF_PRICES.split()}
    if any(word not in known and not word.isdecimal() for word in inside):
        return True
    signs = any(unicodedata.category(sign) == "Sc" for sign in heading)
    return signs and not unit_of(heading).currency


def is_currency(code: str) -> bool:
    """The country's own, or one that the library of languages knows: those of ISO 4217, former ones
    too, and the Chinese currency abroad."""
    if code == current_pack().settings["currency"]:
        return True
    return code in list_currencies() and code not in _OF_NO_COUNTRY


def currency_code(cell: str) -> str:
    """ISO code of a currency as a cell names it; what is not known stays as it is written."""
    return unit_of(cell).currency or cell.strip().upper()


# --- what is no money -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column counts: how many of ours each unit is, by the folded words that name it."""

    factors: dict[str, float]
    good: tuple[str, ...]  # to write instead of one that is not known

    def undress(self, heading: str) -> str:
        """A folded heading without its unit, as it is looked up."""
        return " ".join(self._rest(heading))

    def said(self, heading: str, names_column: Callable[[str], object]) -> float | None:
        """How many of ours one of a column is; None where its heading says no unit."""
        folded = fold(_with_words(heading))
        found = {self.factors[word] for word in self._pattern.findall(folded)}
        rest = [part for part in _PARTS.split(heading) if part.strip() and not names_column(part)]
        odd = [part.strip() for part in rest if not found and self._other(part)]
        if odd or len(found) > 1:
            told = " / ".join(odd) or heading
            raise UnitUnknown(column=heading, unit=told, good=list(self.good))
        return next(iter(found), None)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _any_of(tuple(self.factors))

    def _rest(self, folded: str) -> list[str]:
        words = self._pattern.sub("", folded).split()
        return [word for word in words if word not in _SMALL.split()]

    def _other(self, part: str) -> list[str]:
        words = self._rest(fold(_with_words(part)))
        return [word for word in words if word not in _NO_UNIT and not word.isdecimal()]


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def _with_words(heading: str) -> str:
    """Folding drops these signs too."""
    percent = re.sub("[%٪％]", " percent ", heading.replace("_", " "))
    return percent.replace("‰", " permille ")


def _measure(good: str, factors: dict[float, str]) -> Measure:
    return Measure(
        {fold(word): factor for factor, words in factors.items() for word in words.split("|")},
        tuple(good.split("|")),
    )


_PARTS = re.compile(r"[()\[\]/|\n–—]|\s-\s")
# Beside the name of a column, words that are no unit of it.
_NO_UNIT = frozenset(
    fold(
        "mfn npf nmf ahs ad valorem appliqué appliqués applied consolidé bound taux rate moyen "
        "average réel réelle real annuel annuelle annual yearly weighted pondérée simple cepii "
        "geodist imf fmi weo"
    ).split()
)
LENGTH = _measure(
    "km|miles|m",
    {
        1.0: "km|kms|kilomètre|kilomètres|kilometer|kilometers|كم|كلم|كيلومتر|كيلومترات|بالكيلومتر",
        0.001: "m|mètre|mètres|meter|meters|متر|أمتار|بالمتر",
        1.609344: "mi|mile|miles|ميل|أميال|بالميل|بالأميال",
        1.852: "nm|nmi|nautical mile|nautical miles|mille marin|milles marins|mille nautique|"
        "milles nautiques|ميل بحري|أميال بحرية",
    },
)
SHARE = _measure(
    "%",
    {
        0.01: "percent|per cent|percentage|pct|pourcent|pour cent|pourcentage|بالمئة|بالمائة|"
        "في المئة|في المائة|نسبة مئوية|النسبة المئوية",
        0.001: "permille|per mille|pour mille|في الألف|بالألف",
    },
)
