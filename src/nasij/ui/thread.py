"""The thread: from one statement to the reply. A higher room says what the stations are.

    thread.register_provider(stations_of)    # in AppConfig.ready

`stations_of(object) -> list[Station]` answers for any object of the thread, or [] for others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
STATES = ("done", "current", "to-come", "refused")


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


Provider = Callable[[object], list[Station]]
_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def stations_of(thing: object) -> list[Station]:
    for provider in _providers:
        if stations := provider(thing):
            return stations
    return []
