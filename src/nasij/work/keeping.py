"""What is kept for a time: each kind of thing is told by the room that keeps it.

How long, and what happens then, the rules of the country pack say (`privacy.toml`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

log = logging.getLogger(__name__)


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


def remove_after_commit(paths: Sequence[Path]) -> None:
    transaction.on_commit(partial(remove, paths))


def remove(paths: Sequence[Path]) -> list[Path]:
    """Each by itself: one that cannot be removed is noted, and keeps none of the others. Those
    that are left."""
    left = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            log.exception("a kept file could not be removed: %s", path)
            left.append(path)
    return left
