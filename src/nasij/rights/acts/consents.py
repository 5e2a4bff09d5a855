"""Noting a consent: what a person of a firm agreed to, when and how."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.acts.consents import AS_CONSENT, add_consent
from nasij.exporters.enums import ConsentStep, ContactPurpose, Said
from nasij.exporters.models import ConsentEntry, Contact
from nasij.rights.enums import RightsVerb

_TOLD = {
    ConsentStep.ASKED: RightsVerb.CONSENT_ASKED,
    ConsentStep.GIVEN: RightsVerb.CONSENT_NOTED,
    ConsentStep.WITHDRAWN: RightsVerb.CONSENT_WITHDRAWN,
}


@transaction.atomic
def note_consent(
    *,
    contact: Contact,
    purpose: ContactPurpose,
    step: ConsentStep,
    how: Said,
    happened_on: date,
    by: User | None,
) -> ConsentEntry:
    """Add a line to the log. `by` None: the firm itself, by its link."""
    entry = add_consent(contact, purpose, step, how, happened_on, by)
    if purpose == contact.purpose and step in AS_CONSENT:
        contact.consent, contact.consent_on = AS_CONSENT[step], happened_on
        contact.save(update_fields=["consent", "consent_on"])
    firm = contact.firm
    record(
        _TOLD[step],
        subject=firm,
        by=by,
        actor=firm.name,
        region_code=firm.region.code,
        after={"purpose": purpose.value, "step": step.value, "how": how.value},
    )
    return entry
