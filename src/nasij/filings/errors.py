"""What can go wrong with a firm of a file, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.work.errors import Refusal


class FilingDecided(Refusal):
    template = _("Somebody has decided on this line in the meantime: look at it again.")


class RegisteredAlready(Refusal):
    template = _("A firm with this identifier is in the registry: search for it.")
