"""Fictitious firms, written to a spreadsheet and brought in through the same door as real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from nasij.reference.pack import current_pack
from nasij.reference.queries import figures, places_below, regions
from nasij.ui.spreadsheets import Sheet, write_book

_HEADERS = (
    *("identifier", "name", "name_ar", "region", "commune", "activity", "hs_products"),
    *("employees", "founded_on", "email", "phone", "status"),
)
# What a fictitious firm makes: name, Arabic name, activity, codes.
_TRADES = (
    ("Agrumes", "حوامض", "Agrumes", "080510 080521"),
    ("Primeurs", "بواكر", "Légumes primeurs", "070200 070960"),
    ("Argan", "أركان", "Huile d’argan", "151590"),
    ("Conserves", "مصبرات", "Conserves de poisson", "160413"),
    ("Poulpe", "أخطبوط", "Produits de la mer", "030752"),
    ("Dattes", "تمور", "Dattes", "080410"),
    ("Olives", "زيتون", "Olives et huile d’olive", "150920 200570"),
    ("Câblage", "كابلاج", "Câblage automobile", "854430"),
    ("Textile", "نسيج", "Confection", "610910 620342"),
    ("Tapis", "زرابي", "Tapis", "570110"),
    ("Zellige", "زليج", "Carreaux", "690723"),
    ("Cuir", "جلود", "Maroquinerie", "420221"),
    ("Roses", "ورد", "Eau de rose", "330190"),
    ("Composants", "مكونات", "Pièces pour l’aéronautique", "880730"),
    ("Phosphates", "فوسفاط", "Engrais", "310530"),
    ("Épices", "توابل", "Épices et safran", "091020"),
)
_FORMS = ("SARL", "SA", "Coopérative", "SARL AU")
_STATUS = ("existing", "existing", "existing", "past", "potential", "potential")


def check_digits(stem: str) -> str:
    """The ICE is 15 digits and a multiple of 97."""
    return f"{97 - int(stem) * 100 % 97:02d}"


def write_firms(path: Path, *, count: int, seed: int = 2035) -> None:
    """Regions weigh as in the published entries of active exporters, 2012–2019."""
    write_book(path, [Sheet("registry", _HEADERS, _firms(count, seed))])


def _firms(count: int, seed: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(seed)  # noqa: S311 — a demonstration, reproducible
    places = list(regions())
    weights = _weights()
    likely = [weights.get(place.code, 20) for place in places]
    communes = {
        place.code: [below for below in places_below(place) if below.level == "commune"][:60]
        for place in places
    }
    for number in range(1, count + 1):
        place = draw.choices(places, likely)[0]
        commune = draw.choice(communes[place.code])
        name, name_ar, activity, products = draw.choice(_TRADES)
        stem = f"{900_000_000 + number:09d}0000"
        yield (
            stem + check_digits(stem),
            f"{name} Exemple {number:03d} {draw.choice(_FORMS)} (fictif)",
            f"{name_ar} مثال {number:03d} (خيالي)" if draw.random() < 0.4 else "",
            place.code,
            commune.code,
            activity,
            products,
            str(draw.choice((4, 8, 12, 25, 40, 80, 160))),
            f"{draw.randint(1988, 2025)}-{draw.randint(1, 12):02d}-01",
            f"contact{number:03d}@exemple.example" if draw.random() < 0.7 else "",
            "",
            draw.choice(_STATUS),
        )


def _weights() -> dict[str, int]:
    found = figures(current_pack().published.entries).filter(territory__role="region")
    return {figure.territory.code: int(figure.value) for figure in found if figure.territory}
