"""Which theme a need speaks of, or an honest abstention.

Each concept found adds 1 to its theme, and half as much again for every further word of the term
(a long term is precise). The best theme is suggested when it outweighs the second clearly; a
person confirms in every case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nasij_core.errors import OutOfRange
from nasij_core.text.glossary import Found, Glossary, default_glossary

THEMES = (
    "financing",
    "logistics",
    "market_diversification",
    "supply_diversification",
    "customs",
    "certification",
    "skills",
    "carbon_energy",
    "support_awareness",
    "digital",
    "other",
)
PER_FURTHER_WORD = 0.5


class Abstention(StrEnum):
    NO_KNOWN_TERM = "no_known_term"
    BETWEEN_THEMES = "between_themes"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme, or None and why.

    confidence: weight of the best theme over that of the best two together, 0.5 to 1 (0 without
    any term). weights: every theme named, heaviest first. terms: the words that spoke, by theme.
    """

    theme: str | None
    confidence: float
    abstention: Abstention | None
    weights: dict[str, float]
    terms: dict[str, tuple[str, ...]]


def suggest_theme(
    text: str,
    themes: Iterable[str] | Mapping[str, Iterable[str]] = THEMES,
    *,
    least_confidence: float = 0.6,
    glossary: Glossary | None = None,
) -> Suggestion:
    """The theme of one short text in French, Arabic, English or a mix.

    themes: the codes allowed, or a mapping of codes to further words for them.
    least_confidence: below it the answer is None; between 0.5 and 1.
    """
    if not 0.5 <= least_confidence <= 1:
        raise OutOfRange("least_confidence", least_confidence, "between 0.5 and 1")
    words = glossary or default_glossary()
    if isinstance(themes, Mapping):
        words = words.with_terms(themes)
    allowed = set(themes)
    weights, terms = weigh(words.find(text), allowed)
    if not weights:
        return Suggestion(None, 0.0, Abstention.NO_KNOWN_TERM, {}, {})
    (best, first), *others = weights.items()
    second = others[0][1] if others else 0.0
    confidence = first / (first + second)
    sure = confidence >= least_confidence
    return Suggestion(
        best if sure else None,
        confidence,
        None if sure else Abstention.BETWEEN_THEMES,
        weights,
        terms,
    )


def weigh(
    found: Iterable[Found], allowed: set[str]
) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """Weight and words of each allowed theme, heaviest first; a concept counts once."""
    weights: dict[str, float] = defaultdict(float)
    terms: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for item in found:
        theme = item.concept.theme
        if theme not in allowed or theme is None or item.concept.code in seen:
            continue
        seen.add(item.concept.code)
        weights[theme] += 1 + PER_FURTHER_WORD * (item.length - 1)
        terms[theme].append(item.words)
    order = sorted(weights, key=lambda theme: (-weights[theme], theme))
    return {t: weights[t] for t in order}, {t: tuple(terms[t]) for t in order}
