"""What has been kept long enough, by the rules of the country pack, and what this room keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from nasij.audit.models import Event
from nasij.exporters.holdings.parts import parts
from nasij.exporters.models import Firm, MarketEvidence
from nasij.rights.enums import RequestState
from nasij.rights.law.policy import RetentionRule, policy
from nasij.rights.models import AccessLink, RightsRequest
from nasij.rooms import told
from nasij.work.keeping import Keeping, Old


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a rule says has been kept long enough."""

    rule: RetentionRule
    keeping: Keeping
    old: Old


def due(today: date) -> Iterator[Due]:
    """Everything that is due today, rule by rule in the order of the pack."""
    kinds = {keeping.kind: keeping for keeping in told(Keeping)}
    for rule in policy().retention:
        keeping = kinds[rule.of]
        for old in keeping.old(rule.limit(today), today):
            yield Due(rule, keeping, old)


def silent_firms(limit: date, today: date) -> QuerySet[Firm]:
    """Firms of which nothing was heard since `limit`: no act, no file, no evidence, no need.

    A person may have decided meanwhile to keep one for some time.
    """
    number = Cast(OuterRef("pk"), models.CharField())
    acts = Event.objects.filter(
        subject_type=Firm._meta.label_lower, subject_id=number, at__date__gt=limit
    ).exclude(actor_id=None, actor_label="")  # what the system does is no sign of life
    evidence = MarketEvidence.objects.filter(firm=OuterRef("pk"), evidence_on__gt=limit)
    alive = {pk for part in parts() for pk in part.alive(limit)}
    found = Firm.objects.filter(
        merged_into=None, erased_at=None, created_at__date__lte=limit
    ).exclude(retention_reviews__keep_until__gt=today)
    return (
        found.filter(~Exists(acts), ~Exists(evidence))
        .exclude(pk__in=alive)
        .select_related("region")
        .order_by("region__code", "name", "id")
    )


def _old_firms(limit: date, today: date) -> Iterator[Old]:
    for firm in silent_firms(limit, today):
        yield Old(
            firm,
            f"{firm.name} (#{firm.pk})",
            timezone.localdate(firm.changed_at),
            firm,
            firm.region.code,
        )


def _old_links(limit: date, today: date) -> Iterator[Old]:
    dead = Q(expires_at__date__lte=limit) | Q(revoked_at__date__lte=limit)
    links = AccessLink.objects.filter(dead).select_related("firm__region")
    for link in links.order_by("id"):
        label = f"{link.firm} (#{link.pk})"
        yield Old(
            link, label, timezone.localdate(link.expires_at), link.firm, link.firm.region.code
        )


def _let_go_link(link: AccessLink) -> None:
    link.delete()


def _old_requests(limit: date, today: date) -> Iterator[Old]:
    closed = RightsRequest.objects.exclude(state=RequestState.OPEN)
    full = ~Q(reason="") | Q(changes__isnull=False)
    old = Q(answered_at__date__lte=limit) | Q(answered_at=None, made_at__date__lte=limit)
    found = closed.filter(full, old).select_related("firm__region").distinct().order_by("id")
    for request in found:
        day = (request.answered_at or request.made_at).date()
        label = f"{request.firm} (#{request.pk})"
        yield Old(request, label, day, request.firm, request.firm.region.code)


def _let_go_request(request: RightsRequest) -> None:
    """That it was made stays, no longer what was asked."""
    request.changes.all().delete()
    request.reason = ""
    request.save(update_fields=["reason"])


FIRMS = Keeping("firms", _old_firms)  # a firm is never erased by a rule alone
LINKS = Keeping("links", _old_links, _let_go_link)
REQUESTS = Keeping("requests", _old_requests, _let_go_request)
