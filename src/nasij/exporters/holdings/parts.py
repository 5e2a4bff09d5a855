"""Parts of a firm's record, each told by the room that holds it: to show it and to erase it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.rooms import told


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

    `held` lists what is held, for the firm itself; `count` says how many rows an erasure would
    change; `erase` changes them, inside the act; `alive` gives the firms with something of this
    kind since a day.
    """

    key: str
    title: Promise
    label: Promise  # its rows, where they are counted
    held: Callable[[Firm], list[Entry]]
    count: Callable[[Sequence[Firm], Words], int]
    erase: Callable[[Sequence[Firm], Words], int]
    alive: Callable[[date], set[int]]


def parts() -> list[Part]:
    return sorted(told(Part), key=lambda part: part.key)


def nobody(since: date) -> set[int]:
    """Of what others did to a firm, which is no sign of life: the firm itself did nothing."""
    return set()
