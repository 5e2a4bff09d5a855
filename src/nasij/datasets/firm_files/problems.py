"""In which order a row of firms is examined, and which column is at fault."""

from __future__ import annotations

from collections.abc import Mapping

from nasij.files.problems import RowProblem, reason

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
    RowProblem.MARKET_TOTAL: "market",
    RowProblem.MARKET_OWN: "market",
    RowProblem.CURRENCY_OTHER: "currency",
    RowProblem.VALUE_MISSING: "value",
    RowProblem.VALUE_UNREADABLE: "value",
    RowProblem.VALUE_AMBIGUOUS: "value",
    RowProblem.VALUE_NEGATIVE: "value",
}
ORDER: tuple[RowProblem, ...] = (RowProblem.ROW_NOT_CLOSED, RowProblem.ROW_TOO_LONG, *COLUMN)


def counted_reasons(problems: Mapping[str, int]) -> str:
    """The reasons with the number of their rows, the commonest first."""
    counted = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{reason(code, '…')} ({count})" for code, count in counted)
