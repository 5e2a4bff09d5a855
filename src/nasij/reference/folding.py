"""Folding words so that a search forgives accents, hamza, alef, taa marbuta and case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None,
        "ـ": None, "گ": "ك", "ݣ": "ك", "ڭ": "ك", "پ": "ب", "ڤ": "ف",
    }
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NOT_WORD = re.compile(r"[^\w]+")
_LONGEST_KEPT = 200  # letters: a cell of a stranger's file may hold a million


def fold(text: str) -> str:
    """Lower case, no accents or tashkeel, one spelling of the Arabic letters, single spaces."""
    return _kept(text) if len(text) <= _LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    bare = text.casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join([letter for letter in decomposed if not unicodedata.combining(letter)])
        bare = bare.translate(_ARABIC).translate(_DIGITS)
    return _NOT_WORD.sub(" ", bare).strip()


_kept = lru_cache(maxsize=16_384)(_folded)
