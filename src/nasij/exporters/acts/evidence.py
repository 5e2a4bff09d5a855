"""What is said of a firm: markets, status under a definition, contacts; and who follows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.acts.consents import log_consent
from nasij.exporters.enums import (
    Consent,
    EvidenceSource,
    ExporterVerb,
    FirmLifeVerb,
    MarketStanding,
    Said,
)
from nasij.exporters.models import Contact, Firm, Follower, MarketEvidence, Standing
from nasij.exporters.queries.evidence import market_statuses
from nasij.reference.days import check_day
from nasij.reference.models import Country, Definition
from nasij.sentences import in_every_language

# What files say again at every load; people say a thing because they mean it.
_FROM_FILES = frozenset({EvidenceSource.CUSTOMS, EvidenceSource.ASSOCIATION})


@transaction.atomic
def note_market(
    *,
    firm: Firm,
    country: Country,
    standing: MarketStanding,
    source: EvidenceSource,
    evidence_on: date,
    by: User | None,
) -> MarketEvidence | None:
    """Add what a source says of a market. The newest evidence is what counts; all is kept.

    None, and nothing written, where a file repeats what it said, or what was removed by hand.
    """
    check_day(evidence_on, latest=timezone.localdate())
    latest = _latest(firm, country, source)
    if source in _FROM_FILES and latest is not None:
        same = (latest.standing, latest.evidence_on) == (standing, evidence_on)
        if latest.is_removed or same:
            return None
    evidence = MarketEvidence.objects.create(
        firm=firm,
        country=country,
        standing=standing,
        source=source,
        evidence_on=evidence_on,
        recorded_by=by,
    )
    _keep_markets(firm)
    said = {"standing": standing, "source": source, "evidence_on": evidence_on.isoformat()}
    _record_market(ExporterVerb.MARKET_SET, firm, country, said, by)
    return evidence


@transaction.atomic
def remove_market(*, firm: Firm, country: Country, by: User | None) -> None:
    """Take back what all sources said of a market; their next files change nothing."""
    said = [_latest(firm, country, source) for source in EvidenceSource]
    taken_back = [latest for latest in said if latest is not None and not latest.is_removed]
    if not taken_back:
        return
    MarketEvidence.objects.bulk_create(
        MarketEvidence(
            firm=firm,
            country=country,
            standing=latest.standing,
            source=latest.source,
            evidence_on=timezone.localdate(),
            is_removed=True,
            recorded_by=by,
        )
        for latest in taken_back
    )
    _keep_markets(firm)
    said_by = {"sources": [latest.source for latest in taken_back]}
    _record_market(ExporterVerb.MARKET_REMOVED, firm, country, said_by, by)


def _latest(firm: Firm, country: Country, source: str) -> MarketEvidence | None:
    found = MarketEvidence.objects.filter(firm=firm, country=country, source=source)
    return found.order_by("-id").first()


def _keep_markets(firm: Firm) -> None:
    """`Firm.markets`: the countries where the evidence that counts says that it exports."""
    exports = [
        status.country
        for status in market_statuses(firm)
        if status.standing == MarketStanding.EXPORTS
    ]
    firm.markets.set(exports)


def _record_market(
    verb: ExporterVerb, firm: Firm, country: Country, said: dict[str, Any], by: User | None
) -> None:
    after = {"country": country.pk, "market": in_every_language(country), **said}
    record(verb, subject=firm, by=by, region_code=firm.region.code, after=after)


@transaction.atomic
def declare_standing(
    *,
    firm: Firm,
    definition: Definition,
    status: str,
    year: int | None,
    source: EvidenceSource = EvidenceSource.DECLARED,
    by: User | None,
) -> Standing:
    """Say what a firm is under one definition of “exporter”; what other sources say stays."""
    before = Standing.objects.filter(firm=firm, definition=definition, source=source).first()
    standing, _created = Standing.objects.update_or_create(
        firm=firm,
        definition=definition,
        source=source,
        defaults={"status": status, "year": year, "declared_by": by},
    )
    record(
        ExporterVerb.STANDING_DECLARED,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        before={definition.key: before.status} if before else {},
        after={definition.key: status, "year": year},
    )
    return standing


@transaction.atomic
def save_contact(
    *, firm: Firm, values: dict[str, Any], contact: Contact | None = None, by: User | None
) -> Contact:
    """Add or change a person of the firm, with what their address may be used for."""
    contact = contact or Contact(firm=firm)
    known = (contact.purpose, contact.consent) if contact.pk else ("", Consent.NOT_ASKED)
    how = values.get("consent_how") or Said.UNKNOWN
    for name, value in values.items():
        if name != "consent_how":
            setattr(contact, name, value)
    contact.save()
    if (contact.purpose, contact.consent) != known:
        log_consent(contact, how, by)
    # The record keeps what may be done with the address, and never the address itself.
    after = {"purpose": contact.purpose, "consent": contact.consent}
    record(
        ExporterVerb.CONTACT_SAVED, subject=firm, by=by, region_code=firm.region.code, after=after
    )
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, by: User | None) -> None:
    firm = contact.firm
    contact.delete()
    record(ExporterVerb.CONTACT_REMOVED, subject=firm, by=by, region_code=firm.region.code)


@transaction.atomic
def follow_firm(*, firm: Firm, by: User | None) -> None:
    if Follower.objects.get_or_create(firm=firm, user=by)[1]:  # made now
        record(ExporterVerb.FIRM_FOLLOWED, subject=firm, by=by, region_code=firm.region.code)


@transaction.atomic
def unfollow_firm(*, firm: Firm, by: User | None) -> None:
    if Follower.objects.filter(firm=firm, user=by).delete()[0]:
        record(ExporterVerb.FIRM_UNFOLLOWED, subject=firm, by=by, region_code=firm.region.code)


@transaction.atomic
def mark_followed_seen(*, by: User) -> None:
    """What happened so far to the firms one follows was read: the desk begins anew."""
    if Follower.objects.filter(user=by).update(seen_at=timezone.now()):
        record(FirmLifeVerb.FOLLOWED_SEEN, subject=by, by=by)
