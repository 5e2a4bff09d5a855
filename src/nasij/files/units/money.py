"""What amounts count, as a heading or a cell beside them says: a currency and a multiple."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import NoReturn

from babel.numbers import get_currency_name, list_currencies
from django.conf import settings as site

from nasij.files.errors import UnitUnknown
from nasij.reference.folding import fold
from nasij.reference.pack import current_pack

# Of the world's; those of the country come from its pack.
_CURRENCIES = {
    "USD": "usd us dollar dollars دولار دولارات",
    "EUR": "eur euro euros اورو يورو",
}
_FACTORS = {
    1_000: "mille millier milliers thousand thousands الف الاف",
    1_000_000: "million millions mio mln مليون ملايين",
    1_000_000_000: "milliard milliards mrd mrds md mds billion billions bn مليار مليارات بليون",
}
# Before a currency or its sign, joined to it or not: “KMAD”, “M DH”, “k€”.
_LETTERS = {
    "k": 1_000, "m": 1_000_000, "mm": 1_000_000, "md": 1_000_000_000, "mds": 1_000_000_000,
    "mrd": 1_000_000_000, "mrds": 1_000_000_000, "bn": 1_000_000_000,
}  # fmt: skip
_SIGNS = {"€": "EUR", "$": "USD"}
_PERCENT = "%٪％‰"
_OF_NO_COUNTRY = ("XXX", "XTS")  # no currency, and one for tests
SMALL = frozenset("en de des d of in".split())  # noqa: SIM905
# More of a unit than a word for one of them: with another multiple, nobody can tell how many.
_TENS = frozenset(fold("dizaine dizaines centaine centaines tens hundreds عشرات مئات").split())
_MORE = _TENS | set(fold("k cent cents hundred مئة مائة").split())
YEARS = range(1900, 2200)
OF_PRICES = frozenset("fob caf cif ht ttc hors taxe taxes export exports net nette brut".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency and a factor, as far as they are said."""

    currency: str = ""
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, a sign or a power of ten, and the unit it says, if any."""

    text: str
    start: int
    end: int
    folded: str
    unit: Unit = Unit()
    led: bool = False  # by the Arabic letter for “in”, which is written to it

    @property
    def says(self) -> bool:
        return self.unit != Unit()


@cache
def _units() -> dict[str, Unit]:
    """By folded word."""
    settings = current_pack().settings
    own: dict[str, str] = settings["currency_words"]
    code = settings["currency"]
    names = {code: own["one"], **_CURRENCIES}
    found = {fold(word): Unit(code, 1_000) for word in own.get("thousand", "").split()}
    found |= {fold(word): Unit(code, 1_000_000) for word in own.get("million", "").split()}
    found |= {
        fold(word): Unit(factor=factor)
        for factor, words in _FACTORS.items()
        for word in words.split()
    }
    for currency, words in names.items():
        for word in map(fold, words.split()):
            found.setdefault(word, Unit(currency))
            if word.isascii():
                for letters, factor in _LETTERS.items():
                    found.setdefault(letters + word, Unit(currency, factor))
    return found


# “10^3”, “1 000”, “(000)”, “x1000”, and no part of a number: those of “30 000” are none.
_GAP = "[ .,’'\u00a0\u202f]"
_POWER = (
    rf"(?<![\d^])(?<!\d{_GAP})"
    rf"(?:x ?)?(?P<power>10 ?(?:\^|\*\*|e) ?[369]|(?:1{_GAP}?|[’'])?000(?:{_GAP}?000){{0,2}})"
    rf"(?!\d|{_GAP}\d)"
)
# “k€”, “US$”; a letter beside the sign makes it another country's: “C$”.
_SIGN = (
    r"(?<![^\W\d_])(?P<before>k|mm?|mr?ds?|bn)? ?(?:us)? ?(?P<sign>[€$]) ?"
    r"(?:us|(?P<after>k|mm?|mr?ds?|bn))?(?![^\W\d_])"
)
_WORDS = re.compile(rf"{_POWER}|{_SIGN}|[^\W_]+", re.IGNORECASE)
_RAISED = str.maketrans({"³": "^3", "⁶": "^6", "⁹": "^9"})
_BRACKET = re.compile(r"[(\[]([^)\]]*)")


def plain(text: str) -> str:
    """Without vowel marks, which would cut words, and powers written in one line."""
    whole = unicodedata.normalize("NFC", text.translate(_RAISED))
    return "".join(letter for letter in whole if unicodedata.category(letter) != "Mn")


def words_of(text: str) -> list[Word]:
    """The words of a plain text, in its order."""
    words = [_word(found) for found in _WORDS.finditer(text)]
    return [_with_letters(*pair) for pair in zip_longest(words, words[1:])]


def _word(found: re.Match[str]) -> Word:
    folded, unit, led = fold(found[0]), Unit(), False
    if found["power"]:
        unit = Unit(factor=_power(fold(found["power"])))
    elif found["sign"]:
        letters = (found["before"] or found["after"] or "").lower()
        unit = Unit(_SIGNS[found["sign"]], _LETTERS.get(letters, 1))
    else:
        unit, led = _said(folded)
    return Word(found[0].strip(), found.start(), found.end(), folded, unit, led)


def _power(folded: str) -> int:
    is_raised = folded.startswith("10 ") or "e" in folded
    zeros = int(folded[-1]) if is_raised else 3 * folded.replace(" ", "").count("000")
    return int(10**zeros)


def _said(folded: str) -> tuple[Unit, bool]:
    """The unit of a word, and whether the Arabic “in” stands before it."""
    known = _units()
    said = next((word for word in _roots(folded) if word in known), "")
    return known.get(said, Unit()), said not in ("", folded) and folded.startswith("ب")


def _roots(folded: str) -> tuple[str, str, str]:
    """A word as it is written, and without the Arabic “and”, “in” and “the” joined to it."""
    root = folded.removeprefix("و").removeprefix("ب")
    return folded, root, root.removeprefix("ال")


def _with_letters(word: Word, following: Word | None) -> Word:
    factor = _LETTERS.get(word.folded)
    if factor and not word.says and following is not None and following.unit.currency:
        return Word(word.text, word.start, word.end, word.folded, Unit(factor=factor))
    return word


def unit_said(words: list[Word]) -> Unit:
    return Unit(
        next((word.unit.currency for word in words if word.unit.currency), ""),
        next((word.unit.factor for word in words if word.unit.factor > 1), 1),
    )


def unit_of(heading: str) -> Unit:
    return unit_said(words_of(_spaced(heading)))


def is_number(word: str) -> bool:
    """Of ones of what follows, and no year."""
    return not _MORE.isdisjoint(_roots(word)) or (word.isdecimal() and int(word) not in YEARS)


def _is_tens(word: Word) -> bool:
    return not _TENS.isdisjoint(_roots(word.folded))


def is_unclear(heading: str) -> bool:
    """Whether a unit has another multiple or a number before it, which nobody multiplies here:
    “10 millions MAD”, “mille millions”, “100 000 MAD”; or counts tens or hundreds, wherever that
    stands: “en centaines (DH)”."""
    text = _spaced(heading)
    words = [word for word in words_of(text) if word.folded not in SMALL]
    return any(map(_is_tens, words)) or any(
        word.says
        and _TOGETHER.fullmatch(text[before.end : word.start]) is not None
        and (before.unit.factor > 1 < word.unit.factor if before.says else is_number(before.folded))
        for before, word in pairwise(words)
    )


_TOGETHER = re.compile(r"[\s\w’']*")


def _spaced(heading: str) -> str:
    return plain(heading.replace("_", " "))


def shown_unit(text: str) -> Unit:
    """By what cells show beside their numbers, where a letter alone is a multiple: “300 K”."""
    # Folding would drop the sign of “k€”.
    letters = "".join(sign for sign in text if sign.isalpha() or sign in _SIGNS).lower()
    return Unit(factor=_LETTERS[letters]) if letters in _LETTERS else unit_of(text)


def counted(said: Unit, text: str, thousands: int) -> Unit | None:
    """What numbers count by their heading and by cells that show a text beside a thousandth of
    them, `thousands` times over; None where these are at odds. Either may say less, and the heading
    may speak of the numbers as they are shown or as they are kept."""
    shown = shown_unit(text)
    factor, rest = divmod(unit_as_shown(said, text).factor, 1000**thousands)
    factors = {said.factor} if shown.factor == 1 or said == Unit() else {shown.factor, factor}
    currencies = {"", said.currency or shown.currency}
    if rest or said.factor not in factors or shown.currency not in currencies:
        return None
    return Unit(said.currency or shown.currency, factor)


def unit_as_shown(said: Unit, text: str) -> Unit:
    """What the numbers count as cells show them, whose own multiple goes before the heading's."""
    shown = shown_unit(text)
    return Unit(said.currency or shown.currency, shown.factor if shown.factor > 1 else said.factor)


def signs_of(heading: str) -> frozenset[str]:
    """The percent sign and those of currencies that have no word here: folding drops them."""
    rest = _without(heading, lambda word: word.says)
    return frozenset(
        sign for sign in rest if sign in _PERCENT or unicodedata.category(sign) == "Sc"
    )


def _without(heading: str, dropped: Callable[[Word], bool]) -> str:
    text = _spaced(heading)
    for word in reversed(words_of(text)):
        if dropped(word):
            text = f"{text[: word.start]} {text[word.end :]}"
    return text


def without_unit(heading: str) -> str:
    """A heading as it is looked up: “Valeur FOB en milliers” is “valeur fob”."""
    return fold(_without(heading, lambda word: word.says or word.folded in SMALL or _is_tens(word)))


def names_unknown(heading: str) -> bool:
    """Whether a heading may name a currency or a multiple that is not known: “Montant (CFA)”,
    “Valeur £”, “Valeur (lakh USD)”."""
    inside = " ".join(_BRACKET.findall(_spaced(heading)))
    if any(not (word.isdecimal() or word in OF_PRICES) for word in rest_of(inside)):
        return True
    signs = any(unicodedata.category(sign) == "Sc" for sign in heading)
    return signs and not unit_of(heading).currency


def refuse_unit(heading: str) -> NoReturn:
    home = str(current_pack().settings["currency"])
    good = [home, *(code for code in _CURRENCIES if code != home)]
    raise UnitUnknown(
        column=heading, unit=" ".join(_BRACKET.findall(heading)) or heading, good=good
    )


def is_currency(code: str) -> bool:
    """The country's own, or one that the library of languages knows: those of ISO 4217, former ones
    too, and the Chinese currency abroad."""
    if code == current_pack().settings["currency"]:
        return True
    return code in list_currencies() and code not in _OF_NO_COUNTRY


def rest_of(text: str) -> list[str]:
    """The words of a text that say no more of its unit: “canadien” of “dollar canadien”, while
    “américain” is a word of the dollar."""
    words = words_of(_spaced(text))
    own = _name_of(unit_said(words).currency)
    return [word.folded for word in words if not (word.says or word.folded in SMALL | own)]


_ALSO = {"USD": "américain américaine"}


@cache
def _name_of(currency: str) -> frozenset[str]:
    """Words of a currency's own names, as the library of languages has them."""
    names = [
        get_currency_name(currency, count, language)
        for language, _label in site.LANGUAGES
        for count in (None, 1, 2, 11)
        if currency
    ]
    roots = {word for name in (*names, _ALSO.get(currency, "")) for word in fold(name).split()}
    return frozenset(form for word in roots for form in (word, f"{word}s", f"ال{word}"))


def currency_code(cell: str) -> str:
    """ISO code of a currency as a cell names it; what is not known stays as it is written."""
    return ("" if rest_of(cell) else unit_of(cell).currency) or cell.strip().upper()
