"""Taking a firm's name and numbers out of texts, and out of values kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from nasij.exporters.fields import FIELDS, Kind, numbers_of
from nasij.exporters.models import Contact, Firm
from nasij.reference.firm_names import key_words, match_key
from nasij.reference.folding import plain

# Stands where the words stood; readable in every language and both directions.
MARK = "[…]"
_NAMES = [field.name for field in FIELDS if field.kind is Kind.NAME]
_REACH = [field.name for field in FIELDS if field.kind is Kind.REACH]
_TELLING_LETTERS = 8
_LETTERS_OF_A_WORD = 3  # “du Sud” and “de la” are nobody's
_SMALL_WORDS = {
    *("aux", "avec", "dans", "des", "les", "par", "pour", "sur", "une"),
    *("and", "for", "the", "with", "على"),
}
_TELLING_DIGITS = 6
# Typed one for another: blanks, apostrophes, dashes, and the signs that turn a line's direction.
_BETWEEN = r"[\s'`‘’ʼ\-‐-―\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
_HELD, _AROUND = r"[\-‐-―'’‘ʼ]+", ".,;:()«»\"“”'’"


@dataclass(frozen=True)
class Words:
    """The names and numbers of a firm and its people.

    `names` are taken out of what the firm itself said, and so are `runs`: any two words of its
    name, with the small ones between them. Elsewhere only those that name nothing else go
    (`distinct`): a firm called “Tapis” must not take the word out of other people's sentences.
    """

    names: frozenset[str]
    distinct: frozenset[str]
    runs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, firms: Iterable[Firm]) -> Words:
        names: set[str] = set()
        numbers: set[str] = set()
        runs: set[str] = set()
        for firm in firms:
            called = {name for part in _NAMES for name in getattr(firm, part).splitlines()}
            names |= called
            runs |= {run for name in called for run in _runs(name)}
            given = (*numbers_of(firm).values(), *(getattr(firm, part) for part in _REACH))
            numbers |= {number for number in given if len(number) >= _TELLING_DIGITS}
            for contact in Contact.objects.filter(firm=firm).order_by("id"):
                numbers |= {address for address in (contact.email, contact.phone) if address}
                names.add(contact.name)
        names = {name.strip() for name in names if len(name.strip()) > 2}
        bare = {found for name in names if (found := _bare(name))}
        return cls(
            frozenset(names | bare | numbers),
            frozenset({name for name in names | bare if is_distinct(name)} | numbers),
            frozenset(runs),
        )

    def clean(self, text: str) -> str:
        """A text that speaks of the firm, without any of its names."""
        return _without(self._any, text)

    def clean_own(self, value: Any) -> Any:
        """A text, or value of JSON, that is the firm's alone: without short forms of its names."""
        return _without_in(self._own, value)

    def clean_elsewhere(self, value: Any) -> Any:
        """Any text, or value of JSON, without the names that mean this firm alone."""
        return _without_in(self._elsewhere, value)

    def told_in(self, text: str) -> bool:
        return bool(self._elsewhere.search(plain(text)))

    def named_in(self, text: str) -> bool:
        """The same of what people type in a hurry: legal forms in letters, numbers in groups."""
        typed = f" {key_words(text)} "
        number = re.sub(r"\D", "", text)
        return (
            self.told_in(text)
            or any(f" {key} " in typed for key in self._keys)
            or number in self.distinct
        )

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for name in self.distinct if is_distinct(key := match_key(name)))

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return _pattern(self.names)

    @cached_property
    def _own(self) -> re.Pattern[str]:
        return _pattern(self.names | self.runs)

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        return _pattern(self.distinct)


def _bare(name: str) -> str:
    """The name as people say it, without its legal form: “Coopérative Argan Tiznit” is heard as
    “Argan Tiznit”. The words of the key are looked for in the name as it is written."""
    kept = _telling(name)
    return " ".join(kept) if 0 < len(kept) < len(name.split()) else ""


def _telling(name: str) -> list[str]:
    return [word for word in name.split() if set(match_key(word).split()) & _key_words(name)]


def _runs(name: str) -> set[str]:
    """“Argan Tiznit” and “Tiznit Export” of “Argan-Tiznit Export SARL”."""
    words = [part for word in _telling(name) for part in re.split(_HELD, word) if part]
    told = [word.strip(_AROUND) for word in words]
    found = set()
    for start, end in combinations(range(len(words) + 1), 2):
        if sum(map(_names_something, told[start:end])) > 1:
            found |= {" ".join(words[start:end]).strip(_AROUND), " ".join(told[start:end])}
    return found


def _names_something(word: str) -> bool:
    return len(word) >= _LETTERS_OF_A_WORD and plain(word) not in _SMALL_WORDS


def _key_words(name: str) -> set[str]:
    return set(match_key(name).split())


def is_distinct(name: str) -> bool:
    return len(name) >= _TELLING_LETTERS and (" " in name or any(map(str.isdigit, name)))


def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """Of plain texts: whole words, longest first, however they are held together; nothing at all
    matches no word."""
    spelled = {_spelled(word) for word in words} - {""}
    longest_first = sorted(spelled, key=lambda found: (-len(found), found))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if spelled else r"(?!)")


def _spelled(word: str) -> str:
    parts = re.split(_BETWEEN, plain(word).replace("œ", "oe"))
    return _BETWEEN.join(re.escape(part).replace("oe", "(?:oe|œ)") for part in parts if part)


def _without_in(names: re.Pattern[str], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_in(names, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_in(names, inner) for inner in value]
    return _without(names, value) if isinstance(value, str) else value


def _without(names: re.Pattern[str], text: str) -> str:
    """The text as it is written, with the mark wherever one of the names stands in any case, with
    or without accents."""
    found = [match.span() for match in names.finditer(plain(text))]
    if not found:
        return text
    places = [at for at, letter in enumerate(text) for _part in plain(letter)] + [len(text)]
    for start, end in reversed(found):
        text = text[: places[start]] + MARK + text[places[end] :]
    return text
