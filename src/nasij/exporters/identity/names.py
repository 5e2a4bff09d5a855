"""Names as keys: what is left of a firm's name when its dress is taken off."""

from __future__ import annotations

import re
from functools import lru_cache

from nasij.reference.folding import fold

# After folding. These words say what kind of body a firm is, not which one it is.
_BODIES = """
sarl sarlau eurl sasu snc gie ste societe cooperative coop
charika charikat chariket chirkat شركه الشركه تعاونيه التعاونيه
"""
_ANYWHERE = frozenset(_BODIES.split())
# Short forms that are also ordinary words: dropped only where a legal form stands, at an end.
_SHORT_BODIES = "sa sas au scs sca ets etablissement etablissements stes ltd llc ش مقاوله"
_AT_AN_END = frozenset(_SHORT_BODIES.split())
_DOTTED = re.compile(r"\b(?:\w[.\s]){1,}\w\b\.?")
_SPELLED = (
    (re.compile(r"\bs ?a ?r ?l ?(?:a ?u)?\b"), " "),
    (re.compile(r"\bsociete a responsabilite limitee(?: d associe unique)?\b"), " "),
    (re.compile(r"\bsociete anonyme\b"), " "),
    (re.compile(r"\bgroupement d interet economique\b"), " "),
    (re.compile(r"\b(?:ذات )?(?:ال)?مسووليه (?:ال)?محدوده\b"), " "),
    (re.compile(r"\bش ?ذ? ?م ?م\b"), " "),
    (re.compile(r"\bش م\b"), " "),
)


@lru_cache(maxsize=8192)
def match_key(name: str) -> str:
    """What two spellings of one firm's name share: folded, without legal forms.

    A name that is nothing but a legal form keeps it: an empty key would match everything.
    """
    folded = fold(_join_initials(name))
    bare = folded
    for pattern, replacement in _SPELLED:
        bare = pattern.sub(replacement, bare)
    words = [word for word in bare.split() if word not in _ANYWHERE]
    while words and words[0] in _AT_AN_END:
        words.pop(0)
    while words and words[-1] in _AT_AN_END:
        words.pop()
    return (" ".join(words) or folded)[:250]


def _join_initials(name: str) -> str:
    """“S.A.R.L.” and “ش.م.م” are one word each, not four and three."""
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", name)


def search_key(name: str, name_ar: str = "", trade_names: str = "") -> str:
    """Everything a firm may be called, in one line the search looks in."""
    keys = [match_key(one) for one in (name, name_ar, *trade_names.splitlines()) if one.strip()]
    return " | ".join(dict.fromkeys(keys))[:800]


def search_words(text: str) -> list[str]:
    """The words to look for, in any order; an Arabic article is not asked for."""
    return [_without_article(word) for word in match_key(text).split()]


def _without_article(word: str) -> str:
    return word[2:] if len(word) > 4 and word.startswith("ال") else word
