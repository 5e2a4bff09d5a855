"""Why a document cannot be made."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class UnknownLanguage(Refusal):
    template = _("The roadmap is written in French, Arabic and English.")
