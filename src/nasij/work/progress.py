"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

# Steps done, steps in all (0: unknown), what is done: a name, or a lazy text of ours.
Progress = Callable[[int, int, object], None]


def silent(done: int, total: int, what: object) -> None:
    """The progress of someone who does not look."""
