"""What happened to the record of a firm."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.audit.queries import events_about_many
from nasij.audit.words import sentence
from nasij.exporters.enums import ExporterVerb
from nasij.exporters.fields import LABELS, part_said
from nasij.exporters.life import Asked, Happening, kind_of, news_of
from nasij.exporters.models import Firm, Follower
from nasij.sentences import filled
from nasij.ui import formats

# Who follows a firm is nobody else's concern.
_SILENT = (ExporterVerb.FIRM_FOLLOWED, ExporterVerb.FIRM_UNFOLLOWED)


def life_of_record(asked: Asked) -> Iterator[Happening]:
    """Acts of people on the record."""
    events = events_about_many(Firm, asked.keys).exclude(verb__in=_SILENT)
    if asked.since is not None:
        events = events.filter(at__gt=asked.since)
    for event in events[: asked.limit]:
        yield _of_event(event)


def _of_event(event: Event) -> Happening:
    return Happening(
        int(event.subject_id),
        kind_of(event.verb),
        event.at,
        sentence(event),
        changes_told(event.before, event.after),
        actor_id=event.actor_id,
    )


def changes_told(before: dict[str, object], after: dict[str, object]) -> str:
    """“Activity: Oils → Olive oils; …” for the fields that changed."""
    parts = [
        filled(
            _("%(field)s: %(before)s → %(after)s"),
            {
                "field": LABELS[name],
                "before": part_said(name, before[name]),
                "after": part_said(name, value),
            },
        )
        for name, value in after.items()
        if name in before and name in LABELS
    ]
    return formats.clauses(parts, formats.language())


def news_for_follower(
    user: User, seen: QuerySet[Firm], limit: int = 12
) -> list[tuple[Firm, Happening]]:
    """What others did to the followed firms that one may still see, since one last read."""
    marks = {
        row.firm_id: row.seen_at or row.since
        for row in Follower.objects.filter(user=user).order_by("id")
    }
    if not marks:
        return []
    firms = {firm.pk: firm for firm in seen.filter(pk__in=marks).select_related("region")}
    found = news_of(list(firms.values()), user, since=min(marks.values()), limit=limit * 3)
    fresh = [happening for happening in found if happening.moment > marks[happening.firm_id]]
    return [(firms[happening.firm_id], happening) for happening in fresh[:limit]]
