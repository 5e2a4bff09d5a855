"""What the figures of a column count: money, lengths, shares; and where files say it."""

from nasij.files.units.beside import (
    UNIT_HEADINGS,
    cell_unit,
    counts_goods,
    has_amounts_in_currency,
    heads_units,
    is_of_anything,
    is_of_contracts,
    is_of_goods,
    is_other_measure,
    is_other_money,
)
from nasij.files.units.measures import LENGTH, SHARE, Measure
from nasij.files.units.money import (
    Unit,
    counted,
    currency_code,
    is_currency,
    is_unclear,
    names_unknown,
    refuse_unit,
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
    "counts_goods",
    "currency_code",
    "has_amounts_in_currency",
    "heads_units",
    "is_currency",
    "is_of_anything",
    "is_of_contracts",
    "is_of_goods",
    "is_other_measure",
    "is_other_money",
    "is_unclear",
    "names_unknown",
    "refuse_unit",
    "shown_unit",
    "signs_of",
    "unit_as_shown",
    "unit_of",
    "without_unit",
]
