"""Building the demonstration through the product's own acts, as its users would."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.accounts.models import User
from nasij.demo.firms import write_firms
from nasij.demo.life import live_with_firms
from nasij.demo.people import make_people
from nasij.demo.story import days_before_item, hold_council
from nasij.exporters.models import Firm
from nasij.intake.acts import import_file
from nasij.needs.acts import record_need
from nasij.needs.models import Need, Theme
from nasij.reference.models import Territory
from nasij.reference.queries import regions
from nasij.targets.acts import compute_projections

FIRMS = 240
_STATEMENTS = Path(__file__).parent / "statements.csv"
_PLACES = {
    "fairs": "Salon (démonstration)",
    "visit": "Visite d’entreprise",
    "chamber": "Réunion à la chambre",
    "phone": "Par téléphone",
}
# Which regions say what: after the obstacles that published consultations name there.
_SAID_IN = {
    "fret": ("09", "11", "12", "01"),
    "froid": ("09", "12", "11"),
    "port": ("08", "05"),
    "garantie": ("06", "04", "03", "02"),
    "delai": ("06", "01"),
    "attestation": ("09", "02", "05"),
    "connaitre": ("02", "10", "08"),
    "marches": ("01", "03", "06", "07"),
    "certif": ("03", "07", "08"),
    "label": ("08", "03", "10"),
    "volume": ("07", "08", "05"),
    "douane": ("03", "07"),
    "carbone": ("01", "04", "06"),
    "competence": ("04", "02", "05"),
    "numerique": ("07", "03", "06"),
}


def build_demo(*, say: Callable[[str], Any]) -> dict[str, Any]:
    """Fill an empty site; all or nothing."""
    try:
        with transaction.atomic():
            return _build(say)
    except BaseException:
        (Path(settings.NASIJ_DATA) / "demo.json").unlink(missing_ok=True)
        raise


def _build(say: Callable[[str], Any]) -> dict[str, Any]:
    people = make_people()
    say(_("Fictitious firms …"))
    _bring_firms(people["secretariat"])
    say(_("Fictitious statements …"))
    _hear_needs(people)
    say(_("A fictitious session of the council …"))
    hold_council(people)
    live_with_firms(people)
    say(_("Projection to the target year …"))
    compute_projections(draws=4_000, seed=2035, by=people["analyst"])
    return {
        "firms": Firm.objects.count(),
        "needs": Need.objects.count(),
        "accounts": User.objects.count(),
    }


def _bring_firms(by: User) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entreprises-fictives.xlsx"
        write_firms(path, count=FIRMS)
        import_file(path, by=by, language="fr")
    Firm.objects.update(is_demo=True)


def _hear_needs(people: dict[str, User]) -> None:
    draw = random.Random(14062021)  # noqa: S311 — a demonstration, reproducible
    places = {place.code: place for place in regions()}
    with _STATEMENTS.open(encoding="utf-8", newline="") as file:
        statements = list(csv.DictReader(file))
    themes = {theme.key: theme for theme in Theme.objects.all()}
    for row in statements:
        for code in _SAID_IN[row["key"]]:
            latest = days_before_item(row["key"], code)
            ago = timedelta(days=draw.randint(latest, 300))
            day = timezone.localdate() - ago
            _hear(row, places[code], people, themes[row["theme"]], day, draw)


def _hear(
    row: dict[str, str],
    place: Territory,
    people: dict[str, User],
    theme: Theme,
    day: date,
    draw: random.Random,
) -> None:
    firms = list(Firm.objects.filter(region=place).order_by("pk")[:40])
    anonymous = draw.random() < 0.12
    record_need(
        region=place,
        text=row["text"],
        theme=theme,
        language=row["language"],
        firm=None if anonymous or not firms else draw.choice(firms),
        heard_on=day,
        heard_at_place=_PLACES[row["place"]],
        is_anonymous=anonymous,
        is_demo=True,
        by=people.get(place.code, people["secretariat"]),
    )
