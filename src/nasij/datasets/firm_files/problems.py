"""In which order a row of firms is examined, and which column is at fault."""

from __future__ import annotations

from nasij.files.problems import RowProblem

# The column at fault, among ours.
COLUMN = {
    RowProblem.FIRM_MISSING: "firm",
    RowProblem.FIRM_SHORTENED: "firm",
    RowProblem.PERIOD_MISSING: "period",
    RowProblem.PERIOD_UNREADABLE: "period",
    RowProblem.MONTH_UNKNOWN: "period",
    RowProblem.PERIOD_FUTURE: "period",
    RowProblem.PRODUCT_UNREADABLE: "product",
    RowProblem.MARKET_UNKNOWN: "market",
    RowProblem.MARKET_OWN: "market",
    RowProblem.CURRENCY_OTHER: "currency",
    RowProblem.VALUE_MISSING: "value",
    RowProblem.VALUE_UNREADABLE: "value",
    RowProblem.VALUE_NEGATIVE: "value",
}
ORDER: tuple[RowProblem, ...] = (RowProblem.ROW_NOT_CLOSED, RowProblem.ROW_TOO_LONG, *COLUMN)
