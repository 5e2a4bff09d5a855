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


def _without_marks(text: str) -> str:
    return "".join([letter for letter in text if not unicodedata.combining(letter)])


@remembered(16_384)
def fold(text: str) -> str:
    """Lower case, no accents or tashkeel, one spelling of the Arabic letters, single spaces."""
    bare = text.casefold()
    if not bare.isascii():
        # Marks that stand there already go first: putting many of them in order takes for ever.
        bare = _without_marks(unicodedata.normalize("NFKD", _without_marks(bare)))
        bare = bare.translate(_ARABIC).translate(DIGITS)
    return _NOT_WORD.sub(" ", bare).strip()
