"""What can go wrong with a file of firms, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class NotASpreadsheet(Refusal):
    template = _(
        "“%(file)s” is not a spreadsheet. Give a file in the format xlsx, ods, xls or csv; "
        "nothing was written."
    )


class ProtectedSpreadsheet(Refusal):
    template = _(
        "“%(file)s” is protected by a password. Save it without the password; nothing was written."
    )


class SpreadsheetTooLarge(Refusal):
    template = _(
        "The file is larger than %(limit)s MB. Cut it into several files; nothing was written."
    )


class BrokenEncoding(Refusal):
    template = _(
        "The text of line %(line)s is broken: several encodings are mixed in this file. "
        "Save it again as “CSV UTF-8” or as xlsx; nothing was written."
    )


class ColumnsMissing(Refusal):
    template = _(
        "The columns %(missing)s were not found. The headings of this file are: %(found)s. "
        "Rename them as in the template; nothing was written."
    )

    def __init__(self, missing: list[str], found: list[str]) -> None:
        self.missing, self.found = missing, found
        super().__init__(missing=", ".join(missing), found=", ".join(found) or "–")


class NoRows(Refusal):
    template = _("The file has headings but no rows: there is nothing to import.")


class ImportSettled(Refusal):
    template = _("This import is finished or cancelled; bring the file again.")


class ImportRunsElsewhere(Refusal):
    template = _("This import is already running; wait until it has finished.")


class ImportBeingChecked(Refusal):
    template = _("This file is still being checked; wait for the end of the check.")


class ImportFileGone(Refusal):
    template = _("The file of this import is no longer there; bring it again.")
