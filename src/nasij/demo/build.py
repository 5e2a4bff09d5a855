"""Building the demonstration through the product's own acts, as its users would."""

from __future__ import annotations

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
from nasij.demo.script import Script, Statement, read_script
from nasij.demo.story import days_before_item, hold_council
from nasij.exporters.models import Firm
from nasij.intake.acts import import_file
from nasij.needs.acts import record_need
from nasij.needs.models import Need, Theme
from nasij.reference.models import Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import regions
from nasij.targets.acts import compute_projections


def build_demo(*, say: Callable[[str], Any]) -> dict[str, Any]:
    """Fill an empty site; all or nothing."""
    try:
        with transaction.atomic():
            return _build(read_script(current_pack()), say)
    except BaseException:
        (Path(settings.NASIJ_DATA) / "demo.json").unlink(missing_ok=True)
        raise


def _build(script: Script, say: Callable[[str], Any]) -> dict[str, Any]:
    people = make_people(script.said)
    say(_("Fictitious firms …"))
    _bring_firms(script, people["secretariat"])
    say(_("Fictitious statements …"))
    _hear_needs(script, people)
    say(_("A fictitious session of the council …"))
    hold_council(script, people)
    live_with_firms(script.said, people)
    say(_("Projection to the target year …"))
    compute_projections(draws=4_000, seed=2035, by=people["analyst"])
    return {
        "firms": Firm.objects.count(),
        "needs": Need.objects.count(),
        "accounts": User.objects.count(),
    }


def _bring_firms(script: Script, by: User) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / script.said.firms.file
        write_firms(path, script)
        import_file(path, by=by, language=script.said.language)
    Firm.objects.update(is_demo=True)


def _hear_needs(script: Script, people: dict[str, User]) -> None:
    draw = random.Random(14062021)  # noqa: S311 — a demonstration, reproducible
    places = {place.code: place for place in regions()}
    for row in script.statements:
        for code in script.said.said_in[row.subject]:
            latest = days_before_item(script, row.subject, code)
            ago = timedelta(days=draw.randint(latest, 300))
            day = timezone.localdate() - ago
            _hear(row, script.said.places[row.place], places[code], people, day, draw)


def _hear(
    row: Statement,
    heard_at: str,
    place: Territory,
    people: dict[str, User],
    day: date,
    draw: random.Random,
) -> None:
    firms = list(Firm.objects.filter(region=place).order_by("pk")[:40])
    anonymous = draw.random() < 0.12
    record_need(
        region=place,
        text=row.text,
        theme=Theme.objects.get(key=row.theme),
        language=row.language,
        firm=None if anonymous or not firms else draw.choice(firms),
        heard_on=day,
        heard_at_place=heard_at,
        is_anonymous=anonymous,
        is_demo=True,
        by=people.get(place.code, people["secretariat"]),
    )
