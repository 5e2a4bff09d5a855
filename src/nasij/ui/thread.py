"""The thread: from one statement to the reply. A room above tells what the stations are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.rooms import told

KINDS = {
    "statement": _("Need"),
    "theme": _("Theme"),
    "item": _("Regional item"),
    "agenda": _("Agenda"),
    "vote": _("Vote"),
    "decision": _("Decision"),
    "action": _("Action"),
    "result": _("Result"),
    "reply": _("Reply"),
}
STATES = {
    "done": _("done"),
    "current": _("current step"),
    "to-come": _("to come"),
    "refused": _("stopped here"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """`state` is one of STATES; `current` marks the station of the page one is on."""

    kind: str
    title: str | Promise = ""
    url: str = ""
    state: str = "to-come"
    at: date | None = None
    current: bool = False
    label: str | Promise = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"station {self.kind!r}: choose one of {', '.join(KINDS)}")
        if self.state not in STATES:
            raise ValueError(f"state {self.state!r}: choose one of {', '.join(STATES)}")

    @property
    def name(self) -> str | Promise:
        return self.label or KINDS[self.kind]

    @property
    def state_name(self) -> Promise:
        """How the state is told to those who do not see the knot."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class Thread:
    """`stations_of` answers for any object of the thread and its reader, with none for others."""

    stations_of: Callable[[object, Any], list[Station]]


def stations_of(thing: object, reader: Any) -> list[Station]:
    for thread in told(Thread):
        if stations := thread.stations_of(thing, reader):
            return stations
    return []
