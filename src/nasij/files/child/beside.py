"""What a cell of OpenDocument shows beside its number: its format is known by its text alone."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d(?:[\d\s.,'’٬٫]*\d)?")
_MARK = re.compile(r"\D")
_POWER_OF_TEN = re.compile(r"\d[eE][+-]?\d")
_LONGEST = 40  # digits, and letters beside them


def shown_beside(text: str, value: str) -> tuple[str, int]:
    """Its letters and signs, and how many times the number is cut by a thousand."""
    found = _NUMBER.search(text)
    if text == value or found is None or _POWER_OF_TEN.search(text):
        return "", 0
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" +-−()")
    is_said = any(sign.isalnum() or sign in "€$£¥" for sign in rest)
    return rest[:_LONGEST] if is_said else "", _cuts(found[0], value)


def _cuts(written: str, value: str) -> int:
    """By the first power of a thousand that explains it, rounded as it is; none where none does."""
    digits, decimals = _MARK.sub("", written), len(_MARK.split(written)[-1])
    if len(digits) > _LONGEST:
        return 0
    for cuts in range(4):
        for places in {0, decimals} if digits != written else {0}:
            apart = abs(int(digits) / 10**places - abs(float(value)) / 1000**cuts)
            if apart * 10**places <= 0.5 + 1e-6:
                return cuts
    return 0
