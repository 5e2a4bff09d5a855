"""Units of every stored quantity, and the few conversions the project needs."""

from __future__ import annotations

from enum import StrEnum

USD_PER_BACI_UNIT = 1_000.0  # BACI gives thousands of current US dollars


class Unit(StrEnum):
    """The unit of a column or parameter. `CODE` is a name, `RATIO` has no unit and no bound."""

    CODE = "code"
    YEAR = "year"
    COUNT = "count"
    RANK = "rank"
    USD = "USD"
    USD_PER_YEAR = "USD a year"
    KM = "km"
    HOURS = "hours"
    SHARE = "share"  # in [0, 1]
    RATE = "rate"  # share of a stock in one year, in [0, 1]
    RATIO = "ratio"
    INDEX = "index"
    TEXT = "text"
