"""Living with firms, as it looks after some months: contacts, promises, a colleague asked."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from nasij.accounts.models import User
from nasij.exporters import acts as registry
from nasij.exporters.models import Firm
from nasij.needs.acts import record_visit
from nasij.needs.enums import VisitKind
from nasij.reference.queries import regions
from nasij.sharing.acts import refer_firm

_NOTES = (
    ("Visite de l’atelier ; carnet plein jusqu’à l’été.", "Envoyer la liste des salons"),
    ("Cherche un transitaire pour des petits lots.", "Donner trois contacts de transitaires"),
    ("Première commande à l’essai ; attend le retour du client.", ""),
    ("زيارة للتعاونية؛ المنتوج جاهز والتلفيف ينقصه.", "البحث عن ملفِّف"),
    ("Demande comment obtenir le certificat d’origine.", "Rappeler après la réunion"),
    ("", ""),
)
_PEOPLE = ("La direction", "Responsable export", "Présidente de la coopérative", "")


def live_with_firms(people: dict[str, User]) -> None:
    """Some firms were met lately, some long ago, most never: the normal state of a registry."""
    draw = random.Random(6121)  # noqa: S311 — a demonstration, reproducible
    for place in regions():
        by = people.get(place.code)
        if by is None:
            continue
        firms = list(Firm.objects.filter(region=place).order_by("pk")[:60])
        for firm in draw.sample(firms, k=min(len(firms) // 2, 12)):
            _meet(firm, by, draw)
        for firm in firms[:2]:
            registry.follow_firm(firm=firm, by=by)
    _ask_a_colleague(people)


def _meet(firm: Firm, by: User, draw: random.Random) -> None:
    note, step = draw.choice(_NOTES)
    ago = draw.choice((4, 12, 30, 75, 140, 230, 400))
    away = max(-ago, draw.randint(-5, 12))  # not before the meeting
    due = timezone.localdate() + timedelta(days=away) if step and ago < 60 else None
    record_visit(
        firm=firm,
        kind=draw.choice([*VisitKind]),
        happened_on=timezone.localdate() - timedelta(days=ago),
        people=draw.choice(_PEOPLE),
        note=note,
        next_step=step if due else "",
        next_step_on=due,
        is_demo=True,
        by=by,
    )


def _ask_a_colleague(people: dict[str, User]) -> None:
    asks, asked = people["01"], people["09"]
    firm = Firm.objects.filter(region__code="01").order_by("pk").first()
    if firm is not None:
        refer_firm(
            firm=firm,
            recipient=asked,
            reason="Cherche de l’huile d’argan en vrac pour un client (démonstration).",
            question="Quelle coopérative de votre région livre des lots de 500 kg ?",
            by=asks,
        )
