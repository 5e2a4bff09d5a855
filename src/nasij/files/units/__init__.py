"""What the figures of a column count: money, lengths, shares; and where files say it."""

from nasij.files.units.beside import (
    UNIT_HEADINGS,
    cell_unit,
    is_of_anything,
    is_other_measure,
    is_other_money,
)
from nasij.files.units.measures import LENGTH, SHARE, Measure
from nasij.files.units.money import (
    Unit,
    counted,
    currency_code,
    is_currency,
    names_unknown,
    shown_unit,
    signs_of,
    unit_as_shown,
    unit_of,
    without_unit,
)
from nasij.files.units.outside import check_lines

__all__ = [
    "LENGTH",
    "SHARE",
    "UNIT_HEADINGS",
    "Measure",
    "Unit",
    "cell_unit",
    "check_lines",
    "counted",
    "currency_code",
    "is_currency",
    "is_of_anything",
    "is_other_measure",
    "is_other_money",
    "names_unknown",
    "shown_unit",
    "signs_of",
    "unit_as_shown",
    "unit_of",
    "without_unit",
]
