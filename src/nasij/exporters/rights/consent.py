"""Whether a firm may be written to, and for what. Asked wherever a message leaves for one."""

from __future__ import annotations

from nasij.exporters.enums import (
    ConsentStep,
    ContactPurpose,
    ObjectionScope,
    RequestKind,
    RequestState,
)
from nasij.exporters.models import ConsentEntry, Contact, Firm, RightsRequest

# What each objection stops. Answers to requests about the record itself are never stopped: the law
# asks for them.
_STOPS = {
    ObjectionScope.OFFERS: {ContactPurpose.OFFERS},
    ObjectionScope.PUBLICATION: set(),
    ObjectionScope.ALL: set(ContactPurpose),
}


def objections(firm: Firm) -> set[ObjectionScope]:
    """What the firm objects to today: from the moment it says so, unless it was refused."""
    found = RightsRequest.objects.filter(firm=firm, kind=RequestKind.OBJECTION)
    holding = found.exclude(state=RequestState.WITHDRAWN).exclude(granted=False)
    return {ObjectionScope(scope) for scope in holding.values_list("scope", flat=True)}


def may_contact(contact: Contact, purpose: ContactPurpose) -> bool:
    """Whether this person may be written to for this purpose.

    Invitations and offers need a consent for that very purpose. Replies to what the firm itself
    said need none, and stop when the consent is withdrawn.
    """
    if contact.firm.erased_at or _is_stopped(contact.firm, purpose):
        return False
    step = consent_step(contact, purpose)
    if purpose == ContactPurpose.REPLIES:
        return step != ConsentStep.WITHDRAWN
    return step == ConsentStep.GIVEN


def may_reply(firm: Firm, email: str) -> bool:
    """Whether what a firm said may be answered to this address, which it gave with its words."""
    if firm.erased_at or _is_stopped(firm, ContactPurpose.REPLIES):
        return False
    known = firm.contacts.filter(email__iexact=email).select_related("firm").order_by("id")
    return all(may_contact(contact, ContactPurpose.REPLIES) for contact in known)


def may_be_listed(firm: Firm) -> bool:
    """Whether the firm may be named to people other than those who follow it for the council."""
    return not objections(firm) & {ObjectionScope.PUBLICATION, ObjectionScope.ALL}


def consent_step(contact: Contact, purpose: str) -> ConsentStep | None:
    """The last line of the log that says yes or no; that it was asked changes neither."""
    lines = ConsentEntry.objects.filter(contact=contact, purpose=purpose)
    last = lines.exclude(step=ConsentStep.ASKED).order_by("-id").first() or lines.first()
    return ConsentStep(last.step) if last is not None else None


def _is_stopped(firm: Firm, purpose: str) -> bool:
    return any(purpose in _STOPS[scope] for scope in objections(firm))
