"""Headings: which column holds what, under the names that people write above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache

from nasij.reference.folding import fold

_SMALL = frozenset("de du des d la le les l en of the un une n no num numero".split())  # noqa: SIM905
_HALVES = re.compile(r"[/|\n–—]|\s-\s")
_BRACKET = re.compile(r"[(\[]")
LONGEST = 120  # letters of a heading: what follows says no more, and may be millions
_MOST = 16_384  # headings of one sheet
_CHOSEN, _USUAL, _NAMED, _WEAK = 4, 3, 2, 1


def heading_key(heading: str) -> str:
    return fold(heading[:LONGEST].replace("*", " ").replace("_", " "))[:LONGEST]


def standing(heading: str, headings: Sequence[str]) -> list[int]:
    """Where a heading stands that a person gives: as it is written, else as it is read."""
    same = [at for at, other in enumerate(headings) if other == heading[:LONGEST]]
    key = heading_key(heading)
    return same or [at for at, other in enumerate(headings) if key and heading_key(other) == key]


@dataclass(frozen=True, slots=True)
class Columns:
    """Our names → the positions that hold them, best first; and what was passed over for them."""

    places: Mapping[str, tuple[int, ...]]
    headings: tuple[str, ...]
    weaker: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()  # positions that a person named

    def __contains__(self, ours: str) -> bool:
        return ours in self.places

    def named(self, ours: str) -> list[str]:
        return [self.headings[at] for at in self.places[ours]]

    def beside(self, ours: str) -> list[str]:
        """The headings that it may be; of one that a person chose, that one."""
        places = self.places[ours]
        others = () if places[0] in self.chosen else self.weaker.get(ours, ())
        return [self.headings[at] for at in (*places, *others)]

    @property
    def spare(self) -> dict[int, tuple[str, int]]:
        """Positions that no name of ours takes first; headings said twice are numbered."""
        taken = {places[0] for places in self.places.values()}
        met: Counter[str] = Counter()
        found = {}
        for at, heading in enumerate(self.headings):
            if heading and at not in taken:
                found[at] = (heading, met[heading])
                met[heading] += 1
        return found

    @property
    def unread(self) -> list[str]:
        used = {at for places in (*self.places.values(), *self.weaker.values()) for at in places}
        texts = (text for at, text in enumerate(self.headings) if text and at not in used)
        return list(dict.fromkeys(texts))


class Vocabulary:
    """The headings of one kind of file: our names, and how people write each.

    `weak` headings mean something only where no better one stands: “Nom” is the firm's name unless
    “Raison sociale” is there. Of `single` columns the first alone counts: the next may be of
    another unit; of `joined` ones every filled cell counts, after one another; `measured` ones are
    of one unit in all the sheets of a file. `dress` is taken off before a heading is looked up;
    `guesses` tell by their words what headings that nobody listed are, weakly.
    """

    def __init__(
        self,
        headings: Mapping[str, Sequence[str]],
        *,
        weak: Sequence[str] = (),
        single: Sequence[str] = (),
        joined: Sequence[str] = (),
        measured: Sequence[str] = (),
        dress: Callable[[str], str] = lambda text: text,
        guesses: Mapping[str, Callable[[str], bool]] | None = None,
    ) -> None:
        self.names = frozenset(headings)
        self._dress, self._guesses = dress, guesses or {}
        self._known: dict[str, str] = {}
        for ours, written in headings.items():
            for heading in (ours, *written):
                self._known.setdefault(heading_key(heading), ours)
        for heading, ours in list(self._known.items()):
            self._known.setdefault(_bare(heading), ours)
        self._weak = frozenset(map(heading_key, weak))
        self._single, self.joined = frozenset(single), frozenset(joined)
        self.measured = tuple(measured)
        # Lines above the headings and rows below them say the same again: each is looked up once.
        self._kept = lru_cache(maxsize=_MOST)(self._meaning)
        self._chosen: Mapping[str, str] = {}
        self._left: Collection[str] = ()

    def choosing(self, chosen: Mapping[str, str], *, left: Collection[str] = ()) -> Vocabulary:
        """The same for one file, of which a person says what some headings are (theirs → ours):
        they go before all others. No column is read as one of `left`."""
        other = copy(self)
        other._chosen, other._left = chosen, left
        return other

    def meaning(self, heading: str) -> tuple[str, int] | None:
        """(our name, how sure): by the whole heading, before a bracket, by its first two halves."""
        return self._kept(heading[:LONGEST])

    def _meaning(self, heading: str) -> tuple[str, int] | None:
        halves = _HALVES.split(heading, maxsplit=2)[:2]  # “0/0/0/…” would be sixty
        for part in dict.fromkeys([heading, _BRACKET.split(heading)[0], *halves]):
            whole = heading_key(part)
            for key in (whole, _bare(whole), _bare(heading_key(self._dress(part)))):
                if key and key in self._known:
                    return self._known[key], _WEAK if key in self._weak else _USUAL
        guessed = (ours for ours, is_so in self._guesses.items() if is_so(heading))
        return next(((ours, _WEAK) for ours in guessed), None)

    def beyond(self, heading: str, ours: str) -> frozenset[str]:
        """Words of a heading that no heading of ours is made of, nor a number: perhaps a unit."""
        own = {word for key, name in self._known.items() if name == ours for word in key.split()}
        words = heading_key(heading).split()
        return frozenset(word for word in words if word not in own and not word.isdecimal())

    def is_sure(self, heading: str) -> bool:
        """Whether nobody need say, nor may, what a heading means."""
        meaning = self.meaning(heading)
        return meaning is not None and meaning[1] == _USUAL

    def recognise(self, cells: Sequence[str], named: Mapping[str, str] | None = None) -> Columns:
        """What a line of headings says; `named` are headings that a person explained, as ours, or
        as "" for those to be left out. None says otherwise than the usual ones, nor goes before
        them: “Contact” is no firm where “Raison sociale” stands, though it was in another file."""
        cells = [cell[:LONGEST] for cell in cells]
        told = {heading_key(heading): ours for heading, ours in (named or {}).items()}
        chosen = {
            at: (ours, _CHOSEN)
            for heading, ours in self._chosen.items()
            for at in standing(heading, cells)
        }
        found: dict[str, list[tuple[int, int]]] = {}
        for at, cell in enumerate(cells):
            meaning = self.meaning(cell)
            if heading_key(cell) in told and not self.is_sure(cell):
                meaning = (told[heading_key(cell)], _NAMED)
            meaning = chosen.get(at, meaning)
            if meaning is not None and meaning[0] and meaning[0] not in self._left:
                found.setdefault(meaning[0], []).append((meaning[1], at))
        places, weaker = {}, {}
        for ours, ranked in found.items():
            best = max(strength for strength, _at in ranked)
            if ours in self.joined:
                ranked.sort(key=lambda rank: -rank[0])
                best = 0
            equal = [at for strength, at in ranked if strength >= best]
            places[ours] = tuple(equal[:1] if ours in self._single else equal)
            taken = set(places[ours])  # thousands of columns may bear one name
            weaker[ours] = tuple(at for _strength, at in ranked if at not in taken)
        weaker = {ours: rest for ours, rest in weaker.items() if rest}
        return Columns(places, tuple(cells), weaker, frozenset(chosen))


def columns_of(parts: Sequence[Columns]) -> Columns:
    """The columns of several sheets as those of one, the first one's before the others'."""
    if len(parts) == 1:
        return parts[0]
    places: dict[str, tuple[int, ...]] = {}
    weaker: dict[str, tuple[int, ...]] = {}
    headings: tuple[str, ...] = ()
    for part in parts:
        for all_of, own in ((places, part.places), (weaker, part.weaker)):
            for ours, at in own.items():
                moved = tuple(place + len(headings) for place in at)
                all_of[ours] = (*all_of.get(ours, ()), *moved)
        headings += part.headings
    return Columns(places, headings, weaker)


def _bare(key: str) -> str:
    """Without small words and the number of a second column: “annee creation”, “email”."""
    words = [word for word in key.split() if word not in _SMALL]
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    return " ".join(words)
