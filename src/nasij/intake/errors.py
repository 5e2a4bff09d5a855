"""What can go wrong with a file of firms, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.exporters.errors import RegistryError


class NotASpreadsheet(RegistryError):
    def __init__(self, file_name: str) -> None:
        super().__init__(
            _(
                "“%(file)s” is not a spreadsheet. Give a file in the format xlsx, ods, xls or csv; "
                "nothing was written."
            )
            % {"file": file_name}
        )


class ProtectedSpreadsheet(RegistryError):
    def __init__(self, file_name: str) -> None:
        super().__init__(
            _(
                "“%(file)s” is protected by a password. Save it without the password; "
                "nothing was written."
            )
            % {"file": file_name}
        )


class SpreadsheetTooLarge(RegistryError):
    def __init__(self, limit_mb: int) -> None:
        super().__init__(
            _(
                "The file is larger than %(limit)s MB. Cut it into several files; "
                "nothing was written."
            )
            % {"limit": limit_mb}
        )


class BrokenEncoding(RegistryError):
    def __init__(self, line: int) -> None:
        super().__init__(
            _(
                "The text of line %(line)s is broken: several encodings are mixed in this file. "
                "Save it again as “CSV UTF-8” or as xlsx; nothing was written."
            )
            % {"line": line}
        )


class ColumnsMissing(RegistryError):
    def __init__(self, missing: list[str], found: list[str]) -> None:
        self.missing, self.found = missing, found
        super().__init__(
            _(
                "The columns %(missing)s were not found. The headings of this file are: %(found)s. "
                "Rename them as in the template; nothing was written."
            )
            % {"missing": ", ".join(missing), "found": ", ".join(found) or "–"}
        )


class NoRows(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("The file has headings but no rows: there is nothing to import."))


class ImportSettled(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This import is finished or cancelled; bring the file again."))


class ImportRunsElsewhere(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This import is already running; wait until it has finished."))


class ImportBeingChecked(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This file is still being checked; wait for the end of the check."))


class ImportFileGone(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("The file of this import is no longer there; bring it again."))
