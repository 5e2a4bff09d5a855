"""The list of firms of files, the search for one of them, the region of a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.filings.enums import FilingState
from nasij.filings.models import FiledFirm
from nasij.reference.choosing import RegionField
from nasij.reference.models import Territory
from nasij.ui.forms import FilterForm


class FiledFilterForm(FilterForm):
    """An unknown value is ignored, as a stale link would send it."""

    text = forms.CharField(label=_("Name or identifier"), required=False, max_length=120)
    region = forms.ChoiceField(label=_("Region"), required=False)
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, regions: list[Territory]) -> None:
        super().__init__(data)
        self.choose("region", ((region.code, region.name) for region in regions), _("All regions"))
        if len(regions) == 1:
            del self.fields["region"]

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        given = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        if given["state"] not in FilingState.values:
            given["state"] = FilingState.PROPOSED.value
        return given


class SearchForm(forms.Form):
    """A firm of the registry, by name or number."""

    q = forms.CharField(label=_("Name or identifier"), required=False, max_length=120)

    def text(self) -> str:
        return str(self.cleaned_data.get("q") or "").strip() if self.is_valid() else ""


class RegionForm(forms.Form):
    """Where the firm of a line is: the file's own region first."""

    region = RegionField(label=_("Region"))

    def __init__(self, data: Any = None, *, regions: list[Territory], filed: FiledFirm) -> None:
        super().__init__(data, initial={"region": filed.region.code if filed.region else ""})
        region: Any = self.fields["region"]
        region.offer(regions, "—")
