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


class CheckTookTooLong(Refusal):
    template = _("The check of the file took more than %(minutes)s minutes and was stopped.")
    remedy_template = _("Cut it into several files, and bring them one after the other.")


class TooManyRows(Refusal):
    template = _("The file has more than %(most)s rows: too many for one import.")
    remedy_template = _("Cut it into several files, and bring them one after the other.")


class ImportAtWork(Refusal):
    template = _("A file that holds this firm is being imported: wait until it has finished.")


class KeptFileUnread(Refusal):
    """The machine could not read it: nobody knows whether it holds the firm."""

    template = _(
        "%(why)s It is kept from an import of %(day)s (%(region)s, %(person)s) and may name this "
        "firm, which is not erased."
    )
    remedy_template = _(
        "Erase the firm again. Where the file fails again and its import was not confirmed, cancel "
        "that import: its file goes with it. %(address)s"
    )
