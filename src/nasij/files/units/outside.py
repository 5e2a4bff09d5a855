"""Units that stand outside the heading of the values: in titles, names of sheets, lines below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from babel.numbers import get_currency_name, list_currencies

from nasij.files.errors import UnitOutside
from nasij.files.units.money import OF_PRICES, SMALL, YEARS, Unit, Word, plain, unit_said, words_of
from nasij.reference.folding import fold

_STATED = frozenset(
    fold(
        "unité unités unit units valeur valeurs value values montant montants amount amounts "
        "chiffre chiffres figures exprimé exprimés exprimée exprimées expressed les the "
        "الوحدة القيمة القيم المبلغ المبالغ"
    ).split()
)
# A phrase with one of these and no currency counts something else than money.
THINGS = frozenset(
    fold(
        "indice index "
        "quantité quantités quantity quantities poids weight volume volumes tonnage tonne tonnes "
        "ton tons kg kilogramme kilogrammes kilograms quintal quintaux litre litres m3 pièce "
        "pièces nombre number effectif effectifs emploi emplois jobs salariés employees firme "
        "firmes entreprise entreprises firms companies exportateurs exporters opérateurs habitants "
        "inhabitants personnes people الكمية الكميات الوزن طن اطنان عدد مقاولة مقاولات منصب مناصب"
    ).split()
)
_UNCLEAR = frozenset({"mil"})  # thousands to some, millions to others
_IN = frozenset({"en", "in"})
_PHRASES = re.compile(r"([()\[\]])|,(?!\d)|[;:=|/\n–—]|\s-\s|\s(?:et|and)\s")
_LONGEST = 40  # letters of a heading in an example: the unit has to be seen behind it


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: list[Word]
    is_bracketed: bool


def check_lines(lines: Iterable[str], said: Unit, heading: str) -> None:
    """Refuse a line that says of the values what they are not read as: `said` is what they are. A
    title is not read, and they would be a thousand times too small."""
    for line in lines:
        for phrase in _phrases(plain(line)):
            words = _stating(phrase)
            if words and _clash(words, said):
                example = f"{_bare(heading)} ({_quoted(phrase, words)})"
                raise UnitOutside(line=line.strip(), column=heading, example=example)


def _phrases(line: str) -> Iterator[_Phrase]:
    is_bracketed = False
    for part in filter(None, _PHRASES.split(line)):
        if part in "()[]":
            is_bracketed = part in "(["
        elif words := words_of(part):
            yield _Phrase(part, words, is_bracketed)


def _stating(phrase: _Phrase) -> list[Word]:
    """From the first to the last word that says the unit of values; none where the phrase only
    tells of some money, as an amount does: “30 millions d’euros de soutien”."""
    words = phrase.words
    saying = [at for at, word in enumerate(words) if word.says or _names_currency(phrase, at)]
    unit = unit_said([words[at] for at in saying])
    if not saying or (not unit.currency and any(word.folded in THINGS for word in words)):
        return []
    first, last = saying[0], saying[-1]
    before = words[first - 1].folded if first else ""
    if before in _UNCLEAR:
        return words[first - 1 : last + 1]
    if before.isdecimal() and int(before) not in YEARS:
        return []
    is_led = words[first].led or before in _IN
    return words[first : last + 1] if is_led or _is_stated(phrase, saying) else []


def _is_stated(phrase: _Phrase, saying: list[int]) -> bool:
    """By a multiple in brackets or with a currency, or by nothing but the words of a unit; a power
    of ten without a currency is a number as any other."""
    said = [phrase.words[at] for at in saying]
    unit = unit_said(said)
    if not unit.currency and all(word.says and word.text[-1].isdecimal() for word in said):
        return False
    if unit.factor > 1 and (phrase.is_bracketed or unit.currency):
        return True
    return all(_is_beside(word) for at, word in enumerate(phrase.words) if at not in saying)


def _is_beside(word: Word) -> bool:
    return word.folded in SMALL | _STATED | OF_PRICES or word.folded.isdecimal()


def _names_currency(phrase: _Phrase, at: int) -> bool:
    """One that no word of ours is for: a code in brackets, a name after “in”."""
    word = phrase.words[at]
    if phrase.is_bracketed and word.text in list_currencies():
        return True
    before = phrase.words[at - 1].folded if at else ""
    return before in _IN and word.folded in _currency_names()


@cache
def _currency_names() -> dict[str, set[str]]:
    """“livres”, “yens”: the codes that each may be of."""
    found: dict[str, set[str]] = {}
    for code in sorted(list_currencies()):
        first = fold(get_currency_name(code, 2, "fr")).split()[0]
        if first not in SMALL | _STATED:
            found.setdefault(first, set()).add(code)
    return found


def _clash(words: list[Word], said: Unit) -> bool:
    if any(word.folded in _UNCLEAR for word in words):
        return True
    unit = unit_said(words)
    if unit.factor not in {1, said.factor}:
        return True
    if unit.currency:
        return unit.currency != said.currency
    codes = [_currency_names().get(word.folded, {word.text}) for word in words if not word.says]
    return unit.factor == 1 and not any(said.currency in found for found in codes)


def _quoted(phrase: _Phrase, words: list[Word]) -> str:
    """The words as they are written, with the name that follows a multiple: “milliers de FCFA”."""
    rest = [word for word in phrase.words if word.start >= words[-1].end]
    named = rest[:3] if rest and rest[0].folded in SMALL and not unit_said(words).currency else []
    return phrase.text[words[0].start : (named or words)[-1].end].strip()


def _bare(heading: str) -> str:
    """The beginning of a heading, without what it says of the unit."""
    text = plain(heading).split("(")[0]
    words = list(takewhile(lambda word: not word.says, words_of(text)))
    while words and words[-1].folded in SMALL:
        words.pop()
    return text[: words[-1].end if words else 0].strip()[:_LONGEST]
