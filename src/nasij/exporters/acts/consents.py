"""The log of consents: what a person of a firm agreed to, when and how. Lines are only added."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from nasij.accounts.models import User
from nasij.exporters.enums import Consent, ConsentStep
from nasij.exporters.models import ConsentEntry, Contact
from nasij.reference.days import check_day

_AS_STEP = {Consent.GIVEN: ConsentStep.GIVEN, Consent.WITHDRAWN: ConsentStep.WITHDRAWN}
AS_CONSENT = {step: consent for consent, step in _AS_STEP.items()}


def log_consent(contact: Contact, how: str, by: User | None) -> None:
    """The line that goes with a contact that was saved, in the act that saves it."""
    step = _AS_STEP.get(Consent(contact.consent))
    if step is not None:
        day = contact.consent_on or timezone.localdate()
        add_consent(contact, contact.purpose, step, how, day, by)


def add_consent(
    contact: Contact, purpose: str, step: ConsentStep, how: str, day: date, by: User | None
) -> ConsentEntry:
    check_day(day, latest=timezone.localdate())
    return ConsentEntry.objects.create(
        firm=contact.firm,
        contact=contact,
        purpose=purpose,
        step=step,
        how=how,
        happened_on=day,
        recorded_by=by,
    )
