"""Products as exporters name them, in three languages: the heading meant comes first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nasij.reference.queries import find_products

pytestmark = pytest.mark.django_db
WORDS = Path(__file__).with_name("everyday_words.csv")


def rows() -> list[tuple[str, tuple[str, ...]]]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        return [(row["words"], tuple(row["headings"].split())) for row in csv.DictReader(file)]


def test_the_heading_meant_comes_first() -> None:
    misses = {}
    for words, headings in rows():
        found = [product.code for product in find_products(words, limit=3)]
        if not found or not found[0].startswith(headings):
            misses[words] = found
    assert misses == {}


@pytest.mark.parametrize("words", ["xyzzy", "صصصص", "service de conseil"])
def test_words_of_no_product_find_none(words: str) -> None:
    assert find_products(words) == []


def test_the_words_are_many_and_in_three_languages() -> None:
    with WORDS.open(encoding="utf-8", newline="") as file:
        languages = [row["language"] for row in csv.DictReader(file)]
    assert len(languages) >= 150
    assert {one: languages.count(one) >= 15 for one in ("fr", "ar", "en")} == {
        "fr": True, "ar": True, "en": True,
    }  # fmt: skip
