"""Public pages of the reference room, in three languages."""

import pytest
from django.test import Client

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


def test_figures_of_a_definition_show_source_and_caution(db: None) -> None:
    page = Client().get("/fr/reference/definitions/exporter_active/").content.decode()
    assert "3" in page
    assert "226" in page
    assert "<details>" in page
