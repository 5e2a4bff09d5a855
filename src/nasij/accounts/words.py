"""What an event holds beside its sentence, in words: before and after, never the keys of the code.

A name that has no word here is for the code alone (keys of rows, hashes) and is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import sentence
from nasij.reference.models import Territory
from nasij.reference.names import PLACE_NAME
from nasij.rooms import told
from nasij.sentences import in_language, is_in_languages
from nasij.ui import formats

if TYPE_CHECKING:  # applications tell their lists before models are loaded
    from nasij.audit.models import Event

_NAMES: dict[str, Promise] = {
    "basis": _("Basis of the mandate"),
    "budget_lcu": _("Budget"),
    "choices": _("Votes"),
    "commune": PLACE_NAME,
    "count": _("Count"),
    "due_on": _("Due date"),
    "ends_on": _("Last day"),
    "firms": _("Firms"),
    "heads": _("Votes"),
    "keep_until": _("Keep until"),
    "kind": _("Kind"),
    "loser": _("Merged record"),
    "majority": _("Majority"),
    "name": _("Name"),
    "other": _("Other firm"),
    "outcome": _("Outcome"),
    "owner": _("Owner"),
    "person": _("Person"),
    "place": _("Place"),
    "position": _("Position"),
    "reason": _("Reason"),
    "recipient": _("Recipient"),
    "region": _("Region"),
    "replies": _("Replies"),
    "role": _("Role"),
    "rows": _("Rows"),
    "seats": _("Seats"),
    "secret": _("Secret ballot"),
    "session": _("Session"),
    "shares": _("Shares"),
    "since": _("Since"),
    "starts_on": _("First day"),
    "state": _("State"),
    "status": _("Status"),
    "text": _("Text"),
    "title": _("Title"),
    "until": _("Until"),
    "vintage": _("Vintage"),
    "weights": _("Weight of the votes"),
    "with": _("Shared with"),
    "year": _("Year"),
}


_PLACES = frozenset({"commune", "region"})  # kept by their code


@dataclass(frozen=True, slots=True)
class Detail:
    name: Promise
    before: str
    after: str


@cache
def stored_words() -> dict[str, object]:
    """The label of every stored choice that a room tells, by its value."""
    return {str(choice.value): choice.label for choice in told(TextChoices)}


@dataclass(frozen=True, slots=True)
class Line:
    """One event as its page shows it; `details` are its values that have a name."""

    event: Event
    text: str
    region: str
    details: list[Detail]


def lines_of(events: Sequence[Event]) -> list[Line]:
    places = _places_of(events)
    return [
        Line(
            event,
            sentence(event),
            places.get(event.region_code, event.region_code),
            _details(event, places),
        )
        for event in events
    ]


def _places_of(events: Sequence[Event]) -> dict[str, str]:
    """The names of the places whose codes stand in events."""
    kept = [values.get(name) for event in events for values in (event.before, event.after)
            for name in _PLACES]  # fmt: skip
    codes = {code for code in kept if isinstance(code, str)}
    codes |= {event.region_code for event in events}
    found = Territory.objects.filter(code__in=codes).order_by("valid_from")
    return {place.code: place.name for place in found}


def _details(event: Event, places: Mapping[str, str]) -> list[Detail]:
    def of(values: Mapping[str, Any], name: str) -> str:
        value = values.get(name)
        return said(places.get(str(value), value) if name in _PLACES else value)

    known = [name for name in _NAMES if name in event.before or name in event.after]
    found = [Detail(_NAMES[name], of(event.before, name), of(event.after, name)) for name in known]
    return [detail for detail in found if detail.before or detail.after]


def said(value: Any) -> str:
    """A stored value as a reader says it."""
    language = formats.language()
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if is_in_languages(value):
        return str(in_language(value))
    if isinstance(value, Mapping):
        languages = dict(settings.LANGUAGES)
        pairs = (
            formats.labelled(languages.get(key) or said(key), said(part), language)
            for key, part in value.items()
        )
        return formats.clauses(pairs, language)
    if isinstance(value, list | tuple):
        return formats.row((said(part) for part in value), language)
    if isinstance(value, int | float):
        return formats.number(value, language)
    return _written(str(value), language)


def _written(text: str, language: str) -> str:
    try:
        return formats.day(date.fromisoformat(text), language)
    except ValueError:
        return str(stored_words().get(text, text))
