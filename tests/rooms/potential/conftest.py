"""A made world in which every potential is known by hand (see datasets/made_files.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from nasij.datasets.acts import load_trade
from nasij.potential.acts import compute_potential
from nasij.potential.models import PotentialRun
from tests.rooms.datasets.made_files import make_csv


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Outside a page these tests read English, whatever the site's own language is."""
    with translation.override("en"):
        yield


@pytest.fixture
def run(data_folder: Path, tmp_path: Path) -> PotentialRun:
    load_trade(make_csv(tmp_path), by=None)
    return compute_potential(exporter="MAR", by=None)
