"""How well two spellings of one name are told from two names, across scripts.

    python bench/registry_matching.py [--misses]

The labelled pairs (tests/rooms/exporters/name_pairs.csv) were made for the purpose: fictitious
firms in French and in Arabic, their spellings with legal forms, lost accents, typing errors and
changed order, and names that look alike and are not. One third was looked at while the words and
weights were chosen; the figures to trust are those of the other two thirds. Beside ours: the plain
similarity of folded names, as a spreadsheet's owner would compute it.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import fuzz

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "rooms" / "exporters" / "name_pairs.csv"
Row = dict[str, str]


def rows() -> list[Row]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def precision_recall(
    pairs: Iterable[Row], score: Callable[[str, str], float], threshold: float
) -> tuple[float, float]:
    said = right = wanted = 0
    for row in pairs:
        same, proposed = row["same"] == "1", score(row["one"], row["other"]) >= threshold
        wanted += same
        said += proposed
        right += same and proposed
    return right / max(said, 1), right / max(wanted, 1)


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nasij.settings")
    import django

    django.setup()
    from nasij.exporters.identity.likeness import PROPOSED, name_score
    from nasij.reference.firm_names import match_key

    def ours(one: str, other: str) -> float:
        return name_score(one, other)[0]

    def plain(one: str, other: str) -> float:
        return fuzz.token_sort_ratio(match_key(one), match_key(other)) / 100

    pairs = rows()
    for part in ("tuning", "held_out"):
        for scripts in ("fr-fr", "fr-ar", ""):
            some = [r for r in pairs if r["part"] == part and scripts in ("", r["scripts"])]
            line = f"{part:9} {scripts or 'all':6} {len(some):4} pairs"
            for name, score, threshold in (("ours", ours, PROPOSED), ("plain", plain, 0.85)):
                precision, recall = precision_recall(some, score, threshold)
                line += f"   {name}: precision {precision:.3f} recall {recall:.3f}"
            print(line)
    start = time.perf_counter()
    for row in pairs:
        ours(row["one"], row["other"])
    print(f"{len(pairs) / (time.perf_counter() - start):,.0f} pairs/s")
    if "--misses" in sys.argv:
        for row in pairs:
            found = ours(row["one"], row["other"])
            if row["part"] == "tuning" and (found >= PROPOSED) != (row["same"] == "1"):
                print(f"{found:.2f} same={row['same']}  {row['one']}  |  {row['other']}")


if __name__ == "__main__":
    main()
