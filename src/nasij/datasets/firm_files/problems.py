"""Why a row of a file of firms is not kept, and what helps; sentences are made when read."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RowProblem(TextChoices):
    """Labels are the reasons. In the order in which a row is examined: the first one counts."""

    FIRM_MISSING = "firm_missing", _("The row names no firm.")
    FIRM_SHORTENED = (
        "firm_shortened",
        _("The spreadsheet shortened this identifier (scientific notation): digits are lost."),
    )
    PERIOD_MISSING = "period_missing", _("The row has no year.")
    PERIOD_UNREADABLE = "period_unreadable", _("“%(value)s” is not a year, a month or a date.")
    MONTH_UNKNOWN = "month_unknown", _("“%(value)s” is not a month.")
    PERIOD_FUTURE = "period_future", _("This period lies in the future.")
    PRODUCT_UNREADABLE = "product_unreadable", _("“%(value)s” is not a product code.")
    MARKET_UNKNOWN = "market_unknown", _("“%(value)s” is not a country that we know.")
    MARKET_OWN = "market_own", _("The market is the country itself: this is no export.")
    CURRENCY_OTHER = (
        "currency_other",
        _("This row is in another currency (%(value)s) than most of the file."),
    )
    VALUE_MISSING = "value_missing", _("The row has no value.")
    VALUE_UNREADABLE = "value_unreadable", _("“%(value)s” is not an amount.")
    VALUE_NEGATIVE = "value_negative", _("The value is below zero.")


REMEDIES: dict[str, Promise] = {
    RowProblem.FIRM_MISSING: _("Give an identifier of the firm, or its name."),
    RowProblem.FIRM_SHORTENED: _("Set the column to the format “Text” and export the file again."),
    RowProblem.PERIOD_MISSING: _("Give the year, or load the file with the option --year."),
    RowProblem.PERIOD_UNREADABLE: _("Write 2024, 2024-05, 05/2024 or 14/05/2024."),
    RowProblem.MONTH_UNKNOWN: _("Write a month from 1 to 12, or its name."),
    RowProblem.PERIOD_FUTURE: _("Correct the year."),
    RowProblem.PRODUCT_UNREADABLE: _("Write 2 to 12 digits of the customs nomenclature."),
    RowProblem.MARKET_UNKNOWN: _("Use the ISO code of the country, or its usual name."),
    RowProblem.MARKET_OWN: _("Leave out sales inside the country."),
    RowProblem.CURRENCY_OTHER: _("Convert the row, or load each currency as a file of its own."),
    RowProblem.VALUE_MISSING: _("Give the value, or leave the row out."),
    RowProblem.VALUE_UNREADABLE: _("Write digits with one decimal comma or point."),
    RowProblem.VALUE_NEGATIVE: _(
        "Exports are never negative: subtract a correction from the row that it corrects."
    ),
}
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
ORDER: tuple[RowProblem, ...] = tuple(RowProblem)


def reason(code: str, value: str) -> str:
    """What is wrong, in the active language."""
    return str(RowProblem(code).label) % {"value": value}


def counted_reasons(problems: Mapping[str, int]) -> str:
    """The reasons with the number of their rows, the commonest first."""
    counted = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{reason(code, '…')} ({count})" for code, count in counted)


def remedy(code: str) -> str:
    return str(REMEDIES[RowProblem(code)])
