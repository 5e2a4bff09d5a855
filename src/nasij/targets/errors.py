"""Why a projection cannot be computed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class NoTarget(Refusal):
    template = _("The country pack names no headline target.")


class NothingToProject(Refusal):
    template = _("No definition has a published count from which to project.")
