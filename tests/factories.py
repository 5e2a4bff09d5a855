"""Small makers of records for tests; each gives the least that is valid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from nasij.council.models import AgendaItem, Session
from nasij.exporters.models import Firm
from nasij.needs.models import Item, Need
from nasij.reference.models import Territory
from nasij.reference.queries import region_by_code

_count = iter(range(1, 10_000_000))


def region(code: str = "09") -> Territory:
    found = region_by_code(code)
    assert found is not None
    return found


def make_firm(code: str = "09", **fields: Any) -> Firm:
    number = next(_count)
    return Firm.objects.create(**{"name": f"Firme {number}", "region": region(code), **fields})


def make_need(code: str = "09", **fields: Any) -> Need:
    given = {
        "text": f"Le fret maritime est trop cher ({next(_count)})",
        "theme_id": "logistics",
        "region": region(code),
        "heard_on": date(2026, 3, 1),
    }
    return Need.objects.create(**{**given, **fields})


def make_item(code: str = "09", **fields: Any) -> Item:
    given = {"title": f"Fret maritime {next(_count)}", "theme_id": "logistics"}
    return Item.objects.create(**{**given, "region": region(code), **fields})


def make_session(**fields: Any) -> Session:
    number = next(_count)
    given = {
        "number": number % 30_000,
        "title": f"Session {number}",
        "starts_at": datetime(2026, 6, 1, 9, tzinfo=UTC),
    }
    return Session.objects.create(**{**given, **fields})


def make_agenda_item(session: Session | None = None, **fields: Any) -> AgendaItem:
    session = session or make_session()
    given = {"position": session.agenda.count() + 1, "title": "Point"}
    return AgendaItem.objects.create(**{"session": session, **given, **fields})
