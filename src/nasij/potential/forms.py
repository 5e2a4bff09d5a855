"""The filter of the table of products and markets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from nasij.exporters.queries import sectors
from nasij.potential import names, results
from nasij.potential.candidates import StarterFilter
from nasij.potential.enums import Age, PairOrder
from nasij.potential.models import PotentialRun
from nasij.potential.results import PairsAsked
from nasij.reference.models import Territory
from nasij.ui.forms import FilterForm

# What a filter says when it is not used, by the name of its field.
ALL = {
    "region": _("All regions"),
    "sector": _("All sectors"),
    "market": _("All markets"),
    "age": _("All ages"),
}


class LongSelect(forms.Select):
    """A list of two hundred markets: one template per option would take longer than the figures."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, mark_safe(" selected") if code == chosen else "", label)
                for code, label in self.choices
            ),
        )
        given = flatatt({**self.attrs, **(attrs or {})})
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


class PairsFilter(FilterForm):
    """What the reader asked in the address; a wrong value asks for everything."""

    sector = forms.ChoiceField(label=_("Sector"), required=False)
    product = forms.RegexField(
        r"^\d{0,6}$",
        label=_("HS code (2, 4 or 6 digits)"),
        required=False,
        error_messages={"invalid": _("Write digits only, six at most.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
    )
    market = forms.ChoiceField(label=_("Market"), required=False, widget=LongSelect)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=PairOrder)

    def __init__(self, data: Any, *, run: PotentialRun) -> None:
        super().__init__(data)
        codes = [market.key for market in results.by_market(run.path)]
        self.choose("market", names.market_choices(codes), ALL["market"])
        self.choose("sector", names.sector_choices(), ALL["sector"])

    def asked(self) -> PairsAsked:
        given = self.given()
        sector = given.get("sector") or ""
        return PairsAsked(
            market=given.get("market") or "",
            product=given.get("product") or "",
            chapters=names.chapters_of_sector(sector) if sector else None,
            order=PairOrder(given.get("sort") or PairOrder.UNREALISED),
        )

    def address(self) -> str:
        """The question as the tail of an address, for a download of the same rows."""
        return "&".join(f"{name}={value}" for name, value in sorted(self.given().items()))


class StartersFilter(FilterForm):
    """Which firms that could start; a wrong value asks for everything."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    product = forms.CharField(label=_("Product"), required=False, max_length=80)
    age = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", ALL["age"]), *Age.choices]
    )

    def __init__(self, data: Any, *, regions: list[Territory]) -> None:
        super().__init__(data)
        self.choose("region", [(region.code, region.name) for region in regions], ALL["region"])
        self.choose("sector", [(sector.key, sector.name) for sector in sectors()], ALL["sector"])
        if len(regions) == 1:
            del self.fields["region"]

    def asked(self) -> StarterFilter:
        return StarterFilter(**self.given())
