"""Why a document cannot be made."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReportError(Exception):
    """Base of all; `str()` is the sentence for the reader."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class UnknownLanguage(ReportError):
    message = _("The roadmap is written in French, Arabic and English.")


class DiskFull(ReportError):
    message = _("The disk is full: the roadmap was not kept. Free some space and build it again.")
