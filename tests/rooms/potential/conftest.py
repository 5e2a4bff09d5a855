"""A made world in which every potential is known by hand (see datasets/made_files.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from nasij.datasets.acts import load_trade
from nasij.potential.acts import compute_potential
from nasij.potential.models import PotentialRun
from tests.rooms.datasets.made_files import make_csv


@pytest.fixture
def run(data_folder: Path, tmp_path: Path) -> PotentialRun:
    load_trade(make_csv(tmp_path), by=None)
    return compute_potential(exporter="MAR", by=None)
