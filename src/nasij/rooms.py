"""What rooms tell each other.

A room that wants to hear something defines a type for it: `NavEntry`, `Verbs`, `FirmSection` …
Every room above it may tell values of that type, all in one place, its `tells.py`:

    TELLS = (NavEntry("needs", …), *NeedVerb, FirmSection(said_section, order=20))

Nobody registers anything. Who asks first has the `tells.py` of every room read, the lowest first.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TypeVar

from django.apps import apps
from django.utils.module_loading import module_has_submodule

Told = TypeVar("Told")


def told(kind: type[Told]) -> tuple[Told, ...]:
    """Everything of this kind that any room tells, in the order of the rooms."""
    return tuple(thing for thing in everything() if isinstance(thing, kind))


@cache
def everything() -> tuple[object, ...]:
    rooms = [room for room in apps.get_app_configs() if room.name.startswith("nasij.")]
    return tuple(
        thing
        for room in rooms
        if module_has_submodule(room.module, "tells")
        for thing in import_module(f"{room.name}.tells").TELLS
    )
