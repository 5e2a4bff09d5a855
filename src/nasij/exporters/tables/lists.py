"""What a lively list is asked for, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.exporters.enums import FirmStatus
from nasij.exporters.models import FirmList
from nasij.kept import label_of
from nasij.reference.models import Sector, Territory
from nasij.ui.parts import Fact

_NAMES: dict[str, Promise] = {
    "text": _("Name or identifier"),
    "region": _("Region"),
    "place": _("Place"),
    "status": _("Status"),
    "sector": _("Sector"),
    "product": _("Product"),
}


def conditions_facts(found: FirmList) -> list[Fact]:
    return [
        Fact(_NAMES[name], _worded(name, value))
        for name, value in found.conditions.items()
        if name in _NAMES
    ]


def _worded(name: str, value: str) -> str:
    if name in ("region", "place"):
        place = Territory.objects.filter(code=value).order_by("-valid_from").first()
        return place.name if place else value
    if name == "status":
        return label_of(FirmStatus, value)
    if name == "sector":
        sector = Sector.objects.filter(pk=value).first()
        return sector.name if sector else value
    return value
