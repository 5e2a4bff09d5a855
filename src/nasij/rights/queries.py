"""Reading what firms asked for about their records, their links, consents and erasures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nasij.exporters.consent import allows, consent_steps, objections
from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope
from nasij.exporters.models import ConsentEntry, Contact, Erasure, Firm
from nasij.kept import readable
from nasij.rights.enums import RequestKind, RequestState
from nasij.rights.law.policy import policy
from nasij.rights.law.retention import silent_firms
from nasij.rights.models import AccessLink, ProposedChange, RightsRequest

Regions = Collection[str] | None


def open_requests(regions: Regions) -> QuerySet[RightsRequest]:
    """What waits for an answer in these regions (None: everywhere), the nearest day first."""
    found = RightsRequest.objects.filter(state=RequestState.OPEN)
    return _within(found, regions).select_related("firm__region", "job").order_by("due_on", "id")


def closed_requests(regions: Regions) -> QuerySet[RightsRequest]:
    found = RightsRequest.objects.exclude(state=RequestState.OPEN)
    return (
        _within(found, regions)
        .select_related("firm__region", "answered_by")
        .prefetch_related("changes")
        .order_by("-made_at", "-id")
    )


def _within(found: QuerySet[RightsRequest], regions: Regions) -> QuerySet[RightsRequest]:
    return found if regions is None else found.filter(firm__region__code__in=regions)


def requests_of(firm: Firm) -> list[RightsRequest]:
    found = firm.rights_requests.select_related("answered_by", "job").prefetch_related("changes")
    return list(found.order_by("-made_at", "-id"))


def erasure_begun(firm: Firm) -> RightsRequest | None:
    """The request by which it is being erased."""
    found = firm.rights_requests.filter(kind=RequestKind.ERASURE, state=RequestState.OPEN)
    return found.exclude(erasing={}).select_related("job").first()


def request_of_firm(firm: Firm, pk: int) -> RightsRequest | None:
    return firm.rights_requests.select_related("firm__region").filter(pk=pk).first()


def changes_of(request: RightsRequest) -> QuerySet[ProposedChange]:
    return request.changes.order_by("id")


def contact_of_firm(firm: Firm, pk: int) -> Contact | None:
    return firm.contacts.select_related("firm__region").filter(pk=pk).first()


def links_of(firm: Firm) -> list[AccessLink]:
    return list(firm.access_links.select_related("created_by", "firm").order_by("-id")[:20])


def open_link(pk: int) -> AccessLink | None:
    """The link a firm opened in this browser, as long as it still opens anything."""
    found = AccessLink.objects.select_related(
        "firm__region", "firm__commune__parent", "firm__group"
    )
    link = found.filter(pk=pk).first()
    return link if link is not None and link.is_open else None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One contact and one purpose: what the log says, and whether a message may leave."""

    contact: Contact
    purpose: ContactPurpose
    step: ConsentStep | None
    allowed: bool


def consent_rows(firm: Firm) -> list[ConsentRow]:
    steps, against = consent_steps(firm), objections(firm)
    found = []
    for contact in firm.contacts.order_by("name", "id"):
        for purpose in ContactPurpose:
            step = steps.get((contact.pk, purpose))
            found.append(ConsentRow(contact, purpose, step, allows(purpose, step, against)))
    return found


def consent_log(firm: Firm) -> QuerySet[ConsentEntry]:
    return firm.consent_entries.select_related("contact", "recorded_by").order_by("-id")


def firms_to_review(regions: Regions, today: date) -> QuerySet[Firm]:
    """Silent firms that a rule of the pack asks a person to look at."""
    limits = [rule.limit(today) for rule in policy().rules("firms")]
    found = silent_firms(max(limits), today) if limits else Firm.objects.none()
    return found if regions is None else found.filter(region__code__in=regions)


def erasures(regions: Regions) -> QuerySet[Erasure]:
    found = Erasure.objects.select_related("firm__region", "erased_by")
    if regions is not None:
        found = found.filter(firm__region__code__in=regions)
    return found.order_by("-erased_at", "-id")


def standing_objections(firm: Firm) -> QuerySet[RightsRequest]:
    return _standing().filter(firm=firm).order_by("-made_at", "-id")


def firms_that_object(scope: ObjectionScope) -> QuerySet[Any]:
    """What cannot be read of an objection counts as everything."""
    meant = Q(scope=scope)
    if scope == ObjectionScope.ALL:
        meant |= ~Q(scope__in=ObjectionScope.values)
    return _standing().filter(meant).order_by().values("firm_id")


def _standing() -> QuerySet[RightsRequest]:
    """What is objected to today: from the moment it is said, unless it was refused."""
    found = RightsRequest.objects.filter(kind=RequestKind.OBJECTION)
    return found.exclude(state=RequestState.WITHDRAWN).exclude(granted=False)


def objections_of(firm: Firm) -> set[ObjectionScope]:
    said = standing_objections(firm).values_list("scope", flat=True)
    return {readable(ObjectionScope, scope) or ObjectionScope.ALL for scope in said}


def scopes_left(firm: Firm) -> list[ObjectionScope]:
    """What it may still object to: nothing more, once it objects to everything."""
    standing = objections_of(firm)
    return [scope for scope in ObjectionScope if standing.isdisjoint({scope, ObjectionScope.ALL})]


def waits_for_an_answer(firm: Firm) -> str:
    """Why this record may not be merged into another one now, or nothing."""
    if not firm.rights_requests.filter(state=RequestState.OPEN).exists():
        return ""
    return _("The second firm waits for an answer about its record: answer it first.")
