"""Sections of a firm's page that rooms above tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.rooms import told
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


@dataclass(frozen=True, slots=True)
class FirmSection:
    """Makes a section of the page of a firm for a person, or none."""

    make: Callable[[Firm, Person], Section | None]
    order: int


def sections_of(firm: Firm, user: Person) -> list[Section]:
    """What the rooms above say of a firm to this person, in their order."""
    makers = sorted(told(FirmSection), key=lambda told_section: told_section.order)
    made = [maker.make(firm, user) for maker in makers]
    return [section for section in made if section is not None]
