"""Small made files of firms, with figures known by hand."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

HEADINGS = ("ICE", "Raison sociale", "Commune", "Code SH", "Pays", "Période", "Valeur FOB (MAD)")


def ice(number: int) -> str:
    """A made ICE whose control digits are right."""
    base = f"{number:09d}0000"
    return f"{base}{97 - int(base) * 100 % 97:02d}"


AGADIR, TANGER = "Agadir", "Tanger"
LINES = [
    (ice(1), "Souss Primeurs SARL", AGADIR, "0702000000", "FRA", "2023-01", "1500000,50"),
    (ice(1), "Souss Primeurs SARL", AGADIR, "0702000000", "Espagne", "2023-02", "500000"),
    (ice(1), "Souss Primeurs SARL", AGADIR, "0702000000", "FR", "2024-03", "2000000"),
    (ice(2), "Argan Taliouine", AGADIR, "1515900000", "FRA", "2023-05", "30000"),
    (ice(3), "Câblage du Détroit", TANGER, "8544300000", "ESP", "2024-06", "9000000"),
    ("", "Coopérative Tissa", "", "6115", "USA", "2024-06", "12000"),
]


def write(
    path: Path,
    lines: Iterable[Sequence[str]] = tuple(LINES),
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ";",
    encoding: str = "utf-8",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(headings)
        writer.writerows(lines)
    return path


def many(
    count: int, seed: int = 1, years: Sequence[int] = (2020, 2021, 2022, 2023, 2024)
) -> list[tuple[str, ...]]:
    """Random lines of forty firms of two regions."""
    rng = random.Random(seed)
    lines = []
    for _ in range(count):
        firm = rng.randrange(40)
        lines.append(
            (
                ice(firm + 1),
                f"Firme {firm}",
                (AGADIR, TANGER)[firm % 2],
                rng.choice(["0702000000", "080510", "85443000", "61091000"]),
                rng.choice(["FRA", "ESP", "DEU", "USA"]),
                f"{rng.choice(years)}-{rng.randint(1, 12):02d}",
                f"{rng.uniform(10, 3_000_000):.2f}",
            )
        )
    return lines
