"""Numbers of rows and pages as addresses and forms bring them: anybody may write anything there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator

LARGEST = 2**63 - 1  # what the database can hold
_PER_PAGE = 25


def key_in(text: str) -> int | None:
    """The number of a row, or None for what cannot be one."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    key = int(text)
    return key if key <= LARGEST else None


def keys_in(texts: Iterable[str]) -> set[int]:
    return {key for key in map(key_in, texts) if key is not None}


def page_of(found: Any, number: int | str | None, *, size: int = _PER_PAGE) -> Page[Any]:
    """The first for what is no number, the last for one too large."""
    return Paginator(found, size).get_page(number)
