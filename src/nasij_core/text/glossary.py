"""The trilingual glossary of export terms: which concepts a text names, whatever its language.

`glossary.csv` beside this file has one concept a row: its theme (empty for general words), and the
terms for it in French, Arabic and English, as Moroccan exporters and administrations write them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from nasij_core.text.normalise import Language, normalise
from nasij_core.text.stems import STOP_WORDS, stem, stems

SEPARATOR = "|"
LONE_LETTERS = "لبفكو"  # prepositions and conjunctions written onto the Arabic word
LONE_LETTER_MIN = 5


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea, with the terms for it by language and the theme it points to, if any."""

    code: str
    theme: str | None
    terms: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """One concept found in a text: the words that named it, folded, and how many they are."""

    concept: Concept
    words: str
    length: int


class Glossary:
    """Concepts and an index of their terms. Terms are compared by stems; the longest wins, so
    "certificat d'origine" is one customs concept and not also "certificat"."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concept: dict[str, Concept] = {concept.code: concept for concept in concepts}
        self._terms: dict[tuple[str, ...], str] = {}
        for concept in self.concept.values():
            for terms in concept.terms.values():
                for term in terms:
                    key = tuple(stems(normalise(term)))
                    if key:
                        self._terms.setdefault(key, concept.code)
        self._longest = max(map(len, self._terms), default=0)
        self._known = {word for key in self._terms for word in key}

    def find(self, text: str) -> list[Found]:
        """Concepts in the order of the text, without overlap, longest term first."""
        words = [word for word in normalise(text).split() if word not in STOP_WORDS]
        keys = [self._stem(word) for word in words]
        found, start = [], 0
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                code = self._terms.get(tuple(keys[start : start + length]))
                if code is not None:
                    shown = " ".join(words[start : start + length])
                    found.append(Found(self.concept[code], shown, length))
                    break
            else:
                length = 1
            start += length
        return found

    def concepts(self, text: str) -> frozenset[str]:
        """Codes of the concepts a text names."""
        return frozenset(item.concept.code for item in self.find(text))

    def weights(self, senses: list[frozenset[str]]) -> dict[str, float]:
        """Weight of each concept: 1 plus the logarithm of its rarity among these sets."""
        counts = dict.fromkeys(self.concept, 0)
        for sense in senses:
            for code in sense:
                counts[code] += 1
        return {c: 1 + math.log((1 + len(senses)) / (1 + n)) for c, n in counts.items()}

    def with_terms(self, extra: Mapping[str, Iterable[str]]) -> Glossary:
        """A glossary that also knows these words, theme by theme; they win over the packaged."""
        added = [
            Concept(f"{theme}:{n}", theme, {Language.FRENCH: (word,)})
            for theme, words in extra.items()
            for n, word in enumerate(words)
        ]
        return Glossary([*added, *self.concept.values()])

    def _stem(self, word: str) -> str:
        key = stem(word)
        if key in self._known or word[0] not in LONE_LETTERS or len(word) < LONE_LETTER_MIN:
            return key
        shorter = stem(word[1:])
        return shorter if shorter in self._known else key


@cache
def default_glossary() -> Glossary:
    """The packaged glossary."""
    text = resources.files(__package__).joinpath("glossary.csv").read_text(encoding="utf-8")
    return Glossary(read_concepts(text))


def read_concepts(text: str) -> list[Concept]:
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return [
        Concept(
            row["concept"],
            row["theme"] or None,
            {language: tuple(row[language].split(SEPARATOR)) for language in Language},
        )
        for row in rows
    ]
