"""Frames are checked at the door, and the message names column and row."""

import polars as pl
import pytest

from nasij_core import errors
from nasij_core.tables import DISTANCES, FLOWS, POTENTIAL


def flows(**changes: object) -> pl.DataFrame:
    columns = {
        "exporter": ["A", "B"],
        "importer": ["B", "A"],
        "product": ["1", "2"],
        "value_usd": [1.0, 2.0],
    }
    return pl.DataFrame({**columns, **changes})


def test_a_good_frame_passes_with_its_columns_first() -> None:
    frame = FLOWS.validate(flows(remark=["x", "y"]).select("remark", pl.exclude("remark")))
    assert frame.columns == ["exporter", "importer", "product", "value_usd", "remark"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(errors.MissingColumn, match="value_usd"):
        FLOWS.validate(flows().drop("value_usd"))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), None])
def test_an_empty_value_is_refused_with_its_row(bad: float | None) -> None:
    with pytest.raises(errors.NotANumber, match="row 2"):
        FLOWS.validate(flows(value_usd=[1.0, bad]))


def test_text_in_a_number_column_is_refused() -> None:
    with pytest.raises(errors.NotANumber, match="twelve"):
        FLOWS.validate(flows(value_usd=["1", "twelve"]))


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(errors.NegativeValue, match=r"-2\.0"):
        FLOWS.validate(flows(value_usd=[1.0, -2.0]))


def test_a_repeated_key_is_refused_with_the_key() -> None:
    with pytest.raises(errors.DuplicateKeys, match="A/B"):
        DISTANCES.validate(
            pl.DataFrame({"exporter": ["A", "A"], "importer": ["B", "B"], "km": [1.0, 2.0]})
        )


def test_no_rows_is_its_own_error() -> None:
    with pytest.raises(errors.NoRows):
        FLOWS.validate(flows().clear())


def test_the_potential_has_the_columns_promised() -> None:
    promised = (
        "exporter region market product supply demand ease potential_usd actual_usd unrealised_usd"
    )
    assert list(POTENTIAL.names) == promised.split()
