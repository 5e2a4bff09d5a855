"""Text as everything after it may expect it: no invisible marks, one form of each letter."""

from __future__ import annotations

import re
import unicodedata

BETWEEN = "\x1f"  # stands between cells: no text holds it once it is clean

# Between words, as a line break inside a cell; other controls are letters of a wrong page (damage).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85]")
_INVISIBLE = (
    r"[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners tell words apart inside Arabic (می‌خواهم); elsewhere nobody sees them.
_JOINERS = r"(?<![\u0600-\u06ff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0600-\u06ff])"
# Marks are no letters: a run of so many that are neither letters nor blanks is looked at.
_MARKS = 8  # of one letter: fully vowelled Arabic has three
_DOUBLE = "\u0f73\u0f75\u0f81"  # two marks each, though by themselves they count as none
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS + 1},}}")
_UNWANTED = re.compile(f"{_INVISIBLE}|{_JOINERS}")


def clean(text: str) -> str:
    """Lines without format characters; tabs and line breaks stay for who splits them."""
    if text.isascii() and text.isprintable():
        return text
    text = _MANY_MARKS.sub(_with_few_marks, _UNWANTED.sub("", _CONTROLS.sub(" ", text)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _with_few_marks(found: re.Match[str]) -> str:
    """Without the marks of a letter beyond the eighth: to put n of them in order takes a time that
    grows with n squared."""
    kept, marks = [], 0
    for letter in found[0]:
        marks = marks + 1 if unicodedata.combining(letter) or letter in _DOUBLE else 0
        if marks <= _MARKS:
            kept.append(letter)
    return "".join(kept)


def as_cell(text: str) -> str:
    """One cell: a single line, trimmed."""
    return " ".join(clean(text).split())
