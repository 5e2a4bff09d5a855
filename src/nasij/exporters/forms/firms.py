"""The list's filter and the firm's form, which understands cells as the import does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.exporters import cells
from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.exporters.fields import LANGUAGES, PARTS
from nasij.exporters.models import Firm, FirmList
from nasij.exporters.queries import FirmFilter, places_of_region, sectors
from nasij.files.goods import Goods
from nasij.files.places import Places
from nasij.files.problems import CellRefused, reason, remedy
from nasij.reference.firm_names import in_arabic
from nasij.reference.identifiers import KINDS, asked_numbers, main_rule, name_of
from nasij.reference.models import Product, Territory
from nasij.reference.names import PLACE_NAME
from nasij.reference.queries import find_products
from nasij.sentences import apart, filled
from nasij.ui import formats
from nasij.ui.forms import FilterForm

_NUMBERS = {*KINDS, "register_court"}
_NEW = {"legal_form": LegalForm.UNKNOWN, "status": FirmStatus.UNKNOWN}


def _number_told() -> str:
    """With its length, where all good ones have one."""
    if length := main_rule().length:
        told = gettext("Number of digits: %(length)s. A doubtful number is kept and marked.")
        return told % {"length": length}
    return gettext("A doubtful number is kept and marked.")


_number_help = lazy(_number_told, str)()


class FirmFilterForm(FilterForm):
    """The list's filter."""

    text = forms.CharField(label=_("Name or identifier"), required=False, max_length=120)
    region = forms.ChoiceField(label=_("Region"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    product = forms.CharField(label=_("Product"), required=False, max_length=80)
    list = forms.ChoiceField(label=_("List"), required=False)

    def __init__(
        self, data: Any, regions: Sequence[Territory], *, lists: Sequence[FirmList] = ()
    ) -> None:
        super().__init__(data)
        self.fields["text"].widget.attrs |= {
            "data-finder": reverse("exporters:suggestions"),
            "data-finder-label": _("Firms"),
        }
        self.lists = {str(firm_list.pk): firm_list for firm_list in lists}
        self.choose("region", ((region.code, region.name) for region in regions), _("All regions"))
        self.choose("status", FirmStatus.choices, _("All statuses"))
        self.choose("sector", ((sector.key, sector.name) for sector in sectors()), _("All sectors"))
        chosen = self._chosen_region(regions)
        if chosen is None:
            del self.fields["place"]
        else:
            places = ((place.code, _indented(place)) for place in places_of_region(chosen))
            self.choose("place", places, _("All places"))
        self.choose(
            "list", ((key, firm_list.name) for key, firm_list in self.lists.items()), _("All lists")
        )
        if not lists:
            del self.fields["list"]
        if len(regions) == 1:
            del self.fields["region"]

    def _chosen_region(self, regions: Sequence[Territory]) -> Territory | None:
        if len(regions) == 1:
            return regions[0]
        return next((region for region in regions if region.code == self.data.get("region")), None)

    def wanted(self) -> FirmFilter:
        given = self.given()
        if "list" in given:
            given["list"] = self.lists[given["list"]]
        return FirmFilter(**given)


def _indented(place: Territory) -> str:
    """Communes stand under their province."""
    depth = place.lineage.count("/") - 3
    return f"{'— ' * max(depth, 0)}{place.name}"


class FirmForm(forms.Form):
    """A firm, its names, where it is, what it makes."""

    name = forms.CharField(label=_("Name"), max_length=250, required=False)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=250, required=False)
    trade_names = forms.CharField(
        label=_("Trade names"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, in any language."),
    )
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices, required=False)
    region = forms.ChoiceField(label=_("Region"))
    commune = forms.CharField(
        label=PLACE_NAME,
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
    activity = forms.CharField(label=_("Activity"), max_length=250, required=False)
    products = forms.CharField(
        label=_("Products"),
        required=False,
        max_length=600,
        widget=forms.TextInput(
            attrs={"list": "product-suggestions", "autocomplete": "off", "data-products": ""}
        ),
        help_text=_("Ordinary words or product codes, separated by semicolons: “olive oil; 0805”."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=FirmStatus.choices)
    employees = forms.CharField(
        label=_("Employees"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    founded_on = forms.CharField(
        label=_("Founded on"),
        required=False,
        max_length=20,
        help_text=_("A date (31/12/2009) or a year alone (2009)."),
    )
    identifier = forms.CharField(
        label=name_of("identifier"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "ltr"}),
        help_text=_number_help,
    )
    register_number = forms.CharField(
        label=name_of("register_number"), required=False, max_length=40
    )
    register_court = forms.CharField(
        label=_("Court of the trade register"), required=False, max_length=80
    )
    tax_number = forms.CharField(label=name_of("tax_number"), required=False, max_length=40)
    social_number = forms.CharField(label=name_of("social_number"), required=False, max_length=40)
    export_code = forms.CharField(label=name_of("export_code"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"})
    )
    language = forms.ChoiceField(
        label=_("Language of replies"), choices=LANGUAGES.items(), initial=formats.language
    )

    def __init__(
        self, data: Any = None, *, regions: list[Territory], firm: Firm | None = None
    ) -> None:
        super().__init__(data, initial=_initial(firm) if firm is not None else _NEW)
        self.firm = firm
        for unused in _NUMBERS - set(asked_numbers()):
            del self.fields[unused]
        self.regions = {region.code: region for region in regions}
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [(place.code, place.name) for place in regions]
        if firm is not None:  # a move has a page of its own, which asks since when
            region.widget = forms.HiddenInput()

    def clean_name_ar(self) -> str:
        name: str = self.cleaned_data["name_ar"]
        if name and not in_arabic(name):
            raise ValidationError(_("Write this name in Arabic letters, or leave it empty."))
        return name

    def clean_identifier(self) -> str:
        found: cells.Identifier = self._read("identifier", cells.identifier)
        return found.number

    def clean_phone(self) -> str:
        """One form of a number for the whole registry; what is none stays as it is typed."""
        typed: str = self.cleaned_data["phone"]
        found = cells.phones(typed)
        return found.numbers[0] if len(found.numbers) == 1 and not found.unread else typed

    def clean_employees(self) -> int | None:
        number: int | None = self._read("employees", cells.whole_number)
        return number

    def clean_products(self) -> list[str]:
        codes: list[str]
        codes, unknown, _coarser = self._read("products", Goods.load().read)
        errors = [_not_a_product(entry) for entry in unknown]
        if errors:
            raise ValidationError(errors)
        return codes

    def _read(self, name: str, read: Any) -> Any:
        written = self.cleaned_data[name]
        try:
            return read(written)
        except CellRefused as error:
            raise ValidationError(_sentence(error, written)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("name_ar"):
            self.add_error("name", _("Give a name in French or in Arabic."))
        region = self.regions.get(cleaned.get("region", ""))
        cleaned["region"] = region
        if region is not None and cleaned.get("commune"):
            self._find_commune(cleaned, region)
        else:
            cleaned["commune"] = None
        if "founded_on" in cleaned:
            self._find_day(cleaned)
        if self.firm is None and "language" not in self.changed_data:
            del cleaned["language"]  # the act reads it from the names
        cleaned["phone_written"] = self._written(cleaned.get("phone", ""))
        return cleaned

    def _written(self, phone: str) -> str:
        """What was typed, where it is not the number; of one that stays, what is known already."""
        if self.firm is not None and phone == self.firm.phone:
            return self.firm.phone_written
        typed = str(self["phone"].data or "").strip()
        return typed if typed != phone else ""

    def _find_commune(self, cleaned: dict[str, Any], region: Territory) -> None:
        try:
            cleaned["commune"] = Places.load().commune(cleaned["commune"], region)
        except CellRefused as error:
            self.add_error("commune", _sentence(error, cleaned["commune"]))

    def _find_day(self, cleaned: dict[str, Any]) -> None:
        try:
            found = cells.day(cleaned["founded_on"])
        except CellRefused as error:
            self.add_error("founded_on", _sentence(error, cleaned["founded_on"]))
            return
        cleaned["founded_on"] = found.day if found else None
        cleaned["founded_year_only"] = bool(found and found.year_only)


def _sentence(error: CellRefused, written: str) -> str:
    helps = remedy(error.code, error.details)
    return f"{reason(error.code, written, error.details)} {helps}".strip()


def _not_a_product(entry: str) -> str:
    """What was not understood, with the nearest products by their words."""
    near: list[Product] = find_products(entry, limit=5)
    if near:
        names = formats.clauses(
            (apart(f"{product.code} {product.name}") for product in near), formats.language()
        )
        told = {"words": entry, "products": names}
        return filled(_("“%(words)s” may be: %(products)s. Write one of these codes."), told)
    return filled(_("“%(words)s” is not a known product."), {"words": entry})


def _initial(firm: Firm) -> dict[str, Any]:
    founded = firm.founded_on
    return {
        **{part: getattr(firm, part) for part in PARTS},
        "region": firm.region.code,
        "commune": firm.commune.name if firm.commune else "",
        "products": "; ".join(firm.products.order_by("code").values_list("code", flat=True)),
        "founded_on": (founded.year if firm.founded_year_only else formats.day_short(founded))
        if founded
        else "",
    }
