"""Public pages of the reference room, in three languages."""

import re

import pytest
from django.test import Client

from nasij.reference.models import Figure
from nasij.reference.queries import breakdown_names

PAGES = (
    "reference/definitions/",
    "reference/definitions/exporter_active/",
    "reference/sources/",
    "reference/products/",
    "reference/products/?q=tomates",
    "reference/territories/",
    "reference/territories/09/",
    "reference/glossary/",
)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_account(db: None, language: str, path: str) -> None:
    page = Client().get(f"/{language}/{path}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


def test_unknown_definition_is_404(db: None) -> None:
    assert Client().get("/fr/reference/definitions/nothing/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_breakdowns_are_said_in_words(db: None, language: str) -> None:
    """No page shows the keys of the pack; each of them has a name."""
    names = ("survey_share", "export_value_goods", "share_of_exporters")
    for name in names:
        page = Client().get(f"/{language}/reference/definitions/{name}/").content.decode()
        assert not re.findall(
            r"\b(?:sector|size|age|destination|bound|reading|group|answer)=", page
        )
    said = {"fr": "marchés souhaités · Maghreb", "ar": "المغرب الكبير", "en": "wanted · Maghreb"}
    page = Client().get(f"/{language}/reference/definitions/survey_share/").content.decode()
    assert said[language] in page


def test_each_part_of_a_breakdown_has_a_name(db: None) -> None:
    parts = {
        part
        for breakdown in Figure.objects.values_list("breakdown", flat=True)
        for part in breakdown.split()
    }
    assert parts - set(breakdown_names()) == set()


def test_figures_of_a_definition_show_source_and_caution(db: None) -> None:
    page = Client().get("/fr/reference/definitions/exporter_active/").content.decode()
    assert "3" in page
    assert "226" in page
    assert "<details>" in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "site d’information, lu sur un miroir"),
        ("ar", "موقع إخباري، قُرئ في نسخة منه"),
        ("en", "news site, read on a mirror"),
    ],
)
def test_a_publisher_that_is_described_is_described_in_the_readers_language(
    db: None, client: Client, language: str, told: str
) -> None:
    text = client.get(f"/{language}/reference/sources/").content.decode()
    assert told in text
    assert ("lu sur un miroir" in text) == ("connaissance générale" in text) == (language == "fr")
    census = "المندوبية السامية للتخطيط" if language == "ar" else "Haut-Commissariat au Plan"
    assert census in text


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("reference/definitions/programme_response_rate/", "en", ("at most 2%",)),
        ("reference/definitions/programme_response_rate/", "fr", ("au plus 2\u00a0%",)),
        ("reference/definitions/programme_response_rate/", "ar", ("لا تتجاوز",)),
        ("reference/definitions/consultation_participants/", "en", ("over 1,200",)),
        ("reference/definitions/region_share_of_exports/", "en", ("over 13%",)),
        ("regions/02/", "en", ("at most 2%",)),
        ("reference/definitions/potential_itc/", "en", ("over 5 years",)),
    ],
)
def test_a_bound_is_not_told_as_a_value_nor_five_years_as_one(
    db: None, address: str, language: str, words: tuple[str, ...]
) -> None:
    page = Client().get(f"/{language}/{address}").text
    for text in words:
        assert text in page
