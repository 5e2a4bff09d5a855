"""Where one can go from a page: addresses and links that rooms above tell the rooms below them.

A template never names an address of a room above its own. It shows the links that others put at one
of its places, or asks for an address by the name under which it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from nasij.rooms import told
from nasij.ui.navigation import Link


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a room above, by the name that rooms below know it by."""

    key: str  # "desk"
    url_name: str


def address_of(key: str, *args: Any) -> str:
    return reverse(
        next(address.url_name for address in told(Address) if address.key == key), args=args
    )


def _to_anybody(user: Any, shown: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Way:
    """A link at one place of a page below: to where, from what is shown there, for whom."""

    place: str
    label: str | Promise
    url: Callable[[Any], str]
    is_open: Callable[[Any, Any], bool] = _to_anybody  # (user, what is shown)


def ways_from(place: str, user: Any, shown: Any = None) -> list[Link]:
    """The links of this place that are open to the person, in the order of the rooms."""
    return [
        Link(way.label, way.url(shown))
        for way in told(Way)
        if way.place == place and way.is_open(user, shown)
    ]
