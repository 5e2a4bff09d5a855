"""Parts of a firm's page that rooms above add when the site starts.

sections.register(what_it_said, order=20)        # in AppConfig.ready
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.ui.parts import Text


@dataclass(frozen=True, slots=True)
class Glance:
    """A word at the head of the page: what one must know before calling."""

    label: Text
    value: Text
    hint: Text = ""
    url: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part with its template; `key` is the anchor."""

    key: str
    title: Text
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    glances: tuple[Glance, ...] = ()
    is_empty: bool = False  # only its glances are shown


Maker = Callable[[Firm, Person], Section | None]
_makers: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int) -> None:
    if all(known is not maker for _order, known in _makers):
        _makers.append((order, maker))
        _makers.sort(key=lambda one: one[0])


def sections_of(firm: Firm, user: Person) -> list[Section]:
    """What the rooms above say of a firm to this person, in their order."""
    made = [maker(firm, user) for _order, maker in _makers]
    return [one for one in made if one is not None]
