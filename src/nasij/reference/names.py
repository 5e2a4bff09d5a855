"""What firms of the country put in their names, as the pack tells it: folded words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nasij.reference.pack import current_pack


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
