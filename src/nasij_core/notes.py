"""Sentences that travel with a figure: what was assumed, what was left out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NoteValue = str | int | float


def N_(text: str) -> str:  # noqa: N802 - the name every extractor of messages knows
    """Mark a text for translation without translating it: the core has no language."""
    return text


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a result. `text` is English with `%(name)s` placeholders."""

    code: str
    text: str
    values: Mapping[str, NoteValue] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % dict(self.values)

    def as_record(self) -> dict[str, object]:
        return {"code": self.code, "text": str(self), "values": dict(self.values)}
