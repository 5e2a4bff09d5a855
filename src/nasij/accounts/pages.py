"""What the page of letters shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nasij.work.enums import LetterState
from nasij.work.models import Letter
from nasij.work.outbox import LetterKind, kind_of

_TONES: dict[str, str] = {LetterState.FAILED: "bad", LetterState.SENDING: "info"}


@dataclass(frozen=True, slots=True)
class LetterLine:
    letter: Letter
    kind: LetterKind
    tone: str
    next_at: datetime | None
    may_go_again: bool
    may_end: bool


def line_of(letter: Letter) -> LetterLine:
    failed, waiting = (letter.state == state for state in (LetterState.FAILED, LetterState.WAITING))
    return LetterLine(
        letter,
        kind_of(letter),
        _TONES.get(letter.state, "warn" if letter.tries else "neutral"),
        next_at=letter.due_at if waiting else None,
        may_go_again=failed and bool(letter.text),
        may_end=failed or waiting,
    )
