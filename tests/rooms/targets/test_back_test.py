"""The back-test: of which series it speaks, and what is told once another one is in use."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from nasij.datasets.acts import load_customs, retire_snapshot
from nasij.datasets.models import Snapshot
from nasij.reports.roadmap.document import compose
from nasij.targets.acts import compute_projections
from tests.rooms.datasets.firm_lines import HEADINGS, many, write

pytestmark = pytest.mark.django_db

SERIES = {
    "en": "series in use has 3 years in a row that may be shown and compared; 5 are needed.",
    "fr": "qui peuvent être montrées et comparées dans la série douanière utilisée : 3 ; il en",
    "ar": "التي يمكن إظهارها ومقارنتها في السلسلة الجمركية المستعملة: 3؛ ويلزم 5.",
}
WOULD_GIVE = {
    "en": "A yearly customs series would give it",
    "fr": "Une série douanière annuelle la permettrait",
    "ar": "سلسلة جمركية سنوية تمكن من ذلك",
}
CHANGED = {
    "en": "The customs series in use has changed since the back-test was computed.",
    "fr": "La série douanière utilisée a changé depuis cette vérification sur le passé.",
    "ar": "تغيرت السلسلة الجمركية المستعملة منذ هذا الاختبار على الماضي.",
}
LANGUAGES = ["fr", "ar", "en"]


def plain(text: str) -> str:
    return " ".join(re.sub("[\u00a0\u202f]", " ", text).split())


def pages(client: Client, language: str) -> list[str]:
    """What the public page and the roadmap say."""
    page = client.get(f"/{language}/targets/").content.decode()
    roadmap = compose(language=language, day=date(2026, 11, 23), draws=False)
    return [
        plain(page),
        plain(json.dumps(roadmap.data["sections"], ensure_ascii=False, default=str)),
    ]


def load(folder: Path, years: tuple[int, ...], seed: int = 1) -> Snapshot:
    return load_customs(
        write(folder / f"customs{seed}.csv", many(600, seed, years)), by=None
    ).snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_short_a_customs_series_is_told_as_one(
    language: str, client: Client, data_folder: Path, tmp_path: Path
) -> None:
    """Its years were called counts that are published, and a series like it asked for."""
    load(tmp_path, (2022, 2023, 2024))
    compute_projections(draws=200, by=None)
    for said in pages(client, language):
        assert said.count(SERIES[language]) == 2  # of any export, and of active exporters
        assert WOULD_GIVE[language] not in said  # not of a count whose rule nobody knows


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_customs_series_one_is_asked_for_where_it_would_help(
    language: str, client: Client, data_folder: Path
) -> None:
    compute_projections(draws=200, by=None)
    for said in pages(client, language):
        assert said.count(WOULD_GIVE[language]) == 2


def test_two_published_counts_are_two_with_a_customs_series(
    client: Client, data_folder: Path, tmp_path: Path
) -> None:
    load(tmp_path, (2020, 2021, 2022, 2023, 2024))
    compute_projections(draws=200, by=None)
    for said in pages(client, "en"):
        assert said.count("Only two counts are published") == 2
        assert said.count("Back-test on a yearly customs series (2020–2024") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_back_test_says_that_its_customs_file_is_no_longer_in_use(
    language: str, client: Client, data_folder: Path, tmp_path: Path
) -> None:
    customs = load(tmp_path, (2020, 2021, 2022, 2023, 2024))
    compute_projections(draws=200, by=None)
    assert not any(CHANGED[language] in said for said in pages(client, language))
    retire_snapshot(snapshot=customs, by=None)
    for said in pages(client, language):
        assert said.count(CHANGED[language]) == 2
    compute_projections(draws=200, by=None)
    assert not any(CHANGED[language] in said for said in pages(client, language))


def test_a_customs_file_read_otherwise_is_another_series(
    client: Client, data_folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "customs.csv", many(600), (*HEADINGS[:-1], "Valeur"))
    customs = load_customs(path, currency="MAD", by=None).snapshot
    compute_projections(draws=200, by=None)
    load_customs(path, currency="EUR", by=None)
    customs.refresh_from_db()
    assert customs.options_changed_at is not None
    for said in pages(client, "en"):
        assert CHANGED["en"] in said


def test_a_first_customs_file_is_told_to_who_has_no_back_test(
    client: Client, data_folder: Path, tmp_path: Path
) -> None:
    compute_projections(draws=200, by=None)
    load(tmp_path, (2020, 2021, 2022, 2023, 2024))
    for said in pages(client, "en"):
        assert said.count(CHANGED["en"]) == 2
