"""The roadmap: its text, its notes, its editions, on an empty council and on a full one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nasij.reports.acts import build_roadmap

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_builds(language: str, data_folder: Path) -> None:
    content = build_roadmap(language=language, by=None, on=DAY)
    assert content.startswith(b"%PDF")
    Path(f"/tmp/nasij/road-{language}.pdf").write_bytes(content)
