"""Events as sentences a person can read, in their language.

Each room declares its verbs in an enumeration whose labels are sentences with the placeholders
`%(actor)s` and `%(subject)s` (and any key of `after`), and tells them (`tells.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.db.models.enums import ChoicesType
from django.utils.translation import gettext as _

from nasij.rooms import told
from nasij.sentences import filled, is_in_languages

if TYPE_CHECKING:  # enumerations are read before models are loaded
    from nasij.audit.models import Event


class Verbs(TextChoices):
    """Base of the rooms' verb enumerations; labels stay lazy until they are read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of the codes that the events of some verbs keep under a name, where what they
    speak of has no field of that name with its choices."""

    name: str
    words: type[TextChoices] | Callable[[], Mapping[str, object]]
    verbs: tuple[Verbs, ...]


def words_kept(verb: str, name: str) -> Mapping[str, object]:
    for kept in told(Kept):
        if kept.name == name and verb in kept.verbs:
            return dict(kept.words.choices) if isinstance(kept.words, ChoicesType) else kept.words()
    return {}


@cache
def templates() -> dict[str, object]:
    """The sentence of every verb that a room tells, by its value."""
    return {verb.value: verb.label for verb in told(Verbs)}


def choices() -> list[tuple[str, str]]:
    """Every kind of act as a sentence without its names, in the reader's language and order."""
    return sorted(
        ((verb, _without_names(str(label))) for verb, label in templates().items()),
        key=lambda choice: choice[1].casefold(),
    )


class _Gaps(dict[str, str]):
    """Stands for every name of a sentence: nothing for who acted, a gap for the others."""

    def __missing__(self, name: str) -> str:
        return "" if name == "actor" else "…"


def _without_names(template: str) -> str:
    text = (template % _Gaps()).lstrip(" \u00a0:")
    return text[:1].upper() + text[1:]


def sentence(event: "Event") -> str:
    """The event as one sentence in the active language."""
    template = str(templates().get(event.verb, _("%(actor)s: %(verb)s, %(subject)s")))
    values = {
        **{key: value for key, value in event.after.items() if _is_sayable(value)},
        "actor": event.actor_label or _("The system"),
        "subject": event.subject_label,
        "verb": event.verb,
    }
    try:
        return filled(template, values)
    except KeyError:
        return filled(_("%(actor)s: %(verb)s, %(subject)s"), values)


def _is_sayable(value: object) -> bool:
    return isinstance(value, str | int | float) or is_in_languages(value)
