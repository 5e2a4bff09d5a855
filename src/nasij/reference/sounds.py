"""Names across scripts: what a name sounds like, so that آيت ملول and Aït Melloul meet.

Not a transliteration: Arabic writes no short vowels, French hears no difference between ق and ك.
Both are reduced to the consonants they share. Trade words that are translated rather than spelled
(تصدير, export) are brought to one form first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from nasij.reference.firm_names import match_key
from nasij.reference.names import name_words

# ك is also written for g, and غ for gh: one sound for all of them, and for k and q.
_ARABIC_SOUNDS = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "", "خ": "k", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "", "غ": "k",
    "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "", "و": "", "ي": "", "ا": "",
}  # fmt: skip
_LATIN_SOUNDS = (
    ("tch", "c"), ("sch", "c"), ("ch", "c"), ("sh", "c"), ("kh", "k"), ("gh", "k"), ("ph", "f"),
    ("dj", "j"), ("th", "t"), ("qu", "k"), ("gn", "n"), ("x", "ks"), ("tion", "sn"), ("ss", "s"),
    ("gue", "k"), ("gui", "k"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("g", "k"), ("p", "b"), ("v", "f"),
)  # fmt: skip
# One sound that French writes in two ways, where only one vowel or consonant tells the words apart.
_SPELLINGS = (
    ("ou", "w"),
    ("y", "i"),
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "r"),
    ("rh", "r"),
    ("ck", "k"),
)
_MARK = "ç"  # stands for the sound of ش while other c's become k

_TOLD = name_words()
# Words that a firm translates. The first is the form both sides are brought to.
_CANONICAL: dict[str, str] = {
    form: line.split()[0]
    for line in _TOLD.translated
    for word in line.split()
    for form in (word, word.removeprefix("ال"))
}
# Said by so many firms that sharing them says little.
_FORMS = frozenset(_CANONICAL.values())
COMMON_PARTS = _TOLD.parts  # half a word each
GENERIC = _TOLD.generic
_SMALL = frozenset("de du des d la le les l al el et en au aux a و من في".split())  # noqa: SIM905


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The consonants of a folded word, in one alphabet for both scripts."""
    if re.search(r"[\u0600-\u06ff]", word):
        heard = "".join(_ARABIC_SOUNDS.get(letter, letter) for letter in word)
    else:
        heard = word
        for written, said in _LATIN_SOUNDS:
            heard = heard.replace(written, _MARK if said == "c" else said)
        heard = re.sub(r"[aeiouywh]", "", heard).replace(_MARK, "c")
    return re.sub(r"(.)\1+", r"\1", heard)


# “ZagoraDattes”: a capital in the middle of a word begins the next one.
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿ]{3})(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")


def tokens(name: str) -> tuple[str, ...]:
    """The telling words of a name, folded, without articles."""
    words = (_without_article(word) for word in match_key(_GLUED.sub(" ", name)).split())
    return tuple(word for word in words if canonical(word) != word or word not in _SMALL)


@lru_cache(maxsize=20_000)
def plainly(word: str) -> str:
    """A Latin word in one of its spellings: Tiwizi as Tywizi, Nour as Nwr, Rharb as Gharb."""
    for written, plain in _SPELLINGS:
        word = word.replace(written, plain)
    return re.sub(r"(.)\1+", r"\1", word)


def canonical(word: str) -> str:
    """One form for a trade word in any language; another word as it is."""
    return _CANONICAL.get(word) or _CANONICAL.get(word.removesuffix("s"), word)


_LATIN_TRADE_WORDS = tuple(word for word in _CANONICAL if word.isascii() and len(word) > 4)
_NEAR_ENOUGH = 85  # out of 100: one wrong letter in a word of six


@lru_cache(maxsize=20_000)
def nearly_canonical(word: str) -> str:
    """The form of a trade word that was typed wrongly: the Arabic beside it is translated, not
    spelled, and no sound would bring “Konserves” and مصبرات together."""
    form = canonical(word)
    if form != word or not word.isascii() or len(word) < 5:
        return form
    near = process.extractOne(
        word, _LATIN_TRADE_WORDS, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH
    )
    return _CANONICAL[near[0]] if near else word


def _without_article(word: str) -> str:
    if word.startswith("لل") and "ل" + word[2:] in _CANONICAL:  # للوز: for almonds, لوز
        return word[1:]
    if word.startswith(("ال", "لل")) and (len(word) > 4 or word[2:] in _CANONICAL):
        return word[2:]
    return word[3:] if len(word) > 5 and word.startswith(("وال", "بال")) else word


def sound_key(*names: str) -> str:
    """What names sound like, in one line: what candidates are looked for with."""
    heard, said_by_many = set(), set()
    for word in {token for name in names for token in tokens(name)}:
        form = canonical(word)
        if form in GENERIC:
            said_by_many.add(form)
        else:
            heard.add(form if form != word or form in _FORMS else sound(word) or word)
    return " ".join(sorted(heard or said_by_many))[:400]
