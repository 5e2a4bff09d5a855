"""Names across scripts, and what is left of a name without its legal form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nasij.exporters.identity.likeness import PROPOSED, name_score
from nasij.reference.firm_names import match_key
from nasij.reference.sounds import sound_key

PAIRS = Path(__file__).parent / "name_pairs.csv"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sté Aït Melloul Export SARL", "ait melloul export"),
        ("S.A.R.L. Argan d'Or", "argan d or"),
        ("A.B.C Export s.a.r.l a.u", "abc export"),
        ("Atlas S.A", "atlas"),
        ("Coopérative Tissaliwine", "tissaliwine"),
        ("شركة آيت ملول إكسبور ش.م.م", "ايت ملول اكسبور"),
        ("تعاونية تيسليوين", "تيسليوين"),
        ("SARL", "sarl"),
        ("Salam Auto", "salam auto"),
    ],
)
def test_legal_forms_are_taken_off(name: str, key: str) -> None:
    assert match_key(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sté Aït Melloul Export SARL", "آيت ملول إكسبور"),
        ("Chefchaouen Artisanat", "شفشاون للصناعة التقليدية"),
        ("Taliouine Safran", "تعاونية تالوين للزعفران"),
        ("Atlas Textile", "TEXTILES ATLAS S.A.R.L"),
        ("Transit Al Wahda", "ترانزيت الوحدة"),
        ("CHARIKAT AL MAGHRIB", "شركة المغرب"),
        ("Laayoune Pêche", "العيون للصيد البحري"),
    ],
)
def test_one_name_in_two_clothes(one: str, other: str) -> None:
    assert name_score(one, other)[0] >= PROPOSED
    assert name_score(one, other) == name_score(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Safi Poterie", "Safi Conserves"),
        ("Atlas Export", "Rif Export"),
        ("Atlas Export", "الريف إكسبور"),
        ("Agrumes 1", "Agrumes 2"),
        ("Coopérative des Agrumes 188", "Coopérative des Agrumes 1188"),
        ("", "Atlas"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert name_score(one, other)[0] < PROPOSED


def test_the_labelled_pairs_hold_what_the_bench_says() -> None:
    """Not the figures themselves, but that a change of the words does not lose them unseen."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "held_out"]
    said = [row for row in rows if name_score(row["one"], row["other"])[0] >= PROPOSED]
    right = sum(row["same"] == "1" for row in said)
    assert len(rows) >= 400
    assert right / len(said) >= 0.97
    assert right / sum(row["same"] == "1" for row in rows) >= 0.93


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Transit Al Wahda", "ترانزيت الوحدة"),
        ("CHARIKAT AL MAGHRIB", "شركة المغرب"),
        ("Laayoune Pêche", "العيون للصيد البحري"),
    ],
)
def test_names_across_scripts_are_looked_for_under_one_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other) != ""
