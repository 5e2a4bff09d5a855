"""Names as keys: what is left of a firm's name when its dress is taken off."""

from __future__ import annotations

import re

from nasij.reference.folding import fold
from nasij.reference.names import name_words
from nasij.remembered import remembered

_TOLD = name_words()
_DOTTED = re.compile(r"\b(?:\w[.\s]){1,}\w\b\.?")


_ARABIC_LETTER = re.compile("[\u0621-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


def in_arabic(name: str) -> bool:
    """Whether it has a letter of that script: a name may have words of two."""
    return _ARABIC_LETTER.search(name) is not None


@remembered(8192)
def match_key(name: str) -> str:
    """What two spellings of one firm's name share: folded, without legal forms.

    A name that is nothing but a legal form keeps it: an empty key would match everything.
    """
    folded = written_words(name)
    words = _bare(folded)
    while words and words[0] in _TOLD.at_an_end:
        words.pop(0)
    while words and words[-1] in _TOLD.at_an_end:
        words.pop()
    return (" ".join(words) or folded)[:250]


def key_words(text: str) -> str:
    """A text as keys have their words: the key of a name that it tells stands in it."""
    return " ".join(_bare(written_words(text)))


def written_words(text: str) -> str:
    return fold(_join_initials(text))


def _bare(folded: str) -> list[str]:
    for pattern in _TOLD.spelled:
        folded = pattern.sub(" ", folded)
    return [word for word in folded.split() if word not in _TOLD.anywhere]


def _join_initials(name: str) -> str:
    """“S.A.R.L.” and “ش.م.م” are one word each, not four and three."""
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", name)


def search_key(name: str, name_ar: str = "", trade_names: str = "") -> str:
    """Everything a firm may be called, in one line the search looks in."""
    keys = [
        match_key(written)
        for written in (name, name_ar, *trade_names.splitlines())
        if written.strip()
    ]
    return " | ".join(dict.fromkeys(keys))[:800]


def search_words(text: str) -> list[str]:
    """The words to look for, in any order; an Arabic article is not asked for."""
    return [_without_article(word) for word in match_key(text).split()]


def _without_article(word: str) -> str:
    return word[2:] if len(word) > 4 and word.startswith("ال") else word
