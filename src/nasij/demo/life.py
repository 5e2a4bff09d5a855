"""Living with firms, as it looks after some months: contacts, promises, a colleague asked."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from nasij.accounts.models import User
from nasij.demo.script import Question, Said, Visits
from nasij.exporters import acts as registry
from nasij.exporters.models import Firm
from nasij.needs.acts import record_visit
from nasij.needs.enums import VisitKind
from nasij.reference.queries import regions
from nasij.sharing.acts import refer_firm


def live_with_firms(said: Said, people: dict[str, User]) -> None:
    """Some firms were met lately, some long ago, most never: the normal state of a registry."""
    draw = random.Random(6121)  # noqa: S311 — a demonstration, reproducible
    for place in regions():
        by = people.get(place.code)
        if by is None:
            continue
        firms = list(Firm.objects.filter(region=place).order_by("pk")[:60])
        for firm in draw.sample(firms, k=min(len(firms) // 2, 12)):
            _meet(firm, said.visits, by, draw)
        for firm in firms[:2]:
            registry.follow_firm(firm=firm, by=by)
    _ask_a_colleague(said.question, people)


def _meet(firm: Firm, visits: Visits, by: User, draw: random.Random) -> None:
    noted = draw.choice(visits.notes)
    ago = draw.choice((4, 12, 30, 75, 140, 230, 400))
    away = max(-ago, draw.randint(-5, 12))  # not before the meeting
    due = timezone.localdate() + timedelta(days=away) if noted.next_step and ago < 60 else None
    record_visit(
        firm=firm,
        kind=draw.choice([*VisitKind]),
        happened_on=timezone.localdate() - timedelta(days=ago),
        people=draw.choice(visits.people),
        note=noted.note,
        next_step=noted.next_step if due else "",
        next_step_on=due,
        is_demo=True,
        by=by,
    )


def _ask_a_colleague(told: Question, people: dict[str, User]) -> None:
    firm = Firm.objects.filter(region__code=told.asks).order_by("pk").first()
    if firm is not None:
        refer_firm(
            firm=firm,
            recipient=people[told.asked],
            reason=told.reason,
            question=told.question,
            by=people[told.asks],
        )
