"""Folding words so that a search forgives accents, hamza, alef, taa marbuta and case."""

from __future__ import annotations

import re
import unicodedata

from nasij.remembered import remembered

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None,
        "ـ": None, "گ": "ك", "ݣ": "ك", "ڭ": "ك", "پ": "ب", "ڤ": "ف",
    }
)  # fmt: skip
# Arabic, and Persian, as keyboards beside them write.
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NOT_WORD = re.compile(r"[^\w]+")


class _Letters(dict[int, str]):
    """What is left of each letter, worked out when it is first met: in most texts a few dozen."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = "".join([letter for letter in letters if not unicodedata.combining(letter)])
        self[code] = bare.translate(_ARABIC).translate(DIGITS)
        return self[code]


_LETTERS = _Letters()


def plain(text: str) -> str:
    """Lower case, no accents or tashkeel, one spelling of the Arabic letters. Letter by letter, so
    that what is found in it can be found again in the text as it is written."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


@remembered(16_384)
def fold(text: str) -> str:
    """Plain words with single spaces between them."""
    return _NOT_WORD.sub(" ", plain(text)).strip()
