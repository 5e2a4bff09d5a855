"""Why a file was refused: what is wrong with it and what helps, in the reader's language.

The core's errors carry English templates; here they meet the language of the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nasij.ui import formats

if TYPE_CHECKING:
    from nasij.datasets.firm_files.years import Tally


def said(template: str, values: Mapping[str, Any]) -> str:
    """A template of the core in the active language; its English values too, where we know them."""
    words = {name: _said_value(value) for name, value in values.items()}
    return (gettext(template) if template else "") % words


def _said_value(value: Any) -> Any:
    """Known words in the language, fractions with its comma; whole numbers may be years."""
    if isinstance(value, float):
        return formats.number(value, get_language() or "fr")
    return gettext(value) if isinstance(value, str) and value else value


class DatasetRefused(Exception):
    """Base of all: `str()` says what is wrong, `remedy` what helps."""

    template: ClassVar[Any] = _("This file cannot be used.")
    remedy_template: ClassVar[Any] = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.template) % self.values

    @property
    def remedy(self) -> str:
        return str(self.remedy_template) % self.values

    @property
    def message(self) -> str:
        return f"{self} {self.remedy}".strip()


class CoreRefused(DatasetRefused):
    """What the core said of the file, kept as template and values until someone reads it."""

    def __init__(self, template: str, remedy: str, values: Mapping[str, Any]) -> None:
        super().__init__(**dict(values))
        self.core_template = template
        self.core_remedy = remedy

    def __str__(self) -> str:
        return said(self.core_template, self.values)

    @property
    def remedy(self) -> str:
        return said(self.core_remedy, self.values)


class NotATable(DatasetRefused):
    template = _("%(file)s is not a table we can read: %(why)s.")
    remedy_template = _("Give a CSV, Excel (xlsx), OpenDocument (ods) or Parquet file.")


class NotUtf8(DatasetRefused):
    template = _("%(file)s is not UTF-8 text.")
    remedy_template = _("Save it again as “CSV UTF-8”, or as an Excel file.")


class NothingUsable(DatasetRefused):
    """No row of a file of firms could be kept; the reasons are counted."""

    template = _("No row of %(file)s can be kept, of %(read)s.")
    remedy_template = _("Correct the file, or name its columns, and load it again.")

    def __init__(self, file: str, tally: Tally) -> None:
        super().__init__(file=file, read=tally.read)
        self.problems = dict(tally.problems)

    def __str__(self) -> str:
        from nasij.files.problems import reason

        counted = sorted(self.problems.items(), key=lambda one: (-one[1], one[0]))
        reasons = " ".join(f"{reason(code, '…')} ({count})" for code, count in counted)
        return f"{super().__str__()} {reasons}"


class NumbersUnreadable(DatasetRefused):
    template = _("%(count)s values of the column %(column)s are not numbers (%(examples)s).")
    remedy_template = _("Correct these cells; leave out rows without a value.")


class NumbersNegative(DatasetRefused):
    template = _("%(count)s values of the column %(column)s are below zero (%(examples)s).")
    remedy_template = _("Correct these cells: distances, tariffs and exports are never negative.")


class CodesUnknown(DatasetRefused):
    template = _("%(count)s codes or names of the column %(column)s are unknown: %(examples)s.")
    remedy_template = _("Correct them, or use the codes of the reference lists.")


class RowsBroken(DatasetRefused):
    template = _("%(count)s rows of %(file)s cannot be read: lines %(lines)s.")
    remedy_template = _("They have more cells than headings, or a quotation mark is not closed.")


class KeysRepeated(DatasetRefused):
    template = _("%(count)s rows repeat a key (%(key)s): %(examples)s.")
    remedy_template = _("Keep one row for each: a bad join repeats rows and inflates every total.")


class SourceUnknown(DatasetRefused):
    template = _("There is no source “%(key)s” in the register.")
    remedy_template = _("Choose a source of the register, or leave it empty.")


class DiskFull(DatasetRefused):
    template = _("%(thing)s could not be written: the disk is full.")
    remedy_template = _("Free some space and start again; nothing half-written was left.")
