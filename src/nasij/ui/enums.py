"""What the closed lists of the rooms have in common on a page."""

from __future__ import annotations

from django.db.models import TextChoices


class Toned(TextChoices):
    """Base of the states that are shown in a colour: each list says the tones of its own."""

    @property
    def tone(self) -> str:
        return "neutral"

    @classmethod
    def tone_of(cls, value: str) -> str:
        """Of a state that was damaged none: its page says so, and has to open for that."""
        return cls(value).tone if value in cls.values else "neutral"
