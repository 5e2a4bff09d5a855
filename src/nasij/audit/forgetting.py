"""Taking a name out of the record of acts: what was done stays, of whom it speaks goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from nasij.audit.models import Event

_TEXTS = ("subject_label", "actor_label", "before", "after")


def forget(
    subjects: Iterable[models.Model],
    *,
    owned: Collection[tuple[str, str]],
    clean_own: Callable[[Any], Any],
    clean: Callable[[Any], Any],
    mark: str,
) -> int:
    """Part of an act that erases `subjects`; the number of events that were changed.

    Events about them keep their day, kind, place and actor; every value in them becomes the mark.
    In other events `clean` takes out what names them, and `clean_own` in those about what is
    theirs (`owned`: the type and number of each, which may be gone). All are read: no two
    databases fold letters and blanks alike.
    """
    keys = [(subject._meta.label_lower, str(subject.pk)) for subject in subjects]
    about = Q(pk__in=[])
    for kind, key in keys:
        about |= Q(subject_type=kind, subject_id=key)
    own = Event.objects.filter(about)
    for event in own.order_by("pk").iterator():
        event.subject_label = mark
        if event.actor_id is None and event.actor_label:  # the firm itself, by its link
            event.actor_label = mark
        event.before = dict.fromkeys(event.before, mark)
        event.after = dict.fromkeys(event.after, mark)
        event.save(update_fields=_TEXTS)
    beside = Event.objects.exclude(about).order_by("pk")
    others = [
        event
        for event in beside.iterator()
        if _cleaned(event, clean_own if (event.subject_type, event.subject_id) in owned else clean)
    ]
    Event.objects.bulk_update(others, _TEXTS)
    return own.count() + len(others)


def _cleaned(event: Event, clean: Callable[[Any], Any]) -> bool:
    """A person of the team keeps their name as actor, though a contact may bear the same."""
    names = [name for name in _TEXTS if name != "actor_label" or event.actor_id is None]
    before = {name: getattr(event, name) for name in names}
    for name, value in before.items():
        setattr(event, name, clean(value))
    return any(getattr(event, name) != value for name, value in before.items())
