"""What is kept for a time: each kind of thing is told by the room that keeps it.

How long, and what happens then, the rules of the country pack say (`privacy.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Old:
    """One thing that has been kept since the day of a rule, or longer."""

    thing: Any
    label: str
    since: date  # its last sign of life, or the day of the act the rule counts from
    subject: Model  # what the event is about, once it is let go
    region_code: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """A kind of thing; `kind` is its word in the rules.

    `old` lists what last lived on or before the first day, as things stand on the second. `let_go`
    empties or deletes one, inside the act; without it only a person may decide.
    """

    kind: str
    old: Callable[[date, date], Iterator[Old]]
    let_go: Callable[[Any], None] | None = None
    verb: str = ""  # of the event, where the room has a word of its own for it
