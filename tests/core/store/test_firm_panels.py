"""One question, three ways to hold the records: a frame, a kept panel, a stream of text."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nasij_core.dynamics import By
from nasij_core.frames.dynamics import dynamics
from nasij_core.store.firm_panels import open_panel
from nasij_core.store.firm_records import stream_records
from tests.core.worlds import keep_firm_records


@pytest.fixture
def records(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    rows = 4_000
    frame = pl.DataFrame(
        {
            "firm": rng.integers(0, 300, rows).astype(str),
            "year": rng.integers(2015, 2021, rows),
            "region": [f"R{n}" for n in rng.integers(0, 4, rows)],
            "product": [f"{n:06d}" for n in rng.integers(0, 400, rows)],
            "market": [f"M{n:02d}" for n in rng.integers(0, 30, rows)],
            "value": rng.lognormal(9, 2, rows).round(2),
        }
    )
    frame.write_parquet(tmp_path / "records.parquet")
    return tmp_path / "records.parquet"


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("threshold", [0.0, 20_000.0])
def test_frame_panel_and_stream_agree_to_the_cent(
    by: By, threshold: float, records: Path, tmp_path: Path
) -> None:
    keep_firm_records(records, tmp_path / "panel")
    (tmp_path / "scratch").mkdir()
    first = dynamics(pl.read_parquet(records), by=by, threshold=threshold)
    for panel in (
        open_panel(tmp_path / "panel"),
        stream_records(records, tmp_path / "scratch"),
    ):
        other = dynamics(panel, by=by, threshold=threshold)
        for name in ("by_year", "survival", "hazards"):
            one, two = getattr(first, name), getattr(other, name)
            assert_frame_equal(one, two, check_exact=False, rel_tol=1e-12, abs_tol=1e-9)


def test_codes_are_kept_as_narrow_as_their_names_allow(records: Path, tmp_path: Path) -> None:
    keep_firm_records(records, tmp_path / "panel")
    year = next(iter(open_panel(tmp_path / "panel")))
    widths = [
        getattr(year, name).dtype.itemsize for name in ("firm", "region", "product", "market")
    ]
    assert widths == [2, 1, 2, 1]
