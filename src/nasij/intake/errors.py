"""What can go wrong with a file of firms, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


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


class HeadingsOfAnother(Refusal):
    template = _("Only the person who brought a file says what its headings mean.")


class FilesBroughtMeanwhile(Refusal):
    template = _("A file was brought while the kept ones were read. Erase the firm again.")
