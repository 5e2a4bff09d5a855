"""What a page says of a thing in one word, with its tone."""

from __future__ import annotations

from dataclasses import dataclass

from nasij.council.models import Decision


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    tone: str = "neutral"
    is_open: bool = False  # drawn as an outline


def decision_pill(decision: Decision) -> Pill:
    return Pill(decision.get_outcome_display(), decision.outcome_tone)
