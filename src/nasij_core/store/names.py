"""The final names of countries and products, from the many ways in which files write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.store.country_codes import country_of

HS_WIDTH = 6
NO_MARKET = "–"  # of exports known by product alone
_WHOLE = re.compile(r"(\d+)(?:\.0+)?")  # 10121, and 10121.0 as a column with gaps is written
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Column:
    """One column as read: distinct values and the position of each row among them."""

    distinct: tuple[str | int, ...]
    rows: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Named:
    """The same with final names, sorted; several raw codes may share a name."""

    names: tuple[str, ...]
    place: Codes  # (raw codes,): position of each among the names
    rows: NDArray[np.integer]  # raw codes, as read

    @property
    def bits(self) -> int:
        return max(len(self.names) - 1, 1).bit_length()

    def of(self, kept: NDArray[np.bool_]) -> Named:
        """The kept rows alone, and only the names that they bear."""
        rows = self.place[self.rows[kept]]
        places, of_rows = np.unique(rows, return_inverse=True)
        names = tuple(self.names[place] for place in places)
        return Named(names, np.arange(len(names), dtype=np.int32), of_rows.astype(np.int32))


def countries(column: Column, codes: dict[int, str]) -> Named:
    """`codes` gives the letters of the numbers; letters come in capitals, two become three."""
    return _named(column, (_country(value, codes) for value in column.distinct))


def _country(value: str | int, codes: dict[int, str]) -> str:
    text = str(value).strip()
    number = _WHOLE.fullmatch(text)
    return codes.get(int(number[1]), number[1]) if number else country_of(text)


def products(column: Column, width: int | None) -> Named:
    """Codes that came as numbers get back the zero they lost.

    `width`: of the codes, where the layout says it. Else numbers are as long as the longest of
    their column, and one digit more if that is odd: no level of the Harmonized System is odd.
    Digits written as text lost a zero where their length is odd and none of that length begins
    with one.
    """
    texts = [str(value).strip() for value in column.distinct]
    numbers = [found[1] if (found := _WHOLE.fullmatch(text)) else "" for text in texts]
    if all(isinstance(value, str) and "." not in value for value in column.distinct):
        whole = {len(number) for number in numbers if number.startswith("0")}  # lost no zero
        lengths = {len(number): len(number) + (len(number) % 2) for number in numbers}
        lengths |= {length: length for length in whole}
    else:
        longest = max(map(len, numbers))
        lengths = dict.fromkeys(map(len, numbers), width or longest + longest % 2)
    return _named(
        column,
        (
            number.zfill(lengths[len(number)]) if number else text
            for text, number in zip(texts, numbers, strict=True)
        ),
    )


def _named(column: Column, final: Iterable[str]) -> Named:
    names, place = np.unique(np.array(list(final), dtype=object), return_inverse=True)
    return Named(tuple(names), place.astype(np.int32), column.rows)
