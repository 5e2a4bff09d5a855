"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]  # steps done, steps in all (0: unknown), what is done


def silent(done: int, total: int, what: str) -> None:
    """The progress of someone who does not look."""
