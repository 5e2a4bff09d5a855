"""The official file, when the shared data folder is there: whole, plausible, and fast enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from nasij.datasets.acts import load_distances, load_growth, load_trade
from nasij.potential.acts import compute_potential
from nasij.potential.models import PotentialRun
from nasij.potential.queries import national_potential, regions_of

DATA = project.PROJECT.parent / "shared" / "data"
TRADE = DATA / "baci_hs17_2024" / "baci_hs17_2024_ex6.parquet"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif(not TRADE.exists(), reason=f"the shared data folder lacks {TRADE.name}"),
]


@pytest.fixture
def real_run(tmp_path: Path, settings: Any) -> PotentialRun:
    settings.NASIJ_DATA = tmp_path
    trade = load_trade(TRADE, vintage="202601", by=None).snapshot
    assert trade.row_count == 9_933_867
    assert trade.record["missing_importers"] == ["DEU", "ESP", "FRA", "GBR", "NLD", "USA"]
    assert trade.record["own_exports"][0]["value_usd"] == pytest.approx(30.807e9, rel=1e-4)
    load_distances(DATA / "cepii_geodist" / "dist_cepii.parquet", by=None)
    load_growth(DATA / "imf_weo" / "weo_real_gdp_growth_2022_2030.csv", by=None)
    return compute_potential(exporter="MAR", by=None)


def test_largest_potentials_are_those_one_expects(real_run: PotentialRun, client: Client) -> None:
    totals = real_run.totals
    assert 0 < totals["unrealised_usd"] < totals["potential_usd"] < 2 * totals["actual_usd"]
    found = national_potential(limit=25)
    assert found is not None
    cells = {(pair.product, pair.market) for pair in found.pairs}
    assert {("280920", "IND"), ("310559", "BRA"), ("310311", "BGD")} <= cells  # acid, fertilisers
    assert ("870321", "SAU") in cells  # cars
    assert found.sectors[0].code == "phosphates"
    assert sum(
        one.part.unrealised_usd for one in regions_of(real_run) if one.part
    ) == pytest.approx(totals["unrealised_usd"])
    for page in ("", "products/280920/", "regions/09/"):
        assert client.get(f"/fr/potential/{page}").status_code == 200
