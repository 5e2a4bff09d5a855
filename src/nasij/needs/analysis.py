"""What the texts themselves say: a theme, a language, which needs repeat each other.

Everything here is a proposal; a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nasij.needs.enums import Likeness
from nasij.needs.models import Need
from nasij.ui import formats
from nasij_core.text import Member, detect_language, near_duplicates, suggest_theme

# Below 0.5 the pairs are chance in our trials (docs/methods): a proposal that is wrong half of the
# time teaches people not to look at proposals.
LEAST_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    key: str
    words: tuple[str, ...]  # of the text, that spoke for it


@dataclass(frozen=True, slots=True)
class Similar:
    """A need and how close it is to the one it is compared with; `score` in [0, 1]."""

    need: Need
    score: float
    likeness: Likeness

    @property
    def percent(self) -> int:
        return round(100 * self.score)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Needs that seem to say the same thing: the earliest, then those close to it."""

    leader: Need
    others: tuple[Similar, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        return (self.leader, *(similar.need for similar in self.others))


def propose_theme(text: str, keys: Sequence[str]) -> ThemeProposal | None:
    """The theme that the words of a text name clearly, or None: no guess."""
    found = suggest_theme(text, keys)
    if found.theme is None or found.theme not in keys:
        return None
    return ThemeProposal(found.theme, found.terms.get(found.theme, ()))


def language_of(text: str, otherwise: str = "") -> str:
    """The language of a text; when the text does not say, the other, or that of the page."""
    found = detect_language(text)
    return found.value if found else otherwise or formats.language()


def propose_groups(needs: Sequence[Need]) -> list[Proposal]:
    """Groups of near-identical needs within one region and theme, largest first; each is led by
    the need heard first."""
    needs = sorted(needs, key=lambda need: (need.heard_on, need.pk))
    groups = near_duplicates(
        [need.text for need in needs],
        threshold=LEAST_SCORE,
        within=[(need.region_id, need.theme_id) for need in needs],
    )
    proposals = [
        Proposal(
            needs[group.leader],
            tuple(_similar(needs[member.index], member) for member in group.members),
        )
        for group in groups
    ]
    return sorted(proposals, key=lambda proposal: (-len(proposal.others), proposal.leader.pk))


def similar_to(need: Need, others: Sequence[Need]) -> list[Similar]:
    """The needs that repeat this one, closest first."""
    found = []
    for group in near_duplicates(
        [need.text, *(other.text for other in others)], threshold=LEAST_SCORE
    ):
        if group.leader == 0:
            found = [_similar(others[m.index - 1], m) for m in group.members]
    return sorted(found, key=lambda similar: (-similar.score, similar.need.pk))


def _similar(need: Need, member: Member) -> Similar:
    return Similar(need, member.score, Likeness(member.reason.value))
