"""A column of amounts: the numbers that were meant, or none. Never another number."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij.files.amounts import Style, amount, style_of, undecided
from nasij.files.child.sheets import number_as_text
from nasij_core.errors import CellAmbiguous
from nasij_core.store.sources import has_decimal_comma

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
BLANKS = (" ", "\u00a0", "\u202f", "\u2009")


@dataclass(frozen=True, slots=True)
class Column:
    style: Style
    numbers: list[float | None]
    undecided: list[bool]


def read(*cells: str, typed: bool = False) -> Column:
    frame = pl.DataFrame({"v": cells})
    style = style_of(frame.lazy(), "v", typed=typed)
    found = frame.with_columns(n=amount("v", style), doubt=undecided("v", style))
    return Column(style, found["n"].to_list(), found["doubt"].to_list())


SURE = {
    "12": 12,
    "1 234": 1234,
    "1 234,5": 1234.5,
    "1\u202f234,50": 1234.5,
    "1 234,500": 1234.5,
    "1.234,5": 1234.5,
    "1,234.5": 1234.5,
    "1'234.5": 1234.5,
    "1.234.567": 1234567,
    "1,234,567": 1234567,
    "0,125": 0.125,
    "0.125": 0.125,
    "12,34": 12.34,
    "-5,0": -5,
    "−5,0": -5,
    "+7": 7,
    "١٢٣٤٫٥": 1234.5,
    "١٬٢٣٤٫٥": 1234.5,
    "٣٫٥٠٠": 3.5,
    "1234,567": 1234.567,
    "12345.678": 12345.678,
}
NONE = ("1 23", "12.5.3", "1,2,3", "1.23.456", "1e5", "12a", "1 2345", "1,,2", "١٢أ", "12,34.5")


@pytest.mark.parametrize("cell", SURE)
def test_an_amount_that_can_mean_one_number_is_that_number(cell: str) -> None:
    assert read(cell).numbers == [pytest.approx(SURE[cell])]


@pytest.mark.parametrize("cell", [*NONE, "12 %", "1.250٫5"])
def test_what_is_no_amount_is_none(cell: str) -> None:
    assert read(cell).numbers == [None]


@pytest.mark.parametrize("cell", ["1,250", "1.250", "12,500", "999.999", "١٢,٥٠٠"])
@pytest.mark.parametrize("beside", ["3", "٥٠٫٥", "1 250"])
def test_a_lone_mark_before_three_digits_is_undecided_where_nothing_decides(
    cell: str, beside: str
) -> None:
    column = read(cell, beside)
    assert column.numbers[0] is None
    assert column.undecided == [True, False]


@pytest.mark.parametrize(
    ("beside", "number"),
    [
        ("1 250,5", 3.5),
        ("1\u202f250,500", 3.5),
        ("2\u00a0040,75", 3.5),
        ("1.250,5", 3.5),
        ("1.250.000", 3.5),
        ("12,75", 3.5),
        ("0,125", 3.5),
        ("1 250.5", 3500),
        ("1,250.5", 3500),
        ("1,250,000", 3500),
        ("12.75", 3500),
        ("2040.75", 3500),
    ],
)
def test_a_lone_mark_follows_the_amount_that_decides(beside: str, number: float) -> None:
    assert read("3,500", beside).numbers[0] == number


def test_number_cells_say_nothing_of_the_text_beside() -> None:
    assert read("3,500", "1 250,50", "1250.5", typed=True).numbers == [3.5, 1250.5, 1250.5]
    assert read("12,75", "8,125", "1250.5", typed=True).numbers == [12.75, 8.125, 1250.5]
    assert read("3,500", "1250.5", typed=True).numbers == [None, 1250.5]


@pytest.mark.parametrize(
    ("cells", "against"),
    [
        (["1.234,5", "1,234.5", "3"], ("1.234,5", "1,234.5")),
        (["1 250,5", "2040.75", "12,500"], ("1 250,5", "2040.75")),
        (["1.250.000", "1,250,000"], ("1.250.000", "1,250,000")),
    ],
)
def test_amounts_that_contradict_each_other_are_named(
    cells: list[str], against: tuple[str, str]
) -> None:
    column = read(*cells)
    assert column.style.against == against


def test_amounts_without_thousands_may_be_written_with_either_mark() -> None:
    column = read("1,25", "1.25")
    assert (column.numbers, column.style.against) == ([1.25, 1.25], None)


# --- whole columns ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    written: str
    meant: float


def grouped(whole: int, group: str) -> str:
    return f"{whole:,}".replace(",", group)


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[Cell], bool]:
    """Cells of one style; blanks and digits may change from cell to cell, as in pasted files."""
    group = draw(st.sampled_from([".", ",", "'", "’", "٬", "", "blank"]))
    mark = draw(st.sampled_from({",": ".٫", ".": ","}.get(group, ",.٫")))
    typed = draw(st.booleans())
    cells = []
    for _ in range(draw(st.integers(1, 6))):
        whole = draw(st.integers(0, 10 ** draw(st.integers(1, 9))))
        decimals = draw(st.text("0123456789", max_size=5))
        meant = float(f"{whole}.{decimals or 0}")
        between = draw(st.sampled_from(BLANKS)) if group == "blank" else group
        written = grouped(whole, between) + (f"{mark}{decimals}" if decimals else "")
        if draw(st.booleans()):
            written = written.translate(ARABIC)
        if typed and draw(st.booleans()):
            written = number_as_text(meant)
        cells.append(Cell(written, meant))
    return cells, typed


@given(columns())
def test_a_column_of_one_style_comes_back_or_is_undecided(given: tuple[list[Cell], bool]) -> None:
    cells, typed = given
    column = read(*(cell.written for cell in cells), typed=typed)
    assert column.style.against is None
    for cell, number, doubt in zip(cells, column.numbers, column.undecided, strict=True):
        assert number == pytest.approx(cell.meant) if not doubt else number is None


@given(st.from_regex(r"[+-]?[0-9]{1,6}[.,][0-9]{1,6}", fullmatch=True))
def test_the_core_is_sure_of_the_same_amounts(cell: str) -> None:
    found = read(cell)
    rows = pl.LazyFrame({"v": [cell]})
    if found.undecided == [True]:
        with pytest.raises(CellAmbiguous):
            has_decimal_comma("f.csv", rows, "v", 2)
    else:
        assert has_decimal_comma("f.csv", rows, "v", 2) == found.style.comma_decimal
