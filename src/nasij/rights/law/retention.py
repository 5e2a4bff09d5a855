"""What has been kept long enough, by the rules of the country pack. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from nasij.audit.models import Event
from nasij.exporters.consent import consent_steps
from nasij.exporters.enums import ConsentStep, ContactPurpose
from nasij.exporters.holdings.parts import parts
from nasij.exporters.models import ConsentEntry, Contact, Firm, MarketEvidence
from nasij.intake.enums import ImportState
from nasij.intake.models import ImportedRow, ImportRun
from nasij.rights.enums import RequestState
from nasij.rights.law.policy import RetentionRule, policy
from nasij.rights.models import AccessLink, RightsRequest


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a rule says has been kept long enough."""

    rule: RetentionRule
    thing: Any
    label: str
    since: date  # its last sign of life, or the day of the act the rule counts from


def due(today: date) -> Iterator[Due]:
    """Everything that is due today, rule by rule in the order of the pack."""
    for rule in policy().retention:
        yield from _FINDERS[rule.of](rule, rule.limit(today), today)


def silent_firms(limit: date, today: date) -> QuerySet[Firm]:
    """Firms of which nothing was heard since `limit`: no act, no file, no evidence, no need.

    A person may have decided meanwhile to keep one for some time.
    """
    number = Cast(OuterRef("pk"), models.CharField())
    acts = Event.objects.filter(
        subject_type=Firm._meta.label_lower, subject_id=number, at__date__gt=limit
    ).exclude(actor_id=None, actor_label="")  # what the system does is no sign of life
    rows = ImportedRow.objects.filter(firm=OuterRef("pk"), run__started_at__date__gt=limit)
    evidence = MarketEvidence.objects.filter(firm=OuterRef("pk"), evidence_on__gt=limit)
    alive = {pk for part in parts() for pk in part.alive(limit)}
    found = Firm.objects.filter(
        merged_into=None, erased_at=None, created_at__date__lte=limit
    ).exclude(retention_reviews__keep_until__gt=today)
    return (
        found.filter(~Exists(acts), ~Exists(rows), ~Exists(evidence))
        .exclude(pk__in=alive)
        .select_related("region")
        .order_by("region__code", "name", "id")
    )


def _firms(rule: RetentionRule, limit: date, today: date) -> Iterator[Due]:
    for firm in silent_firms(limit, today):
        yield Due(rule, firm, f"{firm.name} (#{firm.pk})", firm.changed_at.date())


def _contacts(rule: RetentionRule, limit: date, today: date) -> Iterator[Due]:
    """Withdrawn for every purpose that was ever given: one consent that holds keeps a contact."""
    withdrawn = ConsentEntry.objects.filter(
        contact=OuterRef("pk"), step=ConsentStep.WITHDRAWN, happened_on__lte=limit
    )
    found = Contact.objects.filter(Exists(withdrawn)).select_related("firm")
    for contact in found.order_by("firm_id", "id"):
        held = consent_steps(contact.firm)
        steps = {held.get((contact.pk, purpose)) for purpose in ContactPurpose}
        if ConsentStep.GIVEN not in steps:
            last = contact.consent_entries.order_by("-id").first()
            assert last is not None
            if last.happened_on <= limit:
                yield Due(rule, contact, f"{contact.firm.name} (#{contact.pk})", last.happened_on)


def _files(rule: RetentionRule, limit: date, today: date) -> Iterator[Due]:
    """A file brought again since is kept for the later import."""
    ended = ImportRun.objects.filter(state__in=(ImportState.FINISHED, ImportState.CANCELLED))
    old = ended.filter(finished_at__date__lte=limit)
    younger = ImportRun.objects.filter(file_path=OuterRef("file_path")).exclude(
        pk__in=old.values("pk")
    )
    for run in old.filter(~Exists(younger)).order_by("finished_at", "id"):
        if (Path(settings.NASIJ_DATA) / run.file_path).exists() and run.finished_at:
            yield Due(rule, run, f"{run.file_name} (#{run.pk})", run.finished_at.date())


def _links(rule: RetentionRule, limit: date, today: date) -> Iterator[Due]:
    dead = Q(expires_at__date__lte=limit) | Q(revoked_at__date__lte=limit)
    for link in AccessLink.objects.filter(dead).select_related("firm").order_by("id"):
        yield Due(rule, link, f"{link.firm} (#{link.pk})", link.expires_at.date())


def _requests(rule: RetentionRule, limit: date, today: date) -> Iterator[Due]:
    closed = RightsRequest.objects.exclude(state=RequestState.OPEN)
    full = ~Q(reason="") | Q(changes__isnull=False)
    old = Q(answered_at__date__lte=limit) | Q(answered_at=None, made_at__date__lte=limit)
    found = closed.filter(full, old).select_related("firm__region").distinct().order_by("id")
    for request in found:
        day = (request.answered_at or request.made_at).date()
        yield Due(rule, request, f"{request.firm} (#{request.pk})", day)


_FINDERS: dict[str, Callable[[RetentionRule, date, date], Iterator[Due]]] = {
    "firms": _firms,
    "contacts": _contacts,
    "files": _files,
    "links": _links,
    "requests": _requests,
}
