"""Whether a firm may be written to, and for what. Asked wherever a message leaves for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from nasij.exporters.enums import ConsentStep, ContactPurpose, ExporterVerb, ObjectionScope
from nasij.exporters.models import ConsentEntry, Contact, Firm
from nasij.kept import readable
from nasij.rooms import told
from nasij.work.keeping import Keeping, Old

# What each objection stops. Answers to requests about the record itself are never stopped: the law
# asks for them.
_STOPS = {
    ObjectionScope.OFFERS: {ContactPurpose.OFFERS},
    ObjectionScope.PUBLICATION: set(),
    ObjectionScope.ALL: set(ContactPurpose),
}
_UNLISTED = {ObjectionScope.PUBLICATION, ObjectionScope.ALL}


@dataclass(frozen=True, slots=True)
class Objections:
    """What firms object to today, told by the room that hears it."""

    of: Callable[[Firm], set[ObjectionScope]]
    by: Callable[[ObjectionScope], QuerySet[Any]]  # the numbers of the firms that object to it


def objections(firm: Firm) -> set[ObjectionScope]:
    """What the firm objects to today."""
    return {scope for heard in told(Objections) for scope in heard.of(firm)}


def may_be_called(firm: Firm) -> bool:
    return ObjectionScope.ALL not in objections(firm)


def left_in_peace() -> Q:
    """Firms nobody is to call: they object to everything that the law does not require."""
    return _objecting(ObjectionScope.ALL)


def kept_unlisted() -> Q:
    """Firms that are not named beyond those who follow them, as `may_be_listed` says of one."""
    return _objecting(*_UNLISTED)


def _objecting(*scopes: ObjectionScope) -> Q:
    heard = (Q(pk__in=room.by(scope)) for room in told(Objections) for scope in scopes)
    return Q(*heard, _connector=Q.OR)


def may_contact(contact: Contact, purpose: ContactPurpose) -> bool:
    """Whether this person may be written to for this purpose.

    Invitations and offers need a consent for that very purpose. Replies to what the firm itself
    said need none, and stop when the consent is withdrawn.
    """
    if contact.firm.erased_at:
        return False
    return allows(purpose, consent_step(contact, purpose), objections(contact.firm))


def allows(purpose: ContactPurpose, step: ConsentStep | None, against: set[ObjectionScope]) -> bool:
    """The rule itself: what was said of a purpose, and what the firm objects to."""
    if any(purpose in _STOPS[scope] for scope in against):
        return False
    if purpose == ContactPurpose.REPLIES:
        return step != ConsentStep.WITHDRAWN
    return step == ConsentStep.GIVEN


def may_reply(firm: Firm, email: str) -> bool:
    """Whether what a firm said may be answered to this address, which it gave with its words."""
    if firm.erased_at or not allows(ContactPurpose.REPLIES, None, objections(firm)):
        return False
    known = firm.contacts.filter(email__iexact=email).select_related("firm").order_by("id")
    return all(may_contact(contact, ContactPurpose.REPLIES) for contact in known)


def may_be_listed(firm: Firm) -> bool:
    """Whether the firm may be named to people other than those who follow it for the council."""
    return not objections(firm) & _UNLISTED


def consent_step(contact: Contact, purpose: str) -> ConsentStep | None:
    """The last line of the log that says yes or no; that it was asked changes neither."""
    return consent_steps(contact.firm).get((contact.pk, purpose))


def consent_steps(firm: Firm) -> dict[tuple[int, str], ConsentStep]:
    """What holds for every contact of a firm and every purpose, in one query."""
    found: dict[tuple[int, str], ConsentStep] = {}
    lines = ConsentEntry.objects.filter(firm=firm, contact__isnull=False).order_by("id")
    for contact, stored, step in lines.values_list("contact_id", "purpose", "step"):
        said = readable(ConsentStep, step) or ConsentStep.WITHDRAWN
        for key in ((int(contact or 0), purpose) for purpose in _meant(stored, said)):
            if said != ConsentStep.ASKED or key not in found:
                found[key] = said
    return found


def _meant(stored: str, said: ConsentStep) -> list[ContactPurpose]:
    """Of a purpose that was damaged: what was withdrawn may have been any."""
    known = readable(ContactPurpose, stored)
    return [known] if known else list(ContactPurpose) * (said == ConsentStep.WITHDRAWN)


def _old_contacts(limit: date, today: date) -> Iterator[Old]:
    """Withdrawn for every purpose that was ever given: one consent that holds keeps a contact."""
    withdrawn = ConsentEntry.objects.filter(
        contact=OuterRef("pk"), step=ConsentStep.WITHDRAWN, happened_on__lte=limit
    )
    found = Contact.objects.filter(Exists(withdrawn)).select_related("firm__region")
    for contact in found.order_by("firm_id", "id"):
        firm, held = contact.firm, consent_steps(contact.firm)
        steps = {held.get((contact.pk, purpose)) for purpose in ContactPurpose}
        last = contact.consent_entries.order_by("-id").first()
        if ConsentStep.GIVEN not in steps and last is not None and last.happened_on <= limit:
            label = f"{firm.name} (#{contact.pk})"
            yield Old(contact, label, last.happened_on, firm, firm.region.code)


def _let_go_contact(contact: Contact) -> None:
    contact.delete()


CONTACTS = Keeping("contacts", _old_contacts, _let_go_contact, ExporterVerb.CONTACT_REMOVED)
