"""What is said of a firm, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nasij.accounts.models import User
from nasij.exporters.enums import EvidenceSource, MarketStanding
from nasij.exporters.models import Contact, Firm, MarketEvidence, Standing
from nasij.kept import read
from nasij.reference.models import Country


@dataclass(frozen=True, slots=True)
class MarketStatus:
    """A firm and a market: the newest evidence counts, the other sources are shown beside it."""

    country: Country
    standing: MarketStanding
    source: EvidenceSource
    evidence_on: date
    others: tuple[MarketEvidence, ...] = ()


def market_statuses(firm: Firm) -> list[MarketStatus]:
    """One entry per market that some source still speaks of, by country code."""
    return statuses_of([firm.pk]).get(firm.pk, [])


def statuses_of(firms: Iterable[int]) -> dict[int, list[MarketStatus]]:
    """The same of many firms, by their key; firms of which nobody speaks are absent."""
    latest: dict[tuple[int, str, str], MarketEvidence] = {}
    rows = MarketEvidence.objects.filter(firm__in=list(firms)).select_related("country")
    rows = rows.filter(standing__in=MarketStanding.values, source__in=EvidenceSource.values)
    for row in rows.order_by("id"):
        latest[row.firm_id, row.country_id, row.source] = row
    by_market: dict[tuple[int, str], list[MarketEvidence]] = {}
    for row in latest.values():
        if not row.is_removed:
            by_market.setdefault((row.firm_id, row.country_id), []).append(row)
    found: dict[int, list[MarketStatus]] = {}
    for firm, country in sorted(by_market):
        found.setdefault(firm, []).append(_status(by_market[firm, country]))
    return found


def _status(rows: list[MarketEvidence]) -> MarketStatus:
    first, *others = sorted(rows, key=lambda row: (row.evidence_on, row.pk), reverse=True)
    return MarketStatus(
        first.country,
        read(MarketStanding, first.standing),
        read(EvidenceSource, first.source),
        first.evidence_on,
        tuple(others),
    )


def standings_of(firm: Firm) -> list[Standing]:
    return list(firm.standings.select_related("definition").order_by("definition_id", "source"))


def contacts_of(firm: Firm) -> list[Contact]:
    return list(firm.contacts.order_by("name", "id"))


def follows(user: User, firm: Firm) -> bool:
    return firm.followers.filter(user=user).exists()
