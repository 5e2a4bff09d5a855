"""Names as the pack tells them: of the levels of its places, and the words of its firms' names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from nasij.reference.pack import current_pack


def _place_name() -> str:
    key = current_pack().settings["place_level"]
    return _level_name(next(level for level in _levels() if level["key"] == key), "name")


def districts_name() -> str:
    """The places just below a region, in the language of the page: “Districts”."""
    region = next(at for at, level in enumerate(_levels()) if level["role"] == "region")
    return _level_name(_levels()[region + 1], "plural")


def level_names() -> list[str]:
    """What the levels of places inside the country are called, in every language."""
    inside = [level for level in _levels() if level["role"] != "country"]
    return [level[key] for level in inside for key in level if key.startswith("name_")]


@cache
def _levels() -> list[dict[str, str]]:
    return list(current_pack().settings["levels"])


def _level_name(level: dict[str, str], form: str) -> str:
    return level[f"{form}_{(get_language() or 'en')[:2]}"]


# The level by which a firm says where it is, in the language of the page: “Town”.
PLACE_NAME: Any = lazy(_place_name, str)()


@dataclass(frozen=True, slots=True)
class NameWords:
    anywhere: frozenset[str] = frozenset()  # legal forms
    at_an_end: frozenset[str] = frozenset()  # those that are also ordinary words
    spelled: tuple[re.Pattern[str], ...] = ()  # legal forms of several words
    generic: frozenset[str] = frozenset()  # said by so many firms that sharing them says little
    parts: frozenset[str] = frozenset()  # of the names of many places and families
    translated: tuple[str, ...] = ()  # words of one meaning, the form they are brought to first


def name_words() -> NameWords:
    """Those of this country; a pack without them compares names as they are written."""
    pack = current_pack()
    if not (pack.folder / "name_words.toml").exists():
        return NameWords()
    told = pack.toml("name_words.toml")
    bodies, words = told["bodies"], told["words"]
    return NameWords(
        frozenset(bodies["anywhere"]),
        frozenset(bodies["at_an_end"]),
        tuple(map(re.compile, bodies["spelled"])),
        frozenset(words["generic"]),
        frozenset(words["parts"]),
        tuple(words["translated"]),
    )
