"""Noting consents: what a person of a firm agreed to, when and how. Lines are only added."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from nasij.audit.acts import record
from nasij.exporters.enums import Consent, ConsentStep, ContactPurpose, RightsVerb, Said
from nasij.exporters.models import ConsentEntry, Contact

_AS_STEP = {Consent.GIVEN: ConsentStep.GIVEN, Consent.WITHDRAWN: ConsentStep.WITHDRAWN}
_AS_CONSENT = {step: consent for consent, step in _AS_STEP.items()}


@transaction.atomic
def note_consent(
    *,
    contact: Contact,
    purpose: ContactPurpose,
    step: ConsentStep,
    how: Said,
    happened_on: date,
    by: Any,
) -> ConsentEntry:
    """Add a line to the log. `by` None: the firm itself, by its link."""
    entry = _add(contact, purpose, step, how, happened_on, by)
    if purpose == contact.purpose and step in _AS_CONSENT:
        contact.consent, contact.consent_on = _AS_CONSENT[step], happened_on
        contact.save(update_fields=["consent", "consent_on"])
    firm = contact.firm
    record(
        RightsVerb.CONSENT_NOTED,
        subject=firm,
        by=by,
        actor=firm.name,
        region_code=firm.region.code,
        after={"purpose": purpose.value, "step": step.value, "how": how.value},
    )
    return entry


def log_consent(contact: Contact, how: str, by: Any) -> None:
    """The line that goes with a contact that was saved, in the act that saves it."""
    step = _AS_STEP.get(Consent(contact.consent))
    if step is not None:
        day = contact.consent_on or date.today()
        _add(contact, contact.purpose, step, how, day, by)


def _add(
    contact: Contact, purpose: str, step: ConsentStep, how: str, day: date, by: Any
) -> ConsentEntry:
    return ConsentEntry.objects.create(
        firm=contact.firm,
        contact=contact,
        purpose=purpose,
        step=step,
        how=how,
        happened_on=day,
        recorded_by=by,
    )
