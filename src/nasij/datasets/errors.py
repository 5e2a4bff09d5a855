"""Why a file was refused: what is wrong with it and what helps, in the reader's language.

The core's errors carry English templates; here they meet the language of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.datasets.enums import FileColumn
from nasij.files.errors import FileRefused
from nasij.files.problems import CONVERT, DECIDE
from nasij.sentences import filled, in_every_language, quoted, side_by_side
from nasij.ui import formats
from nasij.work.errors import Refusal

# What the core lists stands between English commas; columns are known by our headings.
_LISTS = frozenset(
    {"codes", "examples", "found", "good", "key", "lines", "missing", "names", "prefixes"}
)
_COLUMNS = frozenset({"key", "missing"})
_UNITS_OF_FLOWS = {
    "dollars": FileColumn.VALUE_USD.label,
    "thousands": FileColumn.VALUE_KUSD.label,
}
_OF_THE_FILE = frozenset({"column", "given", "line", "row"})  # its own words, as they stand there


def said(template: str, values: Mapping[str, Any]) -> str:
    """A template of the core in the active language; its English values too, where we know them."""
    words = {name: _said_value(name, value) for name, value in values.items()}
    return filled(gettext(template) if template else "", words)


def _said_value(name: str, value: Any) -> Any:
    """Known words in the language, fractions with its comma; whole numbers may be years."""
    if isinstance(value, float):
        return formats.number(value, formats.language())
    if not isinstance(value, str) or not value or name in _OF_THE_FILE:
        return quoted(value)
    if name in _LISTS and value.startswith(" ("):
        return f" ({side_by_side(quoted(value[2:-1].split(', ')))})"
    if name in _LISTS:
        items = value.split(", ")
        return headings_of(items) if name in _COLUMNS else quoted(items)
    words = gettext(value)
    return quoted(value) if words == value else words


def headings_of(columns: Iterable[str]) -> list[dict[str, str]]:
    """Columns by our names, under their headings in every language."""
    known = dict(FileColumn.choices)
    return [in_every_language(known.get(name, name)) for name in columns]


class CoreRefused(Refusal):
    """What the core said of the file, kept as template and values until someone reads it."""

    def __init__(self, template: str, remedy: str, values: Mapping[str, Any]) -> None:
        super().__init__(**dict(values))
        self.core_template = template
        self.core_remedy = remedy

    @property
    def problem(self) -> str:
        return said(self.core_template, self.values)

    @property
    def remedy(self) -> str:
        return said(self.core_remedy, self.values)


class ManyRefused(Refusal):
    """Several things are wrong in one file, and told at once: each beside what helps."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__()
        self.refusals = refusals

    @property
    def problem(self) -> str:
        return " ".join(map(str, self.refusals))


class UnitNotOfFlows(FileRefused):
    template = _(
        "%(file)s: the heading “%(column)s” of the values names a unit in which trade flows are "
        "not read."
    )
    remedy_template = _(
        "Convert the values to US dollars, or to thousands of them, then rename the heading "
        "“%(dollars)s” or “%(thousands)s”."
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**_UNITS_OF_FLOWS, **values)


class UnitMissing(FileRefused):
    template = _("%(file)s: the heading “%(column)s” does not say the unit of the values.")
    remedy_template = _(
        "Rename it “%(dollars)s” or “%(thousands)s”, whichever is true of the file."
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**_UNITS_OF_FLOWS, **values)


class NothingUsable(FileRefused):
    template = _("No row of %(file)s can be kept, of %(read)s. %(reasons)s")
    remedy_template = _("Correct the file, or name its columns, and load it again.")


class NumbersUnreadable(FileRefused):
    template = _("Values of the column %(column)s that are not numbers: %(count)s (%(examples)s).")
    remedy_template = _("Correct these cells; leave out rows without a value.")


class NumbersWithUnit(FileRefused):
    template = _(
        "Values of the column %(column)s with a currency, a unit or a word beside their number: "
        "%(count)s (%(examples)s)."
    )
    remedy_template = CONVERT


class AmountsAmbiguous(FileRefused):
    template = _(
        "Values of the column %(column)s that may be read as two numbers: %(count)s "
        "(%(examples)s), and no other value of the column decides."
    )
    remedy_template = DECIDE


class AmountsContradict(FileRefused):
    template = _(
        "The values of the column %(column)s are not written alike: in %(comma)s the comma is the "
        "mark of decimals, and in %(point)s the point."
    )
    remedy_template = _("Write all of them alike, without a separator of thousands.")


class CurrencyContradicts(FileRefused):
    template = _(
        "The amounts of %(file)s are in %(said)s by the file itself, and in %(asked)s by what was "
        "given beside it."
    )
    remedy_template = _("Give the currency of the file, or none; correct its heading if it errs.")


class CurrenciesContradict(FileRefused):
    template = _("%(file)s says of its values that they are in several currencies: %(found)s.")
    remedy_template = _(
        "Give the currency of the values beside the file, or correct the heading, the column or "
        "the format of cells that errs."
    )


class CurrenciesTied(FileRefused):
    template = _(
        "The column “%(column)s” names one currency in as many rows as another, and none was "
        "chosen: %(examples)s."
    )
    remedy_template = _(
        "Give the currency of the rows to keep beside the file, in the field “Currency” of the "
        "page or with the option --currency of the command: the others are refused."
    )


class UnitsTied(FileRefused):
    template = _(
        "The column “%(column)s” names one unit in as many rows as another, and none was chosen: "
        "%(examples)s."
    )
    remedy_template = _("Write all values in one unit, and name it in every row.")


class YearContradicts(FileRefused):
    template = _(
        "The rows of %(thing)s are of %(found)s by the file itself, and of %(given)s by what was "
        "given beside it."
    )
    remedy_template = _(
        "Give no year where a column says it; else give the one that the file says. Rows of "
        "several years need a column of the year."
    )


class YearImpossible(FileRefused):
    template = _(
        "%(year)s is no year of these rows: possible ones lie between %(low)s and %(high)s."
    )
    remedy_template = _("Correct the year that was given beside the file.")


class CurrencyUnknown(FileRefused):
    template = _("“%(currency)s” is the code of no currency.")
    remedy_template = _("Give the three letters of a currency, as EUR, or none.")


class CurrencyCellUnknown(FileRefused):
    template = _("The column “%(column)s” names what is no currency known here: %(example)s.")
    remedy_template = _(
        "Write the three letters of a currency, as EUR; if the column counts something else, give "
        "it another heading."
    )


class ProductsUnreadable(FileRefused):
    template = _(
        "Cells of the column “%(column)s” that are no product code of six digits: %(count)s "
        "(%(examples)s)."
    )
    remedy_template = _("Write six digits of the Harmonized System, as text.")


class FirmsAreCountries(FileRefused):
    template = _("The column “%(column)s” holds countries, and no firms: %(examples)s.")
    remedy_template = _("Load world trade flows as such, or say which column names the firms.")


class PercentSignsMissing(FileRefused):
    template = _(
        "Values of the column %(column)s without the percent sign that others have: "
        "%(count)s (%(examples)s)."
    )
    remedy_template = _("Write the sign behind all of them, or behind none.")


class NumbersNegative(FileRefused):
    template = _("Values of the column %(column)s below zero: %(count)s (%(examples)s).")
    remedy_template = _("Correct these cells: distances, tariffs and exports are never negative.")


class NumbersImpossible(FileRefused):
    template = _(
        "Impossible values of the column %(column)s: %(count)s (%(examples)s); possible ones "
        "lie between %(low)s and %(high)s."
    )
    remedy_template = _("Correct these cells, or check the unit of the column.")


class CodesUnknown(FileRefused):
    template = _("Unknown codes or names of the column %(column)s: %(count)s (%(examples)s).")
    remedy_template = _("Write one of these: %(good)s.")


class RowsBroken(FileRefused):
    template = _("Rows of %(file)s that cannot be read: %(count)s (lines %(lines)s).")
    remedy_template = _("They have more cells than headings, or a quotation mark is not closed.")


class KeysRepeated(FileRefused):
    template = _("Rows that repeat a key (%(key)s): %(count)s (%(examples)s).")
    remedy_template = _("Keep one row for each: a bad join repeats rows and inflates every total.")


class LanguageUnknown(FileRefused):
    template = _("There is no language “%(language)s” here. Choose one of: %(good)s.")


class NoProductLines(FileRefused):
    template = _("%(file)s holds no product of six digits with a description.")


class SourceUnknown(FileRefused):
    template = _("There is no source “%(key)s” in the register.")
    remedy_template = _("Choose a source of the register, or leave it empty.")


class FolderClosed(Refusal):
    template = _("%(thing)s could not be read or written on the server.")
    remedy_template = _(
        "Tell whoever runs the site: the reason is in the log; nothing half-written was left."
    )
