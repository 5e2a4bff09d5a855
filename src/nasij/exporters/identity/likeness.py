"""Whether two records mean one firm: a score between 0 and 1, and why. Nothing merges by itself.

The score is the share of telling words that both names have, each word compared as spelled and as
heard; generic words count little. Identifiers, places and addresses then raise or lower it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import distance, fuzz

from nasij.exporters.models import Firm
from nasij.reference.firm_names import in_arabic, match_key, search_key
from nasij.reference.identifiers import same_enterprise
from nasij.reference.sounds import (
    COMMON_PARTS,
    GENERIC,
    canonical,
    nearly_canonical,
    plainly,
    sound,
    sound_key,
    tokens,
)

# Proposed from here on: on the labelled pairs, the point where precision and recall balance
# (bench/registry_matching.py prints both).
PROPOSED = 0.72
_GENERIC_WEIGHT = 0.25
_WORD_FLOOR = 0.78  # below it two words are different words


class Reason(StrEnum):
    SAME_IDENTIFIER = "same_identifier"
    SAME_ENTERPRISE = "same_enterprise"
    SAME_NAME = "same_name"
    SAME_WORDS = "same_words"
    SAME_SOUND = "same_sound"
    SAME_COMMUNE = "same_commune"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    OTHER_IDENTIFIER = "other_identifier"
    OTHER_REGION = "other_region"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two records are alike. `reasons` in the order of their weight."""

    score: float
    reasons: tuple[Reason, ...]


def name_score(one: str, other: str) -> tuple[float, Reason]:
    """Likeness of two names, in any scripts."""
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return 0.0, Reason.SAME_WORDS
    if sorted(map(canonical, first)) == sorted(map(canonical, second)):
        return 1.0, Reason.SAME_NAME
    across = in_arabic(one) != in_arabic(other)
    covered = _covered(first, second), _covered(second, first)
    # The share that is missing on the side that says more counts most: “Safi” is not “Safi Miel”.
    score = 0.6 * min(covered) + 0.4 * max(covered)
    return max(score, _glued(first, second, across=across)), (
        Reason.SAME_SOUND if across else Reason.SAME_WORDS
    )


def _glued(first: Sequence[str], second: Sequence[str], *, across: bool) -> float:
    """Words written together or apart: the whole as one word, if nearly the same."""
    one, other = "".join(first), "".join(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0  # “Agrumes 188” is not “Agrumes 1188”
    if across:
        one, other = sound(one), sound(other)
    alike = fuzz.ratio(one, other) / 100
    return alike if alike >= 0.92 and min(len(one), len(other)) >= 4 else 0.0


def _covered(words: Sequence[str], among: Sequence[str]) -> float:
    """The weighted share of `words` found in `among`, each word of `among` used once."""
    free = list(among)
    total = found = 0.0
    for word in sorted(words, key=len, reverse=True):
        weight = _weight(word)
        total += weight
        best, index = max(
            ((_word_score(word, other), at) for at, other in enumerate(free)), default=(0.0, -1)
        )
        if best >= _WORD_FLOOR:
            found += weight * best
            free.pop(index)
    return found / total


def _weight(word: str) -> float:
    form = canonical(word)
    return _GENERIC_WEIGHT if form in GENERIC else 0.5 if form in COMMON_PARTS else 1.0


def _word_score(one: str, other: str) -> float:
    if canonical(one) == canonical(other):
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if in_arabic(one) == in_arabic(other):
        return _spelled(one, other)
    if nearly_canonical(one) == nearly_canonical(other):
        return 0.95
    return _heard(sound(one), sound(other))


def _spelled(one: str, other: str) -> float:
    """Two words of one script: a typing error, or one sound written in two ways (ou/w, ch/sh)."""
    if plainly(one) == plainly(other):
        return 0.97
    alike = distance.JaroWinkler.similarity(one, other)
    if len(sound(one)) >= 2 and sound(one) == sound(other) and alike > 0.8:
        return max(alike, 0.95)
    return alike if min(len(one), len(other)) > 3 and alike >= 0.92 else 0.0


def _heard(one: str, other: str) -> float:
    """Two words of two scripts, by their consonants; a French l may be the Arabic article."""
    if not one or not other:
        return 0.0
    if one == other or one.removeprefix("l") == other or other.removeprefix("l") == one:
        return 0.97 if min(len(one), len(other)) >= 2 else 0.8
    # Few consonants are shared by many words: only longer ones may differ in one.
    return fuzz.ratio(one, other) / 100 * 0.97 if min(len(one), len(other)) >= 3 else 0.0


def likeness(one: Firm, other: Firm) -> Likeness:
    """Two firms: their best pair of names, then what else they share."""
    score, why = max(
        (name_score(first, second) for first in names_of(one) for second in names_of(other)),
        key=lambda scored: scored[0],
    )
    reasons = [why] if score >= _WORD_FLOOR else []
    if _good_identifier(one) and _good_identifier(other):
        if one.identifier == other.identifier:
            return Likeness(1.0, (Reason.SAME_IDENTIFIER, *reasons))
        if same_enterprise(one.identifier, other.identifier):
            score, reasons = max(score, 0.95), [Reason.SAME_ENTERPRISE, *reasons]
        else:
            score, reasons = score * 0.6, [*reasons, Reason.OTHER_IDENTIFIER]
    for reason, same in (
        (Reason.SAME_EMAIL, bool(one.email) and one.email == other.email),
        (
            Reason.SAME_PHONE,
            bool(_digits(one.phone)) and _digits(one.phone) == _digits(other.phone),
        ),
        (Reason.SAME_COMMUNE, one.commune_id is not None and one.commune_id == other.commune_id),
    ):
        if same:
            reasons.append(reason)
            score += (1 - score) * (0.15 if reason == Reason.SAME_COMMUNE else 0.4)
    if one.region_id != other.region_id:
        score, reasons = score * 0.85, [*reasons, Reason.OTHER_REGION]
    return Likeness(round(min(score, 1.0), 3), tuple(reasons))


def names_of(firm: Firm) -> list[str]:
    return list(
        dict.fromkeys(
            name
            for name in (firm.name, firm.name_ar, *firm.trade_names.splitlines())
            if name.strip()
        )
    )


def _good_identifier(firm: Firm) -> bool:
    return bool(firm.identifier) and not firm.identifier_doubtful


def _digits(phone: str) -> str:
    """The nine last digits: +212 5…, 05… and 5… are one number."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return digits[-9:] if len(digits) >= 9 else ""


def set_keys(firm: Firm) -> None:
    """Refresh what is derived from a firm's names."""
    firm.name_key = search_key(firm.name, firm.name_ar, firm.trade_names)
    firm.match_key = match_key(firm.name)
    firm.match_key_ar = match_key(firm.name_ar) if firm.name_ar else ""
    firm.sound_key = sound_key(firm.name, firm.name_ar, *firm.trade_names.splitlines())
