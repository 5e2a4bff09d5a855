"""What a page says of a thing in one word, with its tone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.council.models import Decision


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    tone: str = "neutral"
    is_open: bool = False  # drawn as an outline


def decision_pill(decision: Decision, *, is_as_recorded: bool = True) -> Pill:
    if not is_as_recorded:
        return Pill(_("Not as it was recorded"), "bad")
    return Pill(decision.get_outcome_display(), decision.outcome_tone)
