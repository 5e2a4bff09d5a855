"""What an event holds beside its sentence, in words: before and after, never the keys of the code.

A name that has no word here is for the code alone (keys of rows, hashes) and is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import sentence, words_kept
from nasij.reference.models import Territory
from nasij.reference.names import PLACE_NAME
from nasij.sentences import in_language, is_in_languages
from nasij.ui import formats

if TYPE_CHECKING:  # applications tell their lists before models are loaded
    from nasij.audit.models import Event

_NAMES: dict[str, Promise] = {
    "basis": _("Basis of the mandate"),
    "budget_lcu": _("Budget"),
    "choices": _("Votes"),
    "commune": PLACE_NAME,
    "columns": _("Columns"),
    "count": _("Count"),
    "currency": _("Currency"),
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
    "publisher": _("Publisher"),
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


_PLACES = frozenset({"commune", "region", "shares"})  # kept by their code
_NUMBERS: dict[str, Callable[[Any, str], str]] = {
    "budget_lcu": lambda value, language: formats.money(Decimal(str(value)), language),
    "shares": lambda value, language: formats.percent(float(value), language),
    "year": lambda value, language: str(value),
}


@dataclass(frozen=True, slots=True)
class Detail:
    name: Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event as its page shows it; `details` are its values that have a name."""

    event: Event
    text: str
    region: str
    details: list[Detail]


def lines_of(events: Sequence[Event]) -> list[Line]:
    places, words_of = _places_of(events), cache(_words_of)
    return [
        Line(
            event,
            sentence(event),
            places.get(event.region_code, event.region_code),
            _details(event, places, words_of),
        )
        for event in events
    ]


def _places_of(events: Sequence[Event]) -> dict[str, str]:
    """The names of the places whose codes stand in events."""
    kept = [values.get(name) for event in events for values in (event.before, event.after)
            for name in _PLACES]  # fmt: skip
    codes = {code for value in kept for code in (value if isinstance(value, dict) else [value])}
    codes |= {event.region_code for event in events}
    found = Territory.objects.filter(code__in=codes - {None}).order_by("valid_from")
    return {place.code: place.name for place in found}


def _details(
    event: Event,
    places: Mapping[str, str],
    words_of: Callable[[str, str, str], Mapping[str, object]],
) -> list[Detail]:
    known = [name for name in _NAMES if name in event.before or name in event.after]
    found = []
    for name in known:
        words = places if name in _PLACES else words_of(event.verb, event.subject_type, name)
        value = _Value(words, _NUMBERS.get(name, _written), formats.language())
        before, after = (value.said(values.get(name)) for values in (event.before, event.after))
        found.append(Detail(_NAMES[name], before, after))
    return [detail for detail in found if detail.before or detail.after]


def _words_of(verb: str, subject_type: str, name: str) -> Mapping[str, object]:
    """The words of the codes that an event keeps under a name: those its room tells, or those of
    the field of what it speaks of."""
    if words := words_kept(verb, name):
        return words
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
    return dict(getattr(field, "flatchoices", ()))


@dataclass(frozen=True, slots=True)
class _Value:
    """How a reader says what is kept under one name."""

    words: Mapping[str, object]
    written: Callable[[Any, str], str]
    language: str

    def said(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        if is_in_languages(value):
            return str(in_language(value))
        if isinstance(value, Mapping):
            pairs = (
                formats.labelled(self._key(key), self.said(part), self.language)
                for key, part in value.items()
            )
            return formats.clauses(pairs, self.language)
        if isinstance(value, list | tuple):
            return formats.row((self.said(part) for part in value), self.language)
        if str(value) in self.words:
            return str(self.words[str(value)])
        return self.written(value, self.language)

    def _key(self, key: str) -> str:
        return str(self.words.get(key) or dict(settings.LANGUAGES).get(key, key))


def _written(value: Any, language: str) -> str:
    if isinstance(value, int | float):
        return formats.number(value, language)
    try:
        return formats.day(date.fromisoformat(value), language)
    except ValueError:
        return str(value)
