"""How the values of fields are said, and what is stored for what is said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from nasij.exporters.enums import LegalForm
from nasij.kept import label_of
from nasij.reference.models import Product, Territory
from nasij.reference.queries import region_by_code
from nasij.ui import formats

LANGUAGES = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}


def code_of(place: Territory | None) -> str:
    return place.code if place is not None else ""


def commune_of(code: str) -> Territory | None:
    found = Territory.objects.filter(code=code).order_by("-valid_from")
    return found.first() if code else None


def place_shown(value: dict[str, str]) -> str:
    names = [commune_of(value["commune"]), region_by_code(value["region"])]
    return " · ".join(place.name for place in names if place is not None)


def legal_form_said(text: str) -> str:
    return label_of(LegalForm, text)


def region_said(text: str) -> str:
    region = region_by_code(text)
    return region.name if region is not None else text


def commune_said(text: str) -> str:
    commune = commune_of(text)
    return commune.name if commune is not None else text


def founded_said(text: str) -> str:
    return formats.written_date(text, formats.language())


def founded(day: date | None, year_only: bool) -> str:
    return "" if day is None else str(day.year) if year_only else day.isoformat()


def founded_values(value: str) -> dict[str, Any]:
    if not value:
        return {"founded_on": None, "founded_year_only": False}
    year_only = len(value) == 4
    day = date(int(value), 1, 1) if year_only else date.fromisoformat(value)
    return {"founded_on": day, "founded_year_only": year_only}


def products_shown(codes: list[str]) -> str:
    found = Product.objects.filter(code__in=codes).order_by("code")
    names = {product.code: product.name for product in found}
    told = (f"{code} {names.get(code, '')}".strip() for code in codes)
    return formats.clauses(told, formats.language()) or "–"
