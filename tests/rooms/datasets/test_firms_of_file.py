"""Rows of one name in one file: which firm is meant where the number, the place or both lack."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files.codes import Meaning
from nasij.datasets.firm_files.firms import (
    NAME_ALONE,
    NAME_OF_SEVERAL,
    NUMBER_LACKS,
    FirmsOfFile,
)
from nasij.datasets.firm_files.totals import BETWEEN
from nasij.files.places import Places
from nasij.files.problems import RowProblem
from tests.rooms.datasets.firm_lines import ice

Row = tuple[int, str]  # a number, 0 for none, and a town
NAME = "Firme X"
BARE: Row = (0, "")
ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "Agadir", "Tanger"])), max_size=6)


def key(row: Row) -> str:
    number, town = row
    parts = ("identifier", ice(number), "") if number else ("name", NAME, town)
    return BETWEEN.join(parts)


def meanings(rows: list[Row]) -> dict[Row, Meaning]:
    numbered = [(key(row), key((0, row[1]))) for row in rows if row[0]]
    firms = FirmsOfFile([key(row) for row in rows], numbered, None, Places())
    return {row: firms.meaning(key(row)) for row in rows}


def own(town: str = "") -> str:
    return codes.firm_code("name", codes.by_name(NAME, town))


def by_number(number: int) -> str:
    return meanings([(number, "")])[number, ""].code


@given(ROWS)
@example([(1, "Casablanca"), (2, "Agadir")])
@example([(1, "Casablanca"), (2, "Agadir"), (0, "Casablanca")])
@example([(1, "Casablanca"), (0, "Tanger")])
def test_a_name_without_number_and_place_is_the_only_firm_of_its_name(rows: list[Row]) -> None:
    others = meanings([row for row in rows if row != BARE])
    met = meanings([*rows, BARE])[BARE]
    bearing = {meaning.code for meaning in others.values()}
    if len(bearing) == 1:
        assert {met.code} == bearing
        assert met.remark == (NUMBER_LACKS if any(number for number, _town in others) else "")
    else:
        assert met == Meaning(own(), remark=NAME_OF_SEVERAL if bearing else "")


@given(ROWS)
def test_no_row_is_of_a_firm_that_stands_in_none(rows: list[Row]) -> None:
    numbers = {by_number(number) for number, _town in rows if number}
    places = {own(town) for number, town in rows if not number}
    for (number, town), met in meanings(rows).items():
        if number:
            assert met == Meaning(by_number(number))
        else:
            assert met.code in numbers | places
            assert met.code in numbers | {own(town)} or not town


@given(ROWS)
def test_a_further_firm_beside_several_of_its_name_is_told(rows: list[Row]) -> None:
    """At a place where a single firm of the name may be, it is no further one."""
    found = meanings(rows)
    for (number, town), met in found.items():
        if number or met.code != own(town):
            continue
        here = {n for n, at in rows if n and (at == town or not _towns(rows, n))}
        several = len(here) > 1 or (not town and len({m.code for m in found.values()}) > 1)
        nowhere = town and any(not _towns(rows, n) for n in here)
        several = several or bool(nowhere and len(_towns(rows, 0)) > 1)
        assert (met.remark == NAME_OF_SEVERAL) == several


def _towns(rows: list[Row], number: int) -> set[str]:
    return {town for n, town in rows if n == number and town}


@pytest.mark.parametrize(
    ("rows", "town", "expected"),
    [
        ([(1, "Agadir"), (2, "Tanger")], "Agadir", Meaning(by_number(1), remark=NUMBER_LACKS)),
        ([(1, ""), (2, "Tanger")], "Agadir", Meaning(by_number(1), remark=NUMBER_LACKS)),
        ([(1, "Agadir"), (2, "Agadir")], "Agadir", Meaning(own("Agadir"), remark=NAME_OF_SEVERAL)),
        ([(1, "Agadir")], "Tanger", Meaning(own("Tanger"))),
        # A row that leaves out the place of a number does not make it be everywhere.
        ([(1, "Agadir"), (1, "")], "Tanger", Meaning(own("Tanger"))),
        ([(1, "Agadir"), (1, "Tanger")], "", Meaning(by_number(1), remark=NUMBER_LACKS)),
        ([(0, "Agadir")], "", Meaning(own("Agadir"))),
        # A number that says no place is not at two of them.
        ([(1, ""), (0, "Tanger")], "Agadir", Meaning(own("Agadir"), remark=NAME_OF_SEVERAL)),
        ([(1, ""), (2, "Agadir"), (0, "Tanger")], "Agadir",
         Meaning(own("Agadir"), remark=NAME_OF_SEVERAL)),
    ],
)  # fmt: skip
def test_a_name_at_a_place(rows: list[Row], town: str, expected: Meaning) -> None:
    assert meanings([*rows, (0, town)])[0, town] == expected


@given(ROWS)
def test_the_order_of_rows_does_not_matter(rows: list[Row]) -> None:
    assert meanings(rows) == meanings(rows[::-1])


def test_a_name_alone_is_told_where_places_stand_beside_numbers() -> None:
    other = BETWEEN.join(("name", "Firme Y", ""))
    numbered = [(key((1, "Agadir")), key((0, "Agadir")))]
    firms = FirmsOfFile([key((1, "Agadir")), other], numbered, None, Places())
    assert firms.meaning(other).remark == NAME_ALONE


@pytest.mark.parametrize("nothing", ["Non déclaré", "-", "divers", "غير معروف"])
def test_a_word_for_nothing_is_no_firm_and_joins_none(nothing: str) -> None:
    """Exports of nobody known were those of the one firm whose name was not declared either."""
    names = [BETWEEN.join(("name", nothing, town)) for town in ("Agadir", "")]
    firms = FirmsOfFile([key((1, "")), *names], [(key((1, "")), names[1])], None, Places())
    assert {firms.meaning(name).problem for name in names} == {RowProblem.FIRM_MISSING}
    assert firms.meaning(key((1, ""))).code == by_number(1)


def test_two_numbers_are_two_firms() -> None:
    assert all(by_number(one) != by_number(other) for one, other in combinations((1, 2, 3), 2))
