"""What can be wrong with a row of any file, and the sentences that say so and what helps.

Problems are kept as codes with details, and become sentences in the language of the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.files.lines import place_of
from nasij.kept import label_of
from nasij.sentences import filled, quoted


class RowProblem(TextChoices):
    """Labels are the reasons; placeholders are keys of the problem's details."""

    # of any row
    ROW_NOT_CLOSED = "row_not_closed", _("A quotation mark of this row is never closed.")
    ROW_TOO_LONG = "row_too_long", _("The row has more cells than there are headings.")
    LETTERS_LOST = (
        "letters_lost",
        _("The letters of this cell were lost before the file came here."),
    )
    FORMULA_ERROR = "formula_error", _("The formula of this cell gives an error.")
    TOO_LONG = "too_long", _("The text is longer than %(limit)s characters.")
    TOTAL_LINE = "total_line", _("“%(value)s” is a total of the file, and no firm.")
    # of a registry
    NAME_MISSING = "name_missing", _("The row has no name.")
    NAME_NOT_ARABIC = "name_not_arabic", _("“%(value)s” is not written in Arabic letters.")
    REGION_MISSING = "region_missing", _("The row has no region.")
    REGION_UNKNOWN = "region_unknown", _("“%(value)s” is not a region.")
    REGION_NOT_YOURS = (
        "region_not_yours",
        _("This row is for another region: %(region)s."),
    )
    IDENTIFIER_SCIENTIFIC = (
        "identifier_scientific",
        _("The spreadsheet shortened this identifier (scientific notation): digits are lost."),
    )
    IDENTIFIER_TAKEN = (
        "identifier_taken",
        _("This identifier is already used in the registry, outside your region."),
    )
    DUPLICATE_IDENTIFIER = (
        "duplicate_identifier",
        _("Row %(line)s of this file has the same identifier."),
    )
    IDENTIFIER_SHARED = (
        "identifier_shared",
        _("Row %(line)s of this file, “%(name)s”, has this identifier too."),
    )
    IDENTIFIER_KNOWN = (
        "identifier_known",
        _("“%(name)s” of the registry has this identifier too."),
    )
    DUPLICATE_NAME = (
        "duplicate_name",
        _("Row %(line)s of this file has the same name in the same region."),
    )
    DUPLICATE_FIRM = (
        "duplicate_firm",
        _("Row %(line)s of this file means the same firm of the registry."),
    )
    SEVERAL_MATCHES = (
        "several_matches",
        _("%(count)s firms of this region bear this name in the registry."),
    )
    ERASED_AT_REQUEST = (
        "erased_at_request",
        _("This firm was erased at its request on %(day)s (erasure %(number)s)."),
    )
    ERASED_IN_TIME = (
        "erased_in_time",
        _("This firm was erased on %(day)s, after years of silence (erasure %(number)s)."),
    )
    IDENTIFIER_LENGTH = (
        "identifier_length",
        _("This identifier does not have %(length)s digits."),
    )
    IDENTIFIER_KEY = (
        "identifier_key",
        _("The control digits of this identifier do not match."),
    )
    IDENTIFIER_OTHER = (
        "identifier_other",
        _("A firm of this name and region is registered under another identifier."),
    )
    IDENTIFIER_KEPT = (
        "identifier_kept",
        _("This identifier is doubtful and the registry has a good one, which was kept."),
    )
    REGION_KEPT = (
        "region_kept",
        _("The registry has this firm in another region, %(known)s; its place was kept."),
    )
    REMOVED_BEFORE = (
        "removed_before",
        _("“%(value)s” was taken out of the record of this firm by hand; it was not put back."),
    )
    COMMUNE_UNKNOWN = "commune_unknown", _("“%(value)s” is not a place of this region.")
    COMMUNE_AMBIGUOUS = (
        "commune_ambiguous",
        _("Several places of this region are called “%(value)s”."),
    )
    COMMUNE_ELSEWHERE = (
        "commune_elsewhere",
        _("“%(value)s” lies in another region: %(region)s."),
    )
    PRODUCT_UNKNOWN = "product_unknown", _("“%(value)s” is not a known product.")
    PRODUCTS_UNKNOWN = (
        "products_unknown",
        _("Entries of this cell that are not in the list of products: more than %(limit)s."),
    )
    PRODUCT_COARSER = (
        "product_coarser",
        _("Product %(value)s is read as its heading %(heading)s."),
    )
    NUMBER_UNREADABLE = (
        "number_unreadable",
        _("“%(value)s” is not a whole number of 0 or more, or is too large."),
    )
    DATE_UNREADABLE = "date_unreadable", _("“%(value)s” is not a date.")
    DATE_FUTURE = "date_future", _("The date lies in the future.")
    EMAIL_UNREADABLE = "email_unreadable", _("“%(value)s” is not an e-mail address.")
    STATUS_UNKNOWN = (
        "status_unknown",
        _("“%(value)s” is not a status. The statuses are: %(choices)s."),
    )
    LEGAL_FORM_UNKNOWN = (
        "legal_form_unknown",
        _("“%(value)s” is not a legal form that we know. The forms are: %(choices)s."),
    )
    YEAR_AS_DAY = (
        "year_as_day",
        _("The spreadsheet shows a year as the day “%(value)s”; it was read as the year %(year)s."),
    )
    DAY_COUNTED = "day_counted", _("The number %(value)s was read as the day %(day)s.")
    PHONE_UNREADABLE = (
        "phone_unreadable",
        _("“%(value)s” is not a telephone number."),
    )
    PHONE_SECOND = "phone_second", _("Of several numbers the first is read: %(others)s is not.")
    PHONES_MANY = (
        "phones_many",
        _("Of the numbers of this cell, more than %(limit)s, the first is read."),
    )
    REGION_OLD = (
        "region_old",
        _("“%(value)s” is a region of a former map; by its place the firm is in %(region)s."),
    )
    REGION_OLD_ALONE = (
        "region_old_alone",
        _("“%(value)s” is a region of a former map. Today its places are in: %(candidates)s."),
    )
    # of a file with figures of firms
    FIRM_MISSING = "firm_missing", _("The row names no firm.")
    FIRM_SHORTENED = (
        "firm_shortened",
        _("The spreadsheet shortened this identifier (scientific notation): digits are lost."),
    )
    PERIOD_MISSING = "period_missing", _("The row has no year.")
    PERIOD_UNREADABLE = "period_unreadable", _("“%(value)s” is not a year, a month or a date.")
    MONTH_UNKNOWN = "month_unknown", _("“%(value)s” is not a month.")
    PERIOD_FUTURE = "period_future", _("This period lies in the future.")
    PERIOD_ANCIENT = "period_ancient", _("This period lies before 1900.")
    PRODUCT_UNREADABLE = "product_unreadable", _("“%(value)s” is not a product code.")
    MARKET_UNKNOWN = "market_unknown", _("“%(value)s” is not a country that we know.")
    MARKET_SEVERAL = "market_several", _("“%(value)s” names several countries.")
    MARKET_TOTAL = (
        "market_total",
        _("“%(value)s” is a total over markets, and the row names one firm."),
    )
    MARKET_OWN = "market_own", _("The market is the country itself: this is no export.")
    CURRENCY_OTHER = (
        "currency_other",
        _("This row is in another currency or multiple (%(value)s) than most of the file."),
    )
    UNIT_MISSING = (
        "unit_missing",
        _("The row names no unit, and most of the file are in a multiple of the currency."),
    )
    CURRENCY_MISSING = (
        "currency_missing",
        _("The row names no currency, and the others name several."),
    )
    VALUE_MISSING = "value_missing", _("The row has no value.")
    VALUE_UNREADABLE = "value_unreadable", _("“%(value)s” is not an amount.")
    VALUE_WITH_UNIT = (
        "value_with_unit",
        _("“%(value)s” has a currency, a unit or a word beside its number."),
    )
    VALUE_AMBIGUOUS = "value_ambiguous", _("“%(value)s” may be read as two numbers.")
    VALUE_NEGATIVE = "value_negative", _("The value is below zero.")


DECIDE = _(
    "Write thousands without a mark (1234); where the mark is of decimals, write another number of "
    "them (1,2340)."
)
CONVERT = _("Convert the value to the unit of the column, then write the number alone.")
_OF_A_LIST = _("Choose from this list, or leave the cell empty.")

# Of a refused row nothing is kept: what is said here holds for it too.
_AS_WRITTEN = _("Check the number with the firm: a row that is written has it as it stands.")

_REMEDIES: dict[str, Promise] = {
    RowProblem.ROW_NOT_CLOSED: _(
        "Close the quotation mark or take it out, and bring the row again."
    ),
    RowProblem.ROW_TOO_LONG: _(
        "A separator inside a cell may have cut it: put that cell in quotation marks, or save the "
        "file as xlsx."
    ),
    RowProblem.LETTERS_LOST: _("Export the file again as xlsx, or as “CSV UTF-8”."),
    RowProblem.FORMULA_ERROR: _("Correct the formula, or write its value in its place."),
    RowProblem.NUMBER_UNREADABLE: _("Write a whole number, without a percent sign."),
    RowProblem.DATE_UNREADABLE: _("Write it like 31/12/2014 or 2014-12-31."),
    RowProblem.DATE_FUTURE: _("Write a day that has come, or leave the cell empty."),
    RowProblem.EMAIL_UNREADABLE: _("Write one address alone, like name@example.com."),
    RowProblem.STATUS_UNKNOWN: _OF_A_LIST,
    RowProblem.LEGAL_FORM_UNKNOWN: _OF_A_LIST,
    RowProblem.YEAR_AS_DAY: _("Give the column the format “Text” and type the year again."),
    RowProblem.DAY_COUNTED: _("Give the column a date format, and check the day."),
    RowProblem.PHONE_UNREADABLE: _AS_WRITTEN,
    RowProblem.PHONE_SECOND: _("Nothing to do, unless the second number is the better one."),
    RowProblem.PHONES_MANY: _("Nothing to do, unless another number is the better one."),
    RowProblem.REGION_OLD: _("Nothing to do, unless the place is wrong."),
    RowProblem.REGION_OLD_ALONE: _("Give the place as well, or one of these regions."),
    RowProblem.TOTAL_LINE: _("Nothing to do; if a firm bears this name, give its identifier too."),
    RowProblem.NAME_MISSING: _("Give a name in French or in Arabic."),
    RowProblem.NAME_NOT_ARABIC: _(
        "A row that is written has it among the firm's names: write the Arabic name here, or "
        "nothing."
    ),
    RowProblem.REGION_MISSING: _("Give the name or the code of the region."),
    RowProblem.REGION_UNKNOWN: _("Use the name or the code of one of today's regions."),
    RowProblem.REGION_NOT_YOURS: _("Send this row to the delegate of that region."),
    RowProblem.COMMUNE_UNKNOWN: _("Write the name or the code of a place of this region."),
    RowProblem.COMMUNE_AMBIGUOUS: _("Write the code of the place in place of its name."),
    RowProblem.COMMUNE_ELSEWHERE: _("Correct the place or the region."),
    RowProblem.IDENTIFIER_SCIENTIFIC: _(
        "Set the column to the format “Text”, type the digits again and import the row again."
    ),
    RowProblem.IDENTIFIER_TAKEN: _("Check the number; if it is right, ask the secretariat."),
    RowProblem.DUPLICATE_IDENTIFIER: _("Keep one of the two rows, or correct the identifier."),
    RowProblem.IDENTIFIER_SHARED: _(
        "No two firms have one identifier: correct it, or keep one row if they are one firm."
    ),
    RowProblem.IDENTIFIER_KNOWN: _(
        "No two firms have one identifier: correct it, or merge the two records if they are one "
        "firm."
    ),
    RowProblem.PRODUCT_UNKNOWN: _(
        "Write 2, 4 or 6 digits of the customs nomenclature, or a word of the list of products."
    ),
    RowProblem.PRODUCTS_UNKNOWN: _(
        "Write product codes of 2, 4 or 6 digits, separated by semicolons, and nothing else."
    ),
    RowProblem.DUPLICATE_NAME: _("Keep one of the two rows, or give both their identifier."),
    RowProblem.DUPLICATE_FIRM: _(
        "Keep one of the two rows: the registry knows both names as one firm."
    ),
    RowProblem.SEVERAL_MATCHES: _("Give the identifier, so that the right firm is changed."),
    RowProblem.ERASED_AT_REQUEST: _(
        "Ask it before adding it again; if it agrees, note so on the page of erased firms."
    ),
    RowProblem.ERASED_IN_TIME: _(
        "Ask it before adding it again; if it agrees, note so on the page of erased firms."
    ),
    RowProblem.IDENTIFIER_LENGTH: _AS_WRITTEN,
    RowProblem.IDENTIFIER_KEY: _AS_WRITTEN,
    RowProblem.IDENTIFIER_OTHER: _("Check whether it is one firm or two."),
    RowProblem.IDENTIFIER_KEPT: _("Check the number with the firm."),
    RowProblem.REGION_KEPT: _(
        "If the firm has moved, note it on its page with the day; if the place was wrong, "
        "correct it there."
    ),
    RowProblem.REMOVED_BEFORE: _("If it is right after all, write it on the page of the firm."),
    RowProblem.PRODUCT_COARSER: _(
        "Nothing to do if the code is right: the list in use lacks the finer one."
    ),
    RowProblem.TOO_LONG: _(
        "Shorten it if its end matters: a row that is written has its beginning alone."
    ),
    RowProblem.FIRM_MISSING: _("Give an identifier of the firm, or its name."),
    RowProblem.FIRM_SHORTENED: _("Set the column to the format “Text” and export the file again."),
    RowProblem.PERIOD_MISSING: _(
        "Give the year in the row; give that of all rows beside the file, in the field “Year of "
        "the rows” of the page or with the option --year of the command."
    ),
    RowProblem.PERIOD_UNREADABLE: _("Write 2024, 2024-05, 05/2024 or 14/05/2024."),
    RowProblem.MONTH_UNKNOWN: _("Write a month from 1 to 12, or its name."),
    RowProblem.PERIOD_FUTURE: _("Correct the year."),
    RowProblem.PERIOD_ANCIENT: _("Correct the year."),
    RowProblem.PRODUCT_UNREADABLE: _("Write 2 to 12 digits of the customs nomenclature."),
    RowProblem.MARKET_TOTAL: _(
        "Leave the row out if the file has those of its markets; if not, leave its market empty."
    ),
    RowProblem.MARKET_UNKNOWN: _("Use the ISO code of the country, or its usual name."),
    RowProblem.MARKET_SEVERAL: _(
        "Write a row for each country, with what is its own; where one alone is meant, its name "
        "alone or its ISO code."
    ),
    RowProblem.MARKET_OWN: _("Leave out sales inside the country."),
    RowProblem.CURRENCY_OTHER: _("Convert the row, or load each currency as a file of its own."),
    RowProblem.UNIT_MISSING: _("Write the unit in every row, or in the heading of the values."),
    RowProblem.CURRENCY_MISSING: _(
        "Write the currency in the row; give that of all rows without one beside the file, in the "
        "field “Currency” of the page or with the option --currency of the command."
    ),
    RowProblem.VALUE_MISSING: _("Give the value, or leave the row out."),
    RowProblem.VALUE_UNREADABLE: _("Write digits with one decimal comma or point."),
    RowProblem.VALUE_WITH_UNIT: CONVERT,
    RowProblem.VALUE_AMBIGUOUS: DECIDE,
    RowProblem.VALUE_NEGATIVE: _(
        "Exports are never negative: subtract a correction from the row that it corrects."
    ),
}

_REJECTING = frozenset(
    {
        RowProblem.ROW_NOT_CLOSED,
        RowProblem.ROW_TOO_LONG,
        RowProblem.REGION_OLD_ALONE,
        RowProblem.TOTAL_LINE,
        RowProblem.NAME_MISSING,
        RowProblem.REGION_MISSING,
        RowProblem.REGION_UNKNOWN,
        RowProblem.REGION_NOT_YOURS,
        RowProblem.IDENTIFIER_SCIENTIFIC,
        RowProblem.IDENTIFIER_TAKEN,
        RowProblem.DUPLICATE_IDENTIFIER,
        RowProblem.DUPLICATE_NAME,
        RowProblem.DUPLICATE_FIRM,
        RowProblem.SEVERAL_MATCHES,
        RowProblem.ERASED_AT_REQUEST,
        RowProblem.ERASED_IN_TIME,
    }
)


def rejects(code: str) -> bool:
    """Whether a row of the registry cannot be kept with it."""
    return code in _REJECTING


def reason(
    code: str, value: str, details: dict[str, Any] | None = None, sheets: Sequence[str] = ()
) -> str:
    """What is wrong, in the active language; `sheets` are the titles of those that were read."""
    told = {"value": value, **(details or {})}
    if "line" in told:
        told["line"] = place_of(told["line"], sheets)
    return filled(label_of(RowProblem, code), {name: quoted(said) for name, said in told.items()})


def remedy(code: str, details: dict[str, Any] | None = None) -> str:
    """What helps, in the active language; a near name is offered where one was found."""
    text = str(_REMEDIES.get(code, ""))
    nearest = (details or {}).get("nearest")
    if nearest:
        return f"{filled(_('Did you mean “%(nearest)s”?'), {'nearest': nearest})} {text}".strip()
    return text


class CellRefused(ValueError):
    """A cell cannot be used; `code` says why."""

    def __init__(self, code: RowProblem, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details
