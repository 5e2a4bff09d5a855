"""Rows counted into order are those that sorting gives, whatever order the file is in."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij_core import errors
from nasij_core.flows import CODED, flows_from_frame
from nasij_core.store import columns, read_flows
from nasij_core.store.coding import in_order
from nasij_core.store.names import Named
from tests.core.worlds import random_frame


def named(size: int, rows: list[int]) -> Named:
    names = tuple(str(n) for n in range(size))
    return Named(names, np.arange(size, dtype=np.int32), np.array(rows, np.uint16))


@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 30), st.integers(0, 6)), min_size=1),
    st.randoms(use_true_random=False),
    st.sampled_from([(0, 1, 2), (1, 0, 2), (2, 1, 0), None]),
)
def test_counting_is_sorting(
    keys: set[tuple[int, int, int]], random: object, order: tuple[int, ...] | None
) -> None:
    rows = sorted(keys, key=lambda key: [key[n] for n in order] if order else hash(key))
    if order is None:
        random.shuffle(rows)  # type: ignore[attr-defined]
    i, k, j = zip(*rows, strict=True)
    values = np.arange(len(rows), dtype=float)
    sizes = (5, 31, 7)
    parts = [named(size, list(codes)) for size, codes in zip(sizes, (i, k, j), strict=True)]
    *codes, moved = in_order(*parts, values)
    assert list(zip(*codes, strict=True)) == sorted(keys)
    assert [rows[int(value)] for value in moved] == sorted(keys)
    assert {array.dtype for array in codes} == {np.dtype(np.int32)}


def test_more_pairs_than_32_bits_can_number() -> None:
    products = np.array([1 << 24, 3, (1 << 24) + 5, 3], np.int32)
    many = Named(range(1 << 25), np.arange(1 << 25, dtype=np.int32), products)  # type: ignore[arg-type]
    few = named(2, [1, 0, 0, 1])
    i, k, j, values = in_order(few, many, named(200, [7, 199, 0, 150]), np.arange(4.0))
    assert i.tolist() == [0, 0, 1, 1]
    assert k.tolist() == [3, (1 << 24) + 5, 3, 1 << 24]
    assert j.tolist() == [199, 0, 150, 7]
    assert values.tolist() == [1, 2, 3, 0]


@pytest.mark.parametrize(
    "order", [("product", "exporter", "importer"), ("exporter", "importer", "product"), None]
)
@pytest.mark.parametrize("width", ["text", "numbers"])
def test_a_file_in_any_order_gives_the_same_flows(
    order: tuple[str, ...] | None, width: str, tmp_path: Path
) -> None:
    frame = random_frame(3, countries=9, products=40)
    frame = frame.with_columns(product="01" + pl.col("product").str.tail(4))
    kept = frame.sort(order) if order else frame.sample(fraction=1.0, shuffle=True, seed=1)
    if width == "numbers":
        kept = kept.with_columns(pl.col("product").cast(pl.Int32))
    kept.write_parquet(tmp_path / "flows_2020.parquet")
    flows, _ = read_flows(tmp_path / "flows_2020.parquet", tmp_path)
    slow = flows_from_frame(frame)
    assert [getattr(flows, f"{c}s") for c in CODED] == [getattr(slow, f"{c}s") for c in CODED]
    for column in (*CODED, "value_usd"):
        np.testing.assert_array_equal(getattr(flows, column), getattr(slow, column))


def test_a_key_met_twice_is_named_also_in_a_file_without_order(tmp_path: Path) -> None:
    frame = random_frame(5, countries=6, products=9)
    twice = pl.concat([frame, frame[7:8]]).sample(fraction=1.0, shuffle=True, seed=2)
    twice.write_parquet(tmp_path / "flows_2020.parquet")
    key = "/".join(frame.select(CODED).row(7))
    with pytest.raises(errors.DuplicateKeys, match=key):
        read_flows(tmp_path / "flows_2020.parquet", tmp_path)


def test_a_text_that_lacks_in_a_long_run_is_counted_in_rows(tmp_path: Path) -> None:
    frame = random_frame(5, countries=6, products=9).sort("product", "exporter", "importer")
    lost = pl.when(pl.col("product") == "000003").then(None).otherwise(pl.col("product"))
    frame.with_columns(lost.alias("product")).write_parquet(tmp_path / "flows_2020.parquet")
    rows = frame.filter(pl.col("product") == "000003").height
    with pytest.raises(errors.NotANumber, match=rf"product.*: {rows}. Lines:"):
        read_flows(tmp_path / "flows_2020.parquet", tmp_path)


def test_more_texts_than_16_bits_can_number(tmp_path: Path) -> None:
    products = [f"{n:07d}" for n in range((1 << 16) + 10)]
    frame = pl.DataFrame(
        {"exporter": "A", "importer": "B", "product": products, "value_usd": 1.0}
    ).sample(fraction=1.0, shuffle=True, seed=0)
    frame.write_parquet(tmp_path / "flows_2020.parquet")
    flows, _ = read_flows(tmp_path / "flows_2020.parquet", tmp_path)
    assert flows.products == tuple(products)
    assert flows.product.tolist() == list(range(len(products)))


def test_leading_columns_are_coded_by_their_runs() -> None:
    frame = random_frame(3, countries=9, products=40).sort("product", "exporter", "importer")
    assert columns._in_runs(frame.lazy(), list(CODED)) == ["exporter", "product"]
