"""Reading the record."""

from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet

from nasij.audit.models import Event


def events_about(subject: models.Model) -> QuerySet[Event]:
    """The life of one object, newest first."""
    return Event.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).order_by("-at", "-id")


def events_about_many(kind: type[models.Model], keys: Iterable[int | str]) -> QuerySet[Event]:
    """The lives of several objects of one kind, newest first."""
    return Event.objects.filter(
        subject_type=kind._meta.label_lower, subject_id__in=[str(key) for key in keys]
    ).order_by("-at", "-id")


def events_of(kind: type[models.Model]) -> QuerySet[Event]:
    """The lives of all objects of a kind, also of those that are gone, newest first."""
    return Event.objects.filter(subject_type=kind._meta.label_lower).order_by("-at", "-id")


def events(
    *, verb: str = "", region_codes: set[str] | None = None, search: str = ""
) -> QuerySet[Event]:
    """All events, newest first; `region_codes` None means every region and the nation."""
    found = Event.objects.order_by("-at", "-id")
    if verb:
        found = found.filter(verb=verb)
    if region_codes is not None:
        found = found.filter(region_code__in=region_codes)
    if search:
        found = found.filter(
            models.Q(subject_label__icontains=search) | models.Q(actor_label__icontains=search)
        )
    return found
