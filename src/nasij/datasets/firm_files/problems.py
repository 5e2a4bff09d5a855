"""In which order a row of firms is examined, and which column is at fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from nasij.files.lines import place_of
from nasij.files.problems import RowProblem, reason, remedy
from nasij.kept import readable
from nasij.sentences import filled

# The column at fault, among ours.
COLUMN = {
    RowProblem.FIRM_MISSING: "firm",
    RowProblem.FIRM_SHORTENED: "firm",
    RowProblem.PERIOD_MISSING: "period",
    RowProblem.PERIOD_UNREADABLE: "period",
    RowProblem.MONTH_UNKNOWN: "month",
    RowProblem.PERIOD_FUTURE: "period",
    RowProblem.PERIOD_ANCIENT: "period",
    RowProblem.PRODUCT_UNREADABLE: "product",
    RowProblem.MARKET_UNKNOWN: "market",
    RowProblem.MARKET_SEVERAL: "market",
    RowProblem.MARKET_TOTAL: "market",
    RowProblem.MARKET_OWN: "market",
    RowProblem.CURRENCY_OTHER: "currency",
    RowProblem.UNIT_MISSING: "currency",
    RowProblem.CURRENCY_MISSING: "currency",
    RowProblem.VALUE_MISSING: "value",
    RowProblem.VALUE_UNREADABLE: "value",
    RowProblem.VALUE_WITH_UNIT: "value",
    RowProblem.VALUE_AMBIGUOUS: "value",
    RowProblem.VALUE_NEGATIVE: "value",
}
ORDER: tuple[RowProblem, ...] = (RowProblem.ROW_NOT_CLOSED, RowProblem.ROW_TOO_LONG, *COLUMN)


def column_of(code: str) -> str:
    """Of a reason that was damaged, or that is of a whole row, none."""
    known = readable(RowProblem, code)
    return COLUMN.get(known, "") if known else ""


_OF_A_CELL = _(
    "Row %(row)s, column “%(column)s”: %(reason)s %(remedy)s Rows refused for this: %(count)s."
)
_OF_A_ROW = _("Row %(row)s: %(reason)s %(remedy)s Rows refused for this: %(count)s.")


def reasons_told(
    problems: Mapping[str, int],
    first: Mapping[str, tuple[int, str]],
    headings: Mapping[str, str],
    sheets: Sequence[str],
) -> list[str]:
    """Each reason with its first row, cell and remedy, the commonest first; `first` are row and
    value by reason."""
    counted = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    return [
        filled(
            _OF_A_CELL if (column := column_of(code)) else _OF_A_ROW,
            {
                "row": place_of(first[code][0], sheets),
                "column": headings.get(column, column),
                "reason": reason(code, first[code][1]),
                "remedy": remedy(code),
                "count": count,
            },
        )
        for code, count in counted
    ]
