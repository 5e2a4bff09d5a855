"""What is found by words."""

from __future__ import annotations

from nasij.accounts.permissions import Person
from nasij.home import queries, tables
from nasij.ui.finder import Option


def offered(text: str, user: Person) -> list[Option]:
    """What answers to the words while they are typed."""
    if not text.strip():
        return []
    return tables.options_of(queries.search(text, user, limit=4))
