"""What can go wrong with a firm of a file, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nasij.exporters.errors import RegistryError


class FilingDecided(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has decided of this line in the meantime: look at it again."))
