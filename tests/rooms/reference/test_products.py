"""From ordinary words to customs codes, in three languages."""

import pytest
from django.test import Client

from nasij.reference.folding import fold
from nasij.reference.models import Product
from nasij.reference.queries import find_products, means_service


@pytest.mark.parametrize("words", ["huile d'argan", "زيت أركان", "argan oil", "HUILE D’ARGAN"])
def test_the_same_product_in_three_languages(db: None, words: str) -> None:
    assert "151590" in [product.code for product in find_products(words)[:3]]


@pytest.mark.parametrize(
    ("typed", "code"), [("0805", "0805"), ("08 05 10", "080510"), ("٠٨٠٥", "0805")]
)
def test_codes_are_found_as_typed(db: None, typed: str, code: str) -> None:
    assert find_products(typed)[0].code == code


def test_every_chapter_and_heading_has_three_names(db: None) -> None:
    named = Product.objects.filter(level__in=(2, 4))
    assert named.filter(level=2).count() == 96  # chapter 77 is reserved
    assert not named.filter(name_fr="").exists()
    assert not named.filter(name_ar="").exists()
    assert not named.filter(name_en="").exists()


def test_service_is_said_to_have_no_code(db: None) -> None:
    assert means_service("développement web")
    page = Client().get("/fr/reference/products/", {"q": "développement web"})
    assert page.status_code == 200


def test_suggestions_are_json(db: None) -> None:
    answer = Client().get("/ar/reference/products/suggestions.json", {"q": "طماطم"}).json()
    assert any(one["code"].startswith("0702") for one in answer["products"])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Aït Melloul", "ait melloul"),
        ("أركان", "اركان"),
        ("زربية", "زربيه"),
        ("  Élan—Sud ", "elan sud"),
    ],
)
def test_folding_forgives(left: str, right: str) -> None:
    assert fold(left) == fold(right)
