"""One spelling for texts that say the same thing, in French, Arabic and English.

Folding is for comparing, never for showing: it loses accents, vowels and punctuation.
Rules of the Arabic part: harakat (U+064B-0652, U+0670) and tatweel dropped, forms of alef and of
hamza on a carrier unified, alef maqsura as ya, ta marbuta as ha, Eastern digits as Western ones.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from nasij_core.errors import BadOption


class Language(StrEnum):
    FRENCH = "fr"
    ARABIC = "ar"
    ENGLISH = "en"


ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
HARAKAT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
ARABIC_FOLDS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ڭ": "ك",  # Moroccan letter gaf, often written with a plain kaf
        "گ": "ك",
        "ڤ": "ف",
        "پ": "ب",
    }
)
LATIN_FOLDS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ı": "i", "đ": "d", "ł": "l"})
ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu)['’ʼ`](?=\w)")
NOT_A_WORD = re.compile(r"[\W_]+")


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRENCH_WORDS = word_set(
    "le la les un une des du de et est en au aux pour par sur avec dans que qui nous notre nos "
    "vos pas ne ce cette ces il elle on plus trop manque sans mais ou se son sa ses leur leurs "
    "entre vers chez sont avons avoir besoin faut très"
)
ENGLISH_WORDS = word_set(
    "the a an of to and is are in for by on with that which we our not this these it they more "
    "too without but or from their need needs have has be at as cannot there no between"
)


def normalise(text: str, language: Language | str | None = None) -> str:
    """The text folded for comparison: lower case, words separated by one space.

    language: `fr`, `ar`, `en` or None. French elisions (l', d', qu') are dropped in French and
    when no language is given; Arabic and Latin letters are folded whatever the language, since
    real texts mix both.
    """
    if language is not None:
        language = as_language(language)
    folded = unicodedata.normalize("NFKC", with_few_marks(text)).casefold()
    folded = HARAKAT.sub("", folded).translate(ARABIC_FOLDS)
    if language in (None, Language.FRENCH):
        folded = ELISION.sub(" ", folded)
    folded = strip_accents(folded.translate(LATIN_FOLDS))
    return NOT_A_WORD.sub(" ", western_digits(folded)).strip()


MARKS_IN_A_ROW = 8  # on one letter: fully vowelled Arabic has three
DOUBLE_MARKS = "\u0f73\u0f75\u0f81"  # two marks each, though by themselves they count as none


def with_few_marks(text: str) -> str:
    """The text without the marks that a letter bears beyond the eighth: to put n of them in order
    takes a time that grows with n squared."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) or letter in DOUBLE_MARKS else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)


def strip_accents(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’ʼ")


def western_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c
        for c in text
    )


def detect_language(text: str) -> Language | None:
    """`ar` where most letters are Arabic; else French or English by their commonest words.

    None when there is no letter, or a Latin text shows neither: a firm's name has no language.
    """
    arabic, latin = len(ARABIC_LETTER.findall(text)), len(LATIN_LETTER.findall(text))
    if arabic + latin == 0:
        return None
    if arabic >= latin:
        return Language.ARABIC
    words = normalise(text).split()
    french = sum(word in FRENCH_FOLDED for word in words) + 0.5 * has_french_marks(text)
    english = sum(word in ENGLISH_WORDS for word in words)
    if french == english:
        return None
    return Language.FRENCH if french > english else Language.ENGLISH


def has_french_marks(text: str) -> bool:
    return re.search(r"[éèêëàâçùûîïôœ]|\b[ldjnsc]['’]\w", text.casefold()) is not None


def as_language(value: Language | str) -> Language:
    try:
        return Language(value)
    except ValueError:
        raise BadOption("language", value, list(Language)) from None


FRENCH_FOLDED = frozenset(strip_accents(word) for word in FRENCH_WORDS)
