"""What is said of a firm: the newest evidence counts, what was removed does not come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from nasij.audit.models import Event
from nasij.exporters.acts import declare_standing, note_market, remove_market, save_contact
from nasij.exporters.enums import EvidenceSource, MarketStanding
from nasij.exporters.models import Contact, Firm, MarketEvidence
from nasij.exporters.queries import market_statuses
from nasij.reference.days import DayOutOfReach
from nasij.reference.models import Country, Definition
from tests.factories import make_firm

pytestmark = pytest.mark.django_db

DECLARED, CUSTOMS = EvidenceSource.DECLARED, EvidenceSource.CUSTOMS
EXPORTS, EXPORTED = MarketStanding.EXPORTS, MarketStanding.EXPORTED


def url(name: str, *args: Any) -> str:
    with translation.override("fr"):
        return reverse(f"exporters:{name}", args=args)


def note(
    firm: Firm,
    standing: MarketStanding,
    source: EvidenceSource,
    day: str,
    country: str = "FRA",
) -> MarketEvidence | None:
    return note_market(
        firm=firm,
        country=Country.objects.get(pk=country),
        standing=standing,
        source=source,
        evidence_on=date.fromisoformat(day),
        by=None,
    )


def remove(firm: Firm) -> None:
    remove_market(firm=firm, country=Country.objects.get(pk="FRA"), by=None)


def test_the_newest_evidence_counts_and_the_other_is_shown() -> None:
    firm = make_firm()
    note(firm, EXPORTED, CUSTOMS, "2025-12-31")
    note(firm, EXPORTS, DECLARED, "2025-03-01")
    (status,) = market_statuses(firm)
    assert (status.standing, status.source) == (EXPORTED, CUSTOMS)
    assert [one.source for one in status.others] == [DECLARED]
    assert not firm.markets.exists()
    note(firm, EXPORTS, DECLARED, "2026-02-01")
    assert [one.pk for one in firm.markets.all()] == ["FRA"]


def test_what_was_removed_does_not_return_from_the_same_source() -> None:
    firm = make_firm()
    note(firm, EXPORTS, CUSTOMS, "2025-01-01")
    remove(firm)
    assert market_statuses(firm) == []
    assert note(firm, EXPORTS, CUSTOMS, "2025-01-01") is None
    assert note(firm, EXPORTS, CUSTOMS, "2026-01-01") is None
    assert not firm.markets.exists()


def test_what_was_removed_returns_from_another_source() -> None:
    firm = make_firm()
    note(firm, EXPORTS, CUSTOMS, "2025-01-01")
    remove(firm)
    note(firm, MarketStanding.INTERESTED, DECLARED, "2026-01-01")
    (status,) = market_statuses(firm)
    assert (status.standing, status.source) == (MarketStanding.INTERESTED, DECLARED)


def test_history_is_only_added_to() -> None:
    firm = make_firm()
    note(firm, EXPORTS, CUSTOMS, "2025-01-01")
    remove(firm)
    remove(firm)
    rows = MarketEvidence.objects.filter(firm=firm).order_by("id")
    assert [row.is_removed for row in rows] == [False, True]
    assert Event.objects.filter(verb__startswith="exporters.market").count() == 2


def test_a_market_is_removed_by_one_act_whoever_spoke_of_it(as_delegate: Client) -> None:
    firm = make_firm()
    note(firm, EXPORTS, CUSTOMS, "2025-01-01")
    note(firm, EXPORTED, DECLARED, "2025-03-01")
    as_delegate.post(url("market_remove", firm.pk), {"country": "FRA"})
    assert market_statuses(firm) == []
    event = Event.objects.get(verb="exporters.market_removed")
    assert set(event.after["sources"]) == {CUSTOMS, DECLARED}


def test_a_file_loaded_again_adds_nothing() -> None:
    firm = make_firm()
    assert note(firm, EXPORTS, CUSTOMS, "2025-01-01") is not None
    assert note(firm, EXPORTS, CUSTOMS, "2025-01-01") is None
    assert MarketEvidence.objects.count() == 1


def test_a_status_is_said_under_a_definition_and_once() -> None:
    firm = make_firm()
    definition = Definition.objects.get(key="exporter_regular")
    declare_standing(firm=firm, definition=definition, status="past", year=2023, by=None)
    declare_standing(firm=firm, definition=definition, status="existing", year=2024, by=None)
    (standing,) = firm.standings.all()
    assert (standing.status, standing.year) == ("existing", 2024)


def test_consent_is_dated() -> None:
    with pytest.raises(IntegrityError):
        Contact.objects.create(firm=make_firm(), name="x", consent="given")


@pytest.mark.parametrize("never", [date(2100, 1, 1), date(26, 1, 5)])
def test_no_door_takes_a_consent_of_a_day_that_cannot_be(never: date) -> None:
    values = {"name": "x", "purpose": "offers", "consent": "given", "consent_on": never}
    firm = make_firm()
    with pytest.raises(DayOutOfReach):
        save_contact(firm=firm, values=values, by=None)


def test_the_page_notes_and_removes_a_market(as_delegate: Client) -> None:
    firm = make_firm()
    data = {
        "market-country": "FRA",
        "market-standing": "exports",
        "market-source": "declared",
        "market-evidence_on": "2026-01-05",
    }
    assert as_delegate.post(url("market_add", firm.pk), data).status_code == 302
    assert "France" in as_delegate.get(url("detail", firm.pk)).content.decode()
    as_delegate.post(url("market_remove", firm.pk), {"country": "FRA"})
    assert market_statuses(firm) == []
    wrong = as_delegate.post(
        url("market_add", firm.pk), {**data, "market-evidence_on": "2099-01-01"}
    )
    assert wrong.status_code == 200
    assert market_statuses(firm) == []


def test_the_page_declares_a_status(as_delegate: Client) -> None:
    firm = make_firm()
    data = {"standing-definition": "exporter_any", "standing-status": "past", "standing-year": ""}
    to_come = {**data, "standing-year": timezone.localdate().year + 1}
    assert as_delegate.post(url("standing", firm.pk), to_come).context["standing_form"].errors
    as_delegate.post(url("standing", firm.pk), data)
    assert firm.standings.get().status == "past"


def test_the_page_adds_and_removes_a_contact_and_its_event_keeps_no_address(
    as_delegate: Client,
) -> None:
    firm = make_firm()
    data = {
        "contact-name": "Responsable export",
        "contact-email": "export@example.org",
        "contact-language": "ar",
        "contact-purpose": "replies",
        "contact-consent": "given",
    }
    refused = as_delegate.post(url("contact_add", firm.pk), data)
    assert "consent_on" in refused.context["contact_form"].errors
    for never in ("2100-01-01", "1890-01-01"):  # a consent to come would count as given today
        refused = as_delegate.post(
            url("contact_add", firm.pk), {**data, "contact-consent_on": never}
        )
        assert "consent_on" in refused.context["contact_form"].errors
    given = {**data, "contact-consent_on": "2026-01-05"}
    refused = as_delegate.post(url("contact_add", firm.pk), {**given, "contact-phone": "12"})
    assert "phone" in refused.context["contact_form"].errors
    as_delegate.post(url("contact_add", firm.pk), {**given, "contact-phone": "05 28 22 33 44"})
    contact = firm.contacts.get()
    assert contact.phone == "+212528223344"
    event = Event.objects.get(verb="exporters.contact_saved")
    assert "export@example.org" not in str(event.after)
    as_delegate.post(url("contact_remove", contact.pk))
    assert not firm.contacts.exists()


def test_following_and_stopping(as_delegate: Client, cast: Any) -> None:
    firm = make_firm()
    as_delegate.post(url("follow", firm.pk))
    as_delegate.post(url("follow", firm.pk))
    assert [one.user for one in firm.followers.all()] == [cast.delegate]
    as_delegate.post(url("follow", firm.pk), {"stop": "1"})
    assert not firm.followers.exists()


@pytest.mark.parametrize(
    "name", ["market_add", "market_remove", "standing", "contact_add", "follow"]
)
def test_a_firm_of_another_region_is_not_found(as_other_delegate: Client, name: str) -> None:
    assert as_other_delegate.post(url(name, make_firm().pk)).status_code == 404


def test_a_contact_of_another_region_is_not_found(as_other_delegate: Client) -> None:
    contact = Contact.objects.create(firm=make_firm(), name="x")
    assert as_other_delegate.post(url("contact_remove", contact.pk)).status_code == 404


@pytest.mark.parametrize("day", ["0202-06-01", "2926-06-01"])
def test_a_day_on_which_nobody_said_anything_is_refused_by_the_act(day: str) -> None:
    firm = make_firm()
    with pytest.raises(DayOutOfReach):
        note(firm, EXPORTS, DECLARED, day)
    assert not market_statuses(firm)
