"""What a reader may ask of the solver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.targets.solver import Asked


def _number(step: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"step": step, "inputmode": "decimal"})


class SolverForm(forms.Form):
    """A GET form: its address is the permanent link of the answer."""

    year = forms.IntegerField(label=_("Year of the count"), min_value=1990, max_value=2100)
    stock = forms.IntegerField(
        label=_("Exporters in that year"), min_value=0, max_value=1_000_000, widget=_number("1")
    )
    entries = forms.FloatField(
        label=_("New exporters a year"), min_value=0, max_value=1_000_000, widget=_number("any")
    )
    exit_rate = forms.FloatField(
        label=_("Exit rate, % a year"),
        help_text=_("Share of last year’s exporters that stop. Survival is what is left to 100%."),
        min_value=0,
        max_value=99,
        widget=_number("any"),
    )
    target_year = forms.IntegerField(label=_("Target year"), min_value=1991, max_value=2150)
    target = forms.IntegerField(
        label=_("Target, exporters"), min_value=1, max_value=1_000_000, widget=_number("1")
    )

    @classmethod
    def of(cls, given: Mapping[str, str], usual: Mapping[str, str]) -> SolverForm:
        """Bound to what an address asks, the rest as usual; unbound where it asks nothing."""
        asked = {name: given[name] for name in cls.base_fields if name in given}
        return cls({**usual, **asked} if asked else None, initial={**usual})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("year"), given.get("target_year")
        if start is not None and end is not None and not 1 <= end - start <= 60:
            self.add_error(
                "target_year", _("The target year must be 1 to 60 years after the count.")
            )
        return given

    def asked(self) -> Asked | None:
        """The question; none where there is none, or where it is refused."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        return Asked(
            year=given["year"],
            stock=given["stock"],
            entries=given["entries"],
            exit_rate=given["exit_rate"] / 100,
            target_year=given["target_year"],
            target=given["target"],
        )
