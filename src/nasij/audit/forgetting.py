"""Taking a name out of the record of acts: what was done stays, of whom it speaks goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from nasij.audit.models import Event

_TEXTS = ("subject_label", "actor_label", "before", "after")


def forget(
    subjects: Iterable[models.Model],
    *,
    words: Collection[str],
    clean: Callable[[Any], Any],
    mark: str,
) -> int:
    """Part of an act that erases `subjects`; the number of events that were changed.

    Events about them keep their day, kind, place and actor; every value in them becomes the mark.
    In other events `clean` takes out what names them; `words` are where to look.
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
    others = [event for event in _telling(words).exclude(about) if _cleaned(event, clean)]
    Event.objects.bulk_update(others, _TEXTS)
    return own.count() + len(others)


def _cleaned(event: Event, clean: Callable[[Any], Any]) -> bool:
    """A person of the team keeps their name as actor, though a contact may bear the same."""
    names = [name for name in _TEXTS if name != "actor_label" or event.actor_id is None]
    before = {name: getattr(event, name) for name in names}
    for name, value in before.items():
        setattr(event, name, clean(value))
    return any(getattr(event, name) != value for name, value in before.items())


def _telling(words: Collection[str]) -> QuerySet[Event]:
    """Events in which one of the words may stand; JSON is kept with its letters escaped or not."""
    found = Q(pk__in=[])
    for word in words:
        found |= Q(subject_label__icontains=word) | Q(actor_label__icontains=word)
        for written in {word, json.dumps(word)[1:-1]}:
            found |= Q(before_text__contains=written) | Q(after_text__contains=written)
    texts = {f"{name}_text": Cast(name, models.TextField()) for name in ("before", "after")}
    return Event.objects.annotate(**texts).filter(found).order_by("pk")
