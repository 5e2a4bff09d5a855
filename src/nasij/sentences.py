"""Our sentences with somebody's words in them.

A name or a value of the other script would turn the sentence around it: it is set between two
marks that keep it apart. A text that bears them is a sentence of ours, and has the direction of
the page; other texts have their own (the filter `bdi`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language_bidi

APART, END = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE
_NUMBERS = (int, float, date)


def apart(words: object) -> str:
    """Words inside a sentence of the active language, marked where they run otherwise."""
    text = str(words)
    turning = {"L"} if get_language_bidi() else {"R", "AL"}
    runs_otherwise = any(unicodedata.bidirectional(sign) in turning for sign in text)
    # In Arabic the plus of a telephone number would go to its other end.
    if runs_otherwise or (get_language_bidi() and text.startswith("+")):
        return f"{APART}{text}{END}"
    return text


def filled(template: Any, values: Mapping[str, Any]) -> str:
    """The sentence with its values; numbers stay, since plural forms are chosen by them."""
    kept = {
        name: value if isinstance(value, _NUMBERS) else apart(value)
        for name, value in values.items()
    }
    return str(template % kept)


def is_ours(text: str) -> bool:
    return APART in text
