"""What the figures of a column count: money, lengths, shares; and where files say it."""

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
    "Measure",
    "Unit",
    "check_lines",
    "counted",
    "currency_code",
    "is_currency",
    "names_unknown",
    "shown_unit",
    "signs_of",
    "unit_as_shown",
    "unit_of",
    "without_unit",
]
