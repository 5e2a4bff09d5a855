"""Why a projection cannot be computed."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TargetError(Exception):
    """Base of all; `str()` is the sentence for the reader."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class NoTarget(TargetError):
    message = _("The country pack names no headline target.")


class NothingToProject(TargetError):
    message = _("No definition has a published count from which to project.")
