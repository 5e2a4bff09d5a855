"""The fields that a firm may have corrected, as plain values that can be kept, shown and applied.

What cannot be judged apart stands in one field: region with commune, number with court, day with
whether the day was said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nasij.exporters.enums import LegalForm
from nasij.exporters.models import Firm
from nasij.reference.models import Product, Territory
from nasij.reference.queries import region_by_code
from nasij.ui import formats

LANGUAGES = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}


@dataclass(frozen=True)
class Field:
    """`read` takes it from a firm, `cleaned` from a checked form; `values` is what is written."""

    label: Promise
    read: Callable[[Firm], Any]
    cleaned: Callable[[dict[str, Any]], Any]
    values: Callable[[Any], dict[str, Any]]
    shown: Callable[[Any], str]


def _plain(name: str, label: Promise, shown: Callable[[Any], str] = str) -> tuple[str, Field]:
    return name, Field(
        label,
        lambda firm: getattr(firm, name),
        lambda cleaned: cleaned[name],
        lambda value: {name: value},
        lambda value: "–" if value in ("", None) else shown(value),
    )


def _code(place: Territory | None) -> str:
    return place.code if place is not None else ""


def _place_values(value: dict[str, str]) -> dict[str, Any]:
    return {"region": region_by_code(value["region"]), "commune": _commune(value["commune"])}


def _commune(code: str) -> Territory | None:
    found = Territory.objects.filter(code=code).order_by("-valid_from")
    return found.first() if code else None


def _place_shown(value: dict[str, str]) -> str:
    names = [_commune(value["commune"]), region_by_code(value["region"])]
    return " · ".join(place.name for place in names if place is not None)


def _founded(day: date | None, year_only: bool) -> str:
    return "" if day is None else str(day.year) if year_only else day.isoformat()


def _founded_values(value: str) -> dict[str, Any]:
    if not value:
        return {"founded_on": None, "founded_year_only": False}
    year_only = len(value) == 4
    day = date(int(value), 1, 1) if year_only else date.fromisoformat(value)
    return {"founded_on": day, "founded_year_only": year_only}


def _founded_shown(value: str) -> str:
    return formats.written_date(value, get_language() or "fr") if value else "–"


def _products_shown(codes: list[str]) -> str:
    names = {one.code: one.name for one in Product.objects.filter(code__in=codes).order_by("code")}
    return "; ".join(f"{code} {names.get(code, '')}".strip() for code in codes) or "–"


FIELDS: dict[str, Field] = dict(
    (
        _plain("name", _("Name")),
        _plain("name_ar", _("Name in Arabic")),
        _plain("trade_names", _("Trade names"), lambda value: ", ".join(value.splitlines())),
        _plain("legal_form", _("Legal form"), lambda value: str(LegalForm(value).label)),
        (
            "place",
            Field(
                _("Place"),
                lambda firm: {"region": firm.region.code, "commune": _code(firm.commune)},
                lambda cleaned: {
                    "region": cleaned["region"].code, "commune": _code(cleaned["commune"])
                },
                _place_values,
                _place_shown,
            ),
        ),
        _plain("activity", _("Activity")),
        (
            "products",
            Field(
                _("Products"),
                lambda firm: sorted(firm.products.order_by("code").values_list("code", flat=True)),
                lambda cleaned: sorted(cleaned["products"]),
                lambda value: {"products": value},
                _products_shown,
            ),
        ),
        _plain("employees", _("Employees")),
        (
            "founded_on",
            Field(
                _("Founded on"),
                lambda firm: _founded(firm.founded_on, firm.founded_year_only),
                lambda cleaned: _founded(cleaned["founded_on"], cleaned["founded_year_only"]),
                _founded_values,
                _founded_shown,
            ),
        ),
        _plain("ice", _("ICE")),
        (
            "rc",
            Field(
                _("Trade register number (RC)"),
                lambda firm: [firm.rc, firm.rc_court],
                lambda cleaned: [cleaned["rc"], cleaned["rc_court"]],
                lambda value: {"rc": value[0], "rc_court": value[1]},
                lambda value: " ".join(filter(None, value)) or "–",
            ),
        ),
        _plain("tax_number", _("Tax identifier (IF)")),
        _plain("cnss", _("CNSS affiliation")),
        _plain("export_code", _("Export code")),
        _plain("email", _("E-mail")),
        _plain("phone", _("Phone")),
        _plain("language", _("Language of replies"), lambda value: str(LANGUAGES[value])),
    )
)  # fmt: skip


def differences(firm: Firm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a checked form says otherwise than the record, by field, as plain values."""
    said = {name: field.cleaned(cleaned) for name, field in FIELDS.items()}
    return {name: value for name, value in said.items() if value != FIELDS[name].read(firm)}
