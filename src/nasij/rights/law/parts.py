"""What other rooms hold of a firm, told when the site starts: for its record and its erasure.

A room above this one registers a `Part`; a table nobody registered that points to a firm stops an
erasure, as it stops a merge (merging.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from nasij.exporters.models import Firm
from nasij.rights.law.redaction import Words


@dataclass(frozen=True)
class Entry:
    """One line of the record: what, its value, and who said so or when."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Part:
    """What one room holds of a firm.

    `tables` are the foreign keys to a firm it answers for ("needs.need.firm"); `held` lists what is
    held, for the firm itself; `count` says how many rows an erasure would change; `erase` changes
    them, inside the act; `alive` gives the firms with something of this kind since a day.
    """

    key: str
    title: Promise
    tables: Sequence[str]
    held: Callable[[Firm], list[Entry]]
    count: Callable[[Sequence[Firm], Words], int]
    erase: Callable[[Sequence[Firm], Words], int]
    alive: Callable[[date], set[int]]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.key] = part


def parts() -> list[Part]:
    return [_parts[key] for key in sorted(_parts)]
