"""Fictitious firms, written to a spreadsheet and brought in through the same door as real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from nasij.demo.script import Script
from nasij.reference.identifiers import main_rule
from nasij.reference.models import Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import figures, places_below, regions
from nasij.ui.spreadsheets import Sheet, write_book

_HEADERS = (
    *("identifier", "name", "name_ar", "region", "commune", "activity", "hs_products"),
    *("employees", "founded_on", "email", "phone", "status"),
)
_STATUS = ("existing", "existing", "existing", "past", "potential", "potential")


def write_firms(path: Path, script: Script, *, seed: int = 2035) -> None:
    """Regions weigh as in the published entries of exporters."""
    write_book(path, [Sheet("registry", _HEADERS, _firms(script, seed))])


def _firms(script: Script, seed: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(seed)  # noqa: S311 — a demonstration, reproducible
    told, rule = script.said.firms, main_rule()
    places = list(regions())
    weights = _weights()
    likely = [weights.get(place.code, 20) for place in places]
    towns = {place.code: _towns(place) for place in places}
    for number in range(1, told.count + 1):
        place = draw.choices(places, likely)[0]
        town = draw.choice(towns[place.code])
        trade = draw.choice(script.trades)
        said = {"number": f"{number:03d}", "form": draw.choice(told.forms)}
        yield (
            rule.invented(number),
            told.name.format(trade=trade.name, **said),
            told.name_ar.format(trade=trade.name_ar, **said) if draw.random() < 0.4 else "",
            place.code,
            town,
            trade.activity,
            trade.hs_products,
            str(draw.choice((4, 8, 12, 25, 40, 80, 160))),
            f"{draw.randint(1988, 2025)}-{draw.randint(1, 12):02d}-01",
            f"contact{number:03d}@exemple.example" if draw.random() < 0.7 else "",
            "",
            draw.choice(_STATUS),
        )


def _towns(region: Territory) -> list[str]:
    """Codes of the places by which its firms say where they are."""
    level = current_pack().settings["place_level"]
    return [place.code for place in places_below(region) if place.level == level][:60] or [""]


def _weights() -> dict[str, int]:
    found = figures(current_pack().published.entries).filter(territory__role="region")
    return {figure.territory.code: int(figure.value) for figure in found if figure.territory}
