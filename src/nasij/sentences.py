"""Our sentences with somebody's words in them.

A name or a value of the other script would turn the sentence around it: it is set between two
marks that keep it apart. A text that bears them is a sentence of ours, and has the direction of
the page; other texts have their own (the filter `bdi`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, get_language_bidi, override

QUOTED = 80  # letters: a cell may hold a million
APART, END = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE


def apart(words: object) -> str:
    """Words inside a sentence of the active language, marked where they run otherwise."""
    text = str(words)
    signs = {unicodedata.bidirectional(sign) for sign in text}
    is_arabic = not signs.isdisjoint({"R", "AL"})
    if get_language_bidi():
        # A minus would go to its other end, and the parts of 05/2024 would change places.
        turns = "L" in signs or not (is_arabic or text.isdecimal())
    else:
        turns = is_arabic
    return f"{APART}{text}{END}" if text and turns and not is_ours(text) else text


def inside(label: object) -> str:
    """A label of ours as it stands inside a sentence: with a small letter."""
    text = str(label)
    return text[:1].lower() + text[1:]


def quoted(words: Any) -> Any:
    """Somebody's words, each by their beginning; what is none of them as it is."""
    if isinstance(words, list | tuple):
        return [quoted(item) for item in words]
    if not isinstance(words, str) or len(words) <= QUOTED:
        return words
    return f"{words[: QUOTED - 1]}…"


def filled(template: Any, values: Mapping[str, Any]) -> str:
    """The sentence with its values. One may be a list, or words in every language."""
    return str(template % {name: _said(value) for name, value in values.items()})


filled_lazily = lazy(filled, str)  # for who keeps it in every language


def _said(value: Any) -> Any:
    if isinstance(value, int | float) and value >= 0:
        return value  # plural forms are chosen by it
    if isinstance(value, list | tuple):
        return side_by_side(value)
    return apart(in_language(value))


def side_by_side(items: Iterable[object]) -> str:
    """a, b, c: each apart, with the comma of the active language."""
    return comma(get_language() or "").join(apart(in_language(item)) for item in items)


def comma(language: str) -> str:
    return "، " if language.startswith("ar") else ", "


def in_every_language(words: object) -> dict[str, str]:
    """Words of ours, or the name of a thing, for who will read a sentence that is kept."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(words)
    return said


def in_language(words: Any) -> Any:
    """What `in_every_language` kept, in the active one; anything else as it is."""
    if not is_in_languages(words):
        return words
    return words.get((get_language() or "")[:2]) or next(iter(words.values()))


def is_in_languages(value: Any) -> bool:
    known = {language for language, _name in settings.LANGUAGES}
    return (
        isinstance(value, Mapping)
        and bool(value)
        and value.keys() <= known
        and all(isinstance(words, str) for words in value.values())
    )


def is_ours(text: str) -> bool:
    return APART in text
