"""A made world in which every potential is known by hand (see datasets/made_files.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from nasij.datasets.acts import load_trade
from nasij.potential.acts import compute_potential
from nasij.potential.models import PotentialRun
from tests.again import again
from tests.rooms.datasets.made_files import make_csv


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Outside a page these tests read English, whatever the site's own language is."""
    with translation.override("en"):
        yield


@pytest.fixture
def run(data_folder: Path, tmp_path: Path) -> PotentialRun:
    again("run", lambda: _compute(tmp_path), folder=data_folder)
    return PotentialRun.objects.get()


def _compute(folder: Path) -> None:
    load_trade(make_csv(folder), by=None)
    compute_potential(exporter="MAR", by=None)
