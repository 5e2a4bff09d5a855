"""A snapshot is whole or absent, and reads back what was given."""

import errno
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from nasij_core import errors
from nasij_core.frames.potential import export_potential
from nasij_core.store import import_flows, load_flows, snapshot_record, write_results
from nasij_core.store.firm_panels import open_panel, panel_of_years
from nasij_core.store.tabular import read_distances, read_growth
from tests.core.worlds import keep_firm_records, random_frame

FLOWS = "year,exporter,importer,product,value_usd\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    frame = pl.concat(
        random_frame(year, countries=6, products=5).with_columns(year=pl.lit(year))
        for year in (2020, 2021, 2022)
    )
    path = tmp_path / "trade.csv"
    frame.write_csv(path)
    return path


def test_what_goes_in_comes_out(source: Path, tmp_path: Path) -> None:
    record = import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    flows = load_flows(tmp_path / "snap")
    given = pl.read_csv(source, schema_overrides={"product": pl.String})
    assert record.rows == len(flows) == given.height
    assert record.years == flows.years == (2020, 2021, 2022)
    assert flows.value_usd.sum() == pytest.approx(given["value_usd"].sum(), rel=1e-12)
    assert record.totals_usd[2021] == pytest.approx(
        given.filter(pl.col("year") == 2021)["value_usd"].sum(), rel=1e-12
    )
    assert snapshot_record(tmp_path / "snap") == record


def test_single_years_can_be_loaded(source: Path, tmp_path: Path) -> None:
    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    flows = load_flows(tmp_path / "snap", [2022])
    assert flows.years == (2022,)
    with pytest.raises(errors.BadOption, match="2020, 2021, 2022"):
        load_flows(tmp_path / "snap", [1999])


def test_rows_are_sorted_by_year_exporter_product_importer(source: Path, tmp_path: Path) -> None:
    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    flows = load_flows(tmp_path / "snap")
    order = np.lexsort((flows.importer, flows.product, flows.exporter, flows.year))
    assert (order == np.arange(len(flows))).all()


def test_the_potential_is_the_same_from_file_and_snapshot(source: Path, tmp_path: Path) -> None:
    from nasij_core.store import read_flows

    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    (tmp_path / "scratch").mkdir()
    direct, _ = read_flows(source, tmp_path / "scratch")
    kept = load_flows(tmp_path / "snap")
    assert export_potential(direct, "C0").pairs.equals(export_potential(kept, "C0").pairs)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


def test_a_bad_file_leaves_the_old_snapshot(source: Path, tmp_path: Path) -> None:
    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    source.write_text(FLOWS + "2023,A,B,1,-5\n", encoding="utf-8")
    with pytest.raises(errors.NegativeValue):
        import_flows(source, tmp_path / "snap", origin="test", vintage="2")
    assert snapshot_record(tmp_path / "snap").vintage == "1"
    assert leftovers(tmp_path) == []


def test_a_full_disk_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(errors.CouldNotWrite, match="No space left"):
        import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    assert not (tmp_path / "snap").exists()
    assert leftovers(tmp_path) == []


def test_a_kill_in_the_middle_leaves_no_snapshot(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nasij_core.store.snapshots.write_record", killed)
    with pytest.raises(KeyboardInterrupt):
        import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    assert not (tmp_path / "snap").exists()


def test_a_new_import_replaces_the_old_one(source: Path, tmp_path: Path) -> None:
    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    source.write_text(FLOWS + "2023,MAR,FRA,1,5\n", encoding="utf-8")
    import_flows(source, tmp_path / "snap", origin="test", vintage="2")
    assert load_flows(tmp_path / "snap").years == (2023,)
    assert not (tmp_path / "snap" / "flows_2020.parquet").exists()


def test_a_damaged_snapshot_is_named(source: Path, tmp_path: Path) -> None:
    import_flows(source, tmp_path / "snap", origin="test", vintage="1")
    part = tmp_path / "snap" / "flows_2021.parquet"
    part.write_bytes(part.read_bytes()[:-40])
    with pytest.raises(errors.TruncatedFile, match="flows_2021"):
        load_flows(tmp_path / "snap")


def test_any_folder_is_not_a_snapshot(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownFormat):
        load_flows(tmp_path)


def test_results_come_with_their_record(tmp_path: Path) -> None:
    rows = write_results(
        tmp_path / "out", {"a": pl.DataFrame({"x": [1, 2]})}, {"method": "test"}, csv=True
    )
    assert rows == {"a": 2}
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "a.csv",
        "a.parquet",
        "record.json",
        "sums.json",
    ]


def test_firm_records_are_kept_by_year(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_text(
        "firm,year,region,product,market,value\nF2,2021,R1,01,FRA,5\nF1,2020,R2,02,ESP,7\nF1,2021,R2,02,ESP,8\n"
    )
    record = keep_firm_records(path, tmp_path / "panel")
    parts = list(open_panel(tmp_path / "panel"))
    assert record["rows"] == sum(len(part.value) for part in parts) == 3
    assert [part.year for part in parts] == [2020, 2021]
    assert parts[1].value.tolist() == [8.0, 5.0]


def test_years_of_several_folders_are_one_panel(tmp_path: Path) -> None:
    """Names differ from file to file; each year is read where it is asked to be."""
    head = "firm,year,region,product,market,value\n"
    texts = {
        "a": "F3,2020,R1,02,ESP,1\nF1,2021,R1,02,ESP,99\n",
        "b": "F2,2021,R2,01,FRA,5\nF3,2021,R1,03,DEU,7\n",
        "whole": "F3,2020,R1,02,ESP,1\nF2,2021,R2,01,FRA,5\nF3,2021,R1,03,DEU,7\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(head + text)
        keep_firm_records(tmp_path / f"{name}.csv", tmp_path / name)
    joined = panel_of_years({2020: tmp_path / "a", 2021: tmp_path / "b"})
    whole = open_panel(tmp_path / "whole")
    assert [part.year for part in joined] == [2020, 2021]
    for mine, theirs in zip(joined, whole, strict=True):
        assert mine.value.tolist() == theirs.value.tolist()
        for kind in ("firm", "region", "product", "market"):
            of_mine, of_theirs = (
                [list(getattr(panel.names, f"{kind}s"))[at] for at in getattr(part, kind)]
                for panel, part in ((joined, mine), (whole, theirs))
            )
            assert of_mine == of_theirs


def test_geodist_codes_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "dist.csv"
    path.write_text("iso_o,iso_d,dist,distw\nMAR,ROM,2500,2600\nMAR,ZAR,5000,\nMAR,MAR,100,100\n")
    km = {row[1]: row[2] for row in read_distances(path).iter_rows()}
    assert km == {"ROU": 2600.0, "COD": 5000.0}


def test_yearly_growth_is_multiplied_over_the_horizon(tmp_path: Path) -> None:
    path = tmp_path / "growth.csv"
    path.write_text(
        "iso3,country,year,growth\nMAR,Morocco,2025,0.1\nMAR,Morocco,2026,0.2\nFRA,France,2025,0.1\n"
    )
    growth = read_growth(path, 2024, 2026)
    # A year of France is missing: it goes on at the pace of the one that is given.
    ratios = dict(growth.select("country", "gdp_ratio").iter_rows())
    assert ratios == pytest.approx({"MAR": 1.32, "FRA": 1.21})
    with pytest.raises(errors.NotEnoughData):
        read_growth(path, 2026, 2031)
