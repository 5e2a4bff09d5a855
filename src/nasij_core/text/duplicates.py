"""Groups of texts that say nearly the same, each with its score and its reason.

A text joins the earlier text it is closest to, if close enough, else it leads a group of its own.
So each member is close to its leader (groups never drift along a chain), and a text that arrives
later does not rearrange the groups of those before it. Groups are proposals: a person confirms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from nasij_core.errors import OutOfRange, WrongShape
from nasij_core.stats.settled import settled
from nasij_core.text.glossary import Glossary, default_glossary
from nasij_core.text.ngrams import Rows, Vectors, close_pairs, vectors
from nasij_core.text.normalise import Language, detect_language, normalise

BLOCK = 2_000
LOOSE = 0.7  # of the threshold: below it, shared words are not looked at
SAME_WORDS = 88.0  # rapidfuzz's token set ratio, 0 to 100
FEWEST_WORDS = 3  # "fret maritime" is contained in too many texts to mean anything
TRIED = 5  # loosest candidates tried on words for one text
SAME_MEANING = 0.75
FEWEST_CONCEPTS = 2


class Reason(StrEnum):
    IDENTICAL = "identical"  # the same once folded
    WORDING = "wording"  # cosine of character n-grams
    WORDS = "words"  # the words of one are among those of the other
    MEANING = "meaning"  # the same glossary concepts in another language


@dataclass(frozen=True, slots=True)
class Member:
    """One text of a group: its position, its closeness to the leader in [0, 1], and why."""

    index: int
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """Two texts or more. `leader` is the position of the earliest; members follow in order."""

    leader: int
    members: tuple[Member, ...]

    @property
    def indices(self) -> tuple[int, ...]:
        return (self.leader, *(member.index for member in self.members))

    @property
    def score(self) -> float:
        """The weakest link, in [0, 1]."""
        return min(member.score for member in self.members)

    @property
    def reason(self) -> Reason:
        """The reason of the weakest link."""
        return min(self.members, key=lambda member: member.score).reason


def near_duplicates(
    texts: Sequence[str],
    *,
    threshold: float = 0.5,
    within: Sequence[Hashable] | None = None,
    across_languages: bool = True,
    glossary: Glossary | None = None,
) -> list[Group]:
    """Groups of two texts or more, in the order of their leaders.

    threshold: least cosine of character n-grams, in (0, 1]; 0.5 joins paraphrases, 0.8 copies.
    within: one key a text (a region, a theme): only texts of the same key are compared.
    across_languages: also join a group to one in another language that names the same concepts
        of the glossary (two at least, and three quarters of their weight).
    Raises OutOfRange for the threshold, WrongShape when `within` has another length.
    """
    if not 0 < threshold <= 1:
        raise OutOfRange("threshold", threshold, "above 0 and at most 1")
    if within is not None and len(within) != len(texts):
        raise WrongShape("within", (len(within),), (len(texts),))
    keys = number_keys(within, len(texts))
    folded = [normalise(text) for text in texts]
    first, joined = join_identical(folded, keys)
    join_by_wording(folded, keys, first, joined, threshold)
    if across_languages:
        leaders = [index for index in first if index not in joined]
        join_by_meaning(texts, keys, leaders, joined, glossary or default_glossary())
    return gather(joined)


Joined = dict[int, tuple[int, float, Reason]]  # text → (text it joined, score, why)


def number_keys(within: Sequence[Hashable] | None, size: int) -> Rows:
    if within is None:
        return np.zeros(size, dtype=np.int64)
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in within], dtype=np.int64)


def join_identical(folded: list[str], keys: Rows) -> tuple[list[int], Joined]:
    """The first text of each spelling, and the others joined to it. Empty texts stay alone."""
    first: dict[tuple[str, int], int] = {}
    joined: Joined = {}
    for index, text in enumerate(folded):
        if not text:
            continue
        leader = first.setdefault((text, int(keys[index])), index)
        if leader != index:
            joined[index] = (leader, 1.0, Reason.IDENTICAL)
    return list(first.values()), joined


def join_by_wording(
    folded: list[str], keys: Rows, first: list[int], joined: Joined, threshold: float
) -> None:
    if len(first) < 2:
        return
    texts = [folded[index] for index in first]
    table = vectors(texts, threshold * LOOSE)
    key_of = keys[first]
    leaders: list[int] = []  # positions in `first`
    for start in range(0, len(first), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(first)))
        found = links(table, block, np.array(leaders, dtype=np.int64), key_of)
        joins = {
            int(row): best
            for row, near in found.items()
            if (best := pick(texts, row, near, threshold))
        }
        alone = np.array([row for row in block if int(row) not in joins], dtype=np.int64)
        inside = links(table, alone, alone, key_of)
        for row in map(int, alone):
            near = [(other, cosine) for other, cosine in inside.get(row, ()) if other < row]
            near = [(other, cosine) for other, cosine in near if other not in joins]
            best = pick(texts, row, near, threshold)
            if best:
                joins[row] = best
            else:
                leaders.append(row)
        for row, (other, score, why) in joins.items():
            joined[first[row]] = (first[other], score, why)


Near = list[tuple[int, float]]


def links(table: Vectors, left: Rows, right: Rows, key_of: Rows) -> dict[int, Near]:
    if not len(left) or not len(right):
        return {}
    a, b, cosines = close_pairs(table, left, right)
    same = key_of[left[a]] == key_of[right[b]]
    found: dict[int, Near] = defaultdict(list)
    for row, other, cosine in zip(left[a[same]], right[b[same]], cosines[same], strict=True):
        found[int(row)].append((int(other), float(cosine)))
    return found


def pick(
    texts: list[str], row: int, near: Near, threshold: float
) -> tuple[int, float, Reason] | None:
    """The closest leader by wording; else one whose words are the same in another order."""
    if not near:
        return None
    ordered = sorted(
        near, key=lambda pair: (-round(pair[1], 9), pair[0])
    )  # rounding: no chance ties
    other, cosine = ordered[0]
    if cosine >= threshold:
        return other, cosine, Reason.WORDING
    for other, _ in ordered[:TRIED]:
        if min(len(texts[row].split()), len(texts[other].split())) < FEWEST_WORDS:
            continue
        ratio = fuzz.token_set_ratio(texts[row], texts[other])
        if ratio >= SAME_WORDS:
            return other, ratio / 100, Reason.WORDS
    return None


def join_by_meaning(
    texts: Sequence[str], keys: Rows, leaders: list[int], joined: Joined, glossary: Glossary
) -> None:
    """Join leaders to their mutual best in another language, the later to the earlier."""
    by_sense: dict[tuple[int, Language], dict[frozenset[str], int]] = defaultdict(dict)
    for index in leaders:
        language = detect_language(texts[index])
        concepts = glossary.concepts(texts[index])
        if language and len(concepts) >= FEWEST_CONCEPTS:
            by_sense[int(keys[index]), language].setdefault(concepts, index)
    weight = glossary.weights([s for senses in by_sense.values() for s in senses])
    for key in sorted({key for key, _ in by_sense}):
        spoken = [language for language in Language if (key, language) in by_sense]
        for first, second in combinations(spoken, 2):
            join_mutual_best(by_sense[key, first], by_sense[key, second], weight, joined)


def join_mutual_best(
    one: dict[frozenset[str], int],
    two: dict[frozenset[str], int],
    weight: dict[str, float],
    joined: Joined,
) -> None:
    forward, backward = best_matches(one, two, weight), best_matches(two, one, weight)
    for sense, (match, score) in forward.items():
        if backward.get(match, (None, 0.0))[0] != sense:
            continue
        early, late = sorted((one[sense], two[match]))
        if late not in joined and early not in joined:
            joined[late] = (early, score, Reason.MEANING)


def best_matches(
    one: dict[frozenset[str], int], two: dict[frozenset[str], int], weight: dict[str, float]
) -> dict[frozenset[str], tuple[frozenset[str], float]]:
    """For each set of concepts, the other set that shares most of the weight of both together."""
    senses, others = list(one), sorted(two, key=lambda sense: two[sense])
    place = {concept: column for column, concept in enumerate(weight)}
    weights = np.array(list(weight.values()))
    right = membership(others, place)
    total = right @ weights
    best: dict[frozenset[str], tuple[frozenset[str], float]] = {}
    for start in range(0, len(senses), BLOCK):
        left = membership(senses[start : start + BLOCK], place)
        shared = (left * weights) @ right.T
        score = shared / ((left @ weights)[:, None] + total - shared)
        score[left @ right.T < FEWEST_CONCEPTS] = 0.0
        score = settled(score)  # no chance ties
        closest = score.argmax(axis=1)
        for row, column in enumerate(closest):
            if score[row, column] >= SAME_MEANING:
                best[senses[start + row]] = (others[column], float(score[row, column]))
    return best


def membership(senses: list[frozenset[str]], place: dict[str, int]) -> NDArray[np.float64]:
    """(sets, concepts): 1 where the set holds the concept."""
    table = np.zeros((len(senses), len(place)))
    for row, sense in enumerate(senses):
        table[row, [place[concept] for concept in sense]] = 1.0
    return table


def gather(joined: Joined) -> list[Group]:
    """Groups from joins; a chain of joins (copy of a member) ends at its leader, and its score is
    the weakest step."""
    members: dict[int, list[Member]] = defaultdict(list)
    for index in sorted(joined):
        leader, score, reason = joined[index]
        while leader in joined:
            leader, next_score, next_reason = joined[leader]
            if next_score < score:
                score, reason = next_score, next_reason
        members[leader].append(Member(index, round(score, 6), reason))
    return [Group(leader, tuple(members[leader])) for leader in sorted(members)]
