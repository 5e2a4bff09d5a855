"""Answers remembered by the text that was asked, where a stranger's file may bring the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
LONGEST = 250  # letters: a cell of a stranger's file may hold a million


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """`lru_cache` of a function of a text, which keeps no long one."""

    def around(answer: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        kept = lru_cache(most)(answer)

        @wraps(answer)
        def ask(text: str, /, *rest: P.args, **named: P.kwargs) -> R:
            return (kept if len(text) <= LONGEST else answer)(text, *rest, **named)  # type: ignore[arg-type]

        return ask

    return around
