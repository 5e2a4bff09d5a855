"""What can go wrong with a file of firms, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.exporters.errors import RegistryError


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
