"""Why a file cannot be used: what it is or lacks, and what helps."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.sentences import filled, quoted
from nasij.work.errors import Refusal

# What the child refuses: code → what is wrong, what helps.
_SAVE_AS = _("Open it in a spreadsheet program and save it as xlsx, or as “CSV UTF-8”.")
_ASK = _("Ask for the spreadsheet or the CSV file that it was made from.")
_FAR = _("Go to that cell, delete the rows and columns beyond the table, save and bring it again.")
_AGAIN = _("Fetch or copy the file again; nothing was kept of it.")
_SMALLER = _(
    "Cut it into several files. Of a workbook, keep only the sheet that is needed or save it as "
    "CSV."
)

REASONS: dict[str, tuple[Promise, Promise | str]] = {
    "no_rows": (
        _("%(file)s holds no rows."),
        _("Check that it is the right file and that it was saved whole."),
    ),
    "missing": (_("There is no file %(file)s."), _("Check the name and the folder.")),
    "pdf": (_("%(file)s is a PDF document, not a table."), _ASK),
    "image": (_("%(file)s is a picture, not a table."), _ASK),
    "document": (_("%(file)s is a text document or a presentation, not a table."), _ASK),
    "archive": (
        _("%(file)s is an archive that cannot be opened here."),
        _("Unpack it and bring the table that it holds."),
    ),
    "nothing_inside": (_("%(file)s holds no table."), _ASK),
    "several_inside": (
        _("%(file)s holds %(count)s files and not one table: %(names)s."),
        _("Unpack it and bring the table that it holds."),
    ),
    "database": (_("%(file)s is a database, not a table."), _ASK),
    "numbers": (_("%(file)s was made by Numbers."), _("Export it from there as Excel or CSV.")),
    "sylk": (_("%(file)s is a SYLK file of old spreadsheet programs."), _SAVE_AS),
    "web_archive": (_("%(file)s is a saved web page, whatever its name says."), _SAVE_AS),
    "web_page": (_("%(file)s is a web page without a table, whatever its name says."), _SAVE_AS),
    "xml_2003": (_("%(file)s is an XML spreadsheet of 2003."), _SAVE_AS),
    "xml": (_("%(file)s is XML, not a table."), _ASK),
    "json": (_("%(file)s is JSON, not a table."), _ASK),
    "binary": (_("%(file)s is neither text nor a spreadsheet."), _SAVE_AS),
    "not_a_workbook": (_("%(file)s is not a spreadsheet, whatever its name says."), _SAVE_AS),
    "parquet": (_("%(file)s is a Parquet file, which is not read here."), _SAVE_AS),
    "not_cells": (
        _("The column %(column)s of %(file)s holds lists or bytes, not one value in each cell."),
        _("Write it as text or numbers, or save the table as CSV."),
    ),
    "cut": (_("%(file)s ends before its end: the file is cut or damaged."), _AGAIN),
    "protected": (
        _("%(file)s is protected by a password."),
        _("Save it without the password and bring it again."),
    ),
    "mixed_encodings": (
        _("Line %(line)s of %(file)s is damaged: several encodings are mixed in the file."),
        _("Save the file again as “CSV UTF-8” or as xlsx from the program it comes from."),
    ),
    "line_too_long": (_("%(file)s has a line of millions of letters: it is not a table."), _ASK),
    "quotes_broken": (
        _("Quotation marks are not closed in more than a thousand rows of %(file)s."),
        _SAVE_AS,
    ),
    "rows_twice": (
        _("Two rows of %(file)s bear the number %(line)s: which cell belongs to which cannot be "
          "told."),
        _("Open it in a spreadsheet program, look at that row, save it as xlsx, bring it again."),
    ),
    "cell_twice": (
        _("The cell %(cell)s stands twice in %(file)s: which of its values counts cannot be told."),
        _("Open it in a spreadsheet program, look at that cell, save it as xlsx, bring it again."),
    ),
    "doctype": (
        _("%(file)s holds a document type declaration, which spreadsheets never need."),
        _("Open it in the spreadsheet program that it comes from, and save it again."),
    ),
    "utf16": (
        _("%(file)s is written inside in UTF-16, in which its cells are not read here."),
        _SAVE_AS,
    ),
    "far_cell": (
        _("The cell %(cell)s of %(file)s is far from the others: its sheet claims more cells than "
          "can be opened, and %(filled)s are filled."),
        _FAR,
    ),
    "too_many_cells": (_("A sheet of %(file)s has too many cells, up to %(cell)s."), _SMALLER),
    "too_wide": (
        _("A row of %(file)s has %(columns)s columns; %(limit)s are the most that can be read."),
        _("Give each thing of the table a row of its own, or delete what lies beyond the table."),
    ),
    "too_many_sheets": (
        _("Sheets or tables in %(file)s: %(count)s. %(limit)s can be read at most."),
        _("Keep those that are to be read, and delete the others."),
    ),
    "too_large": (_("Unpacked, %(file)s is larger than %(megabytes)s MB."), _SMALLER),
    "too_much_memory": (
        _("%(file)s asks for more memory than one file may have: a cell may stand far from the "
          "others, or it is very large."),
        _("Press Ctrl+End to see the last cell of each sheet, delete what lies beyond the table, "
          "or save the sheet as CSV."),
    ),
    "busy": (
        _("Other files are being read at this moment, and %(file)s was not opened."),
        _("Bring it again in a minute."),
    ),
    "too_slow": (_("Reading %(file)s took too long and was stopped."), _SMALLER),
    "failed": (_("%(file)s could not be read."), _SAVE_AS),
}  # fmt: skip


# What speaks of the machine and of the moment: another try may open the same file.
_PASSING = frozenset({"busy", "too_much_memory", "too_slow", "failed"})


class FileRefused(Refusal):
    """A refusal with words of a file or of who brings it, of which it quotes the beginning."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{name: quoted(value) for name, value in values.items()})


class FileUnreadable(FileRefused):
    """The file did not open; `reason` is a key of `REASONS`."""

    def __init__(self, reason: str, file: str, **values: Any) -> None:
        self.reason = reason if reason in REASONS else "failed"
        super().__init__(file=file, **values)

    @property
    def may_pass(self) -> bool:
        return self.reason in _PASSING

    @property
    def problem(self) -> str:
        return filled(REASONS[self.reason][0], self.values)

    @property
    def remedy(self) -> str:
        return filled(REASONS[self.reason][1], self.values)


class ColumnsMissing(FileRefused):
    template = _("%(file)s lacks these columns: %(missing)s. It has: %(found)s.")
    remedy_template = _("Rename or add these columns.")

    def __init__(self, *, headings: list[str], **values: object) -> None:
        super().__init__(**values)
        self.headings = headings


class YearsAcross(ColumnsMissing):
    template = _(
        "%(file)s has one column for each year: %(years)s. It lacks these columns: %(missing)s."
    )
    remedy_template = _(
        "Write one row for each year, its year and its value in columns of their own, and name the "
        "columns as they are named here."
    )


class DateUnread(ColumnsMissing):
    remedy_template = _(
        "Rename or add these columns. A column of dates does for the year: if “%(date)s” holds the "
        "dates of the rows, rename it “Date”."
    )


class HeadingsUnknown(FileRefused):
    template = _("%(file)s has no heading that was named: %(named)s. It has: %(found)s.")
    remedy_template = _("Name a heading as the file writes it, or none.")


class ValuesAreShares(FileRefused):
    template = _("The column “%(column)s” holds percentages by its heading, and no amounts.")
    remedy_template = _(
        "Bring a column of amounts, in money; if these are amounts, take the percentage out of the "
        "heading."
    )


class ValuesOfYears(FileRefused):
    template = _("Several columns hold values, of several years: %(columns)s. None was chosen.")
    remedy_template = _(
        "Keep in the file the values of one year, or name their column and their year as you load "
        "it; or write one row a year, the year in a column of its own."
    )


class ValuesOfOtherYear(FileRefused):
    template = _(
        "The heading “%(column)s” of the values says another year than that of the rows, %(found)s."
    )
    remedy_template = _(
        "Correct the year or the heading; values of several years need one row a year, the year in "
        "a column of its own."
    )


class UnitsDiffer(FileRefused):
    template = _(
        "The values of %(file)s may be of several units, and were not added together: %(found)s."
    )
    remedy_template = _(
        "Write all of them in one unit, under one heading in every sheet, or keep in the file only "
        "sheets of one unit."
    )


class UnitShown(FileRefused):
    template = _(
        "The cells of the column “%(column)s” do not show the numbers that the file holds, or show "
        "a unit that the heading does not say: %(shown)s."
    )
    remedy_template = _(
        "Give these cells a plain number format, and write in the heading what the numbers then "
        "count."
    )


class HeadingsDamaged(FileRefused):
    template = _("The headings of %(file)s have lost their letters: %(found)s.")
    remedy_template = _("Export the file again as xlsx, or as “CSV UTF-8”.")


class CountryNumbersUnknown(FileRefused):
    template = _(
        "Numbers of the column “%(column)s” that are no country of ISO 3166: %(count)s of "
        "%(among)s (%(examples)s). They may be of another list, where other numbers mean other "
        "countries."
    )
    remedy_template = _("Write the countries as names or letters, or by their ISO numbers.")


class UnitOutside(FileRefused):
    template = _(
        "“%(line)s” stands outside the table, in a line beside it or as the name of a sheet, and "
        "the heading “%(column)s” of the values does not say so."
    )
    remedy_template = _(
        "Write the unit in the heading of the values, as in “%(example)s”. Take the line out only "
        "if it does not speak of them."
    )


class UnitBeside(FileRefused):
    template = _(
        "The column “%(column)s” names another unit than that in which the values of the column "
        "“%(heading)s” are read: %(examples)s."
    )
    remedy_template = _(
        "Write all values in one unit and name it in their heading; correct the column of units, "
        "or take it out."
    )


class UnitUnknown(FileRefused):
    template = _("The unit in the heading “%(column)s” is not known here: %(unit)s.")
    remedy_template = _("Write one of these units in it, and the values in that unit: %(good)s.")
