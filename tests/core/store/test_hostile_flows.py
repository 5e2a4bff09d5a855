"""Files of flows that nobody should have to read: a sentence each, never dollars that are none."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from nasij_core.errors import CoreError, NotANumber, UnknownFormat
from nasij_core.store import read_flows, sources
from nasij_core.store.folders import damaged_files

LINES = "year,exporter,importer,product,value_usd\n2024,MAR,FRA,151590,{}\n2024,MAR,ESP,151590,12\n"
Make = Callable[[Path], Path]


def parquet(values: pl.Series) -> Make:
    def make(folder: Path) -> Path:
        count = len(values)
        codes = {"exporter": ["MAR"] * count, "importer": ["FRA", "ESP"]}
        frame = pl.DataFrame({"year": [2024] * count, **codes, "product": ["151590"] * count})
        frame.with_columns(values.alias("value_usd")).write_parquet(folder / "f.parquet")
        return folder / "f.parquet"

    return make


def text(amount: str) -> Make:
    def make(folder: Path) -> Path:
        (folder / "f.csv").write_text(LINES.format(amount), encoding="utf-8")
        return folder / "f.csv"

    return make


def under_a_password(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "f.zip", "w") as archive:
        archive.writestr("f.csv", LINES.format(5))
    raw = bytearray((folder / "f.zip").read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (folder / "f.zip").write_bytes(raw)
    return folder / "f.zip"


def bomb_in_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "f.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f.csv", LINES.format("0" * 200_000))
    return folder / "f.zip"


def bomb_in_gzip(folder: Path) -> Path:
    (folder / "f.csv.gz").write_bytes(gzip.compress(LINES.format("0" * 200_000).encode()))
    return folder / "f.csv.gz"


HOSTILE: dict[str, tuple[Make, type[CoreError]]] = {
    "days, which are numbers since 1970": (parquet(pl.Series([date(2024, 1, 1)] * 2)), NotANumber),
    "truths": (parquet(pl.Series([True, False])), NotANumber),
    "lists": (parquet(pl.Series([[1], [2]])), NotANumber),
    "not a number": (parquet(pl.Series([float("nan"), 1.0])), NotANumber),
    "without end": (parquet(pl.Series([float("inf"), 1.0])), NotANumber),
    "more than the world": (parquet(pl.Series([1e300, 1.0])), NotANumber),
    "sixty digits": (text("9" * 60), NotANumber),
    "a word": (text("beaucoup"), NotANumber),
    "nothing": (text(""), NotANumber),
    "a password": (under_a_password, UnknownFormat),
    "a bomb in a zip": (bomb_in_zip, UnknownFormat),
    "a bomb in a gzip": (bomb_in_gzip, UnknownFormat),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, error = HOSTILE[name]
    monkeypatch.setattr(sources, "MOST_UNPACKED", 100_000)
    (tmp_path / "scratch").mkdir()
    with pytest.raises(error) as raised:
        read_flows(make(tmp_path), tmp_path / "scratch")
    assert str(raised.value)


@pytest.mark.parametrize("content", ["{}", "[" * 100_000, "[]", '{"a": ', "\x00"])
def test_a_folder_whose_hashes_are_no_hashes_is_damaged(content: str, tmp_path: Path) -> None:
    (tmp_path / "sums.json").write_text(content, encoding="utf-8")
    assert damaged_files(tmp_path) == ["sums.json"]
