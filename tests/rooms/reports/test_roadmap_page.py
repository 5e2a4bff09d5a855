"""The page of the roadmap: who reads it, who builds it, what it says of the last edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nasij.reports.acts import edition_of_today
from nasij.reports.models import Edition
from nasij.work.models import Job
from tests.people import Cast

pytestmark = pytest.mark.django_db
URL = "/%s/reports/roadmap/"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_members_read_the_page(
    language: str, cast: Cast, data_folder: Path, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("delegate")
    with django_assert_max_num_queries(12):  # nothing is composed while nothing is compared
        response = client.get(URL % language)
    assert response.status_code == 200
    assert Edition.objects.count() == 0
    assert "/build/" not in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, data_folder: Path) -> None:
    assert client.get(URL % "fr").status_code == 302
    assert client.get("/fr/reports/roadmap-fr.pdf").status_code == 302


def test_the_secretariat_builds_and_members_download(cast: Cast, data_folder: Path) -> None:
    response = cast.client("secretariat").post("/fr/reports/roadmap/fr/build/")
    assert response.status_code == 302
    edition = Edition.objects.get()
    assert edition.built_by == cast.secretariat
    assert str(Job.objects.get()) == "Feuille de route en français"
    file = cast.client("partner").get("/fr/reports/roadmap-fr.pdf")
    assert file.status_code == 200
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_delegate_may_not_build(cast: Cast, data_folder: Path) -> None:
    assert cast.client("delegate").post("/fr/reports/roadmap/fr/build/").status_code == 403
    assert Edition.objects.count() == 0


def test_building_is_never_a_get(cast: Cast, data_folder: Path) -> None:
    assert cast.client("secretariat").get("/fr/reports/roadmap/fr/build/").status_code == 405


def test_unknown_languages_are_not_found(cast: Cast, data_folder: Path) -> None:
    secretariat = cast.client("secretariat")
    assert secretariat.post("/fr/reports/roadmap/es/build/").status_code == 404
    assert secretariat.get("/fr/reports/roadmap-es.pdf").status_code == 404


def test_an_edition_whose_file_is_gone_is_not_offered(cast: Cast, data_folder: Path) -> None:
    edition_of_today(language="ar", by=None).path.unlink()
    assert cast.client("delegate").get("/fr/reports/roadmap-ar.pdf").status_code == 404
    assert "roadmap-ar.pdf" not in cast.client("delegate").get(URL % "fr").content.decode()
