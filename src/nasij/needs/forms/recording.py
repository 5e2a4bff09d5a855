"""The one page on which a need is recorded."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.exporters.models import Firm
from nasij.exporters.permissions import regions_for
from nasij.needs import queries
from nasij.needs.forms.fields import (
    ThemeField,
    prepare_firm_field,
    theme_choices,
)
from nasij.needs.models import Visit
from nasij.needs.permissions import visit_for
from nasij.reference.choosing import RegionField
from nasij.reference.days import DayField, today
from nasij.reference.lookups import LookupField, proposal
from nasij.reference.models import Territory
from nasij.reference.names import PLACE_NAME
from nasij.ui.languages import OWN_NAMES


class RecordForm(forms.Form):
    """Region, words and theme; all else only if it is at hand."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    visit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    region = RegionField(label=_("Region"))
    text = forms.CharField(
        label=_("What the exporter said"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "maxlength": 4000}),
        max_length=4000,
        help_text=_("In their own words, in the language they speak."),
    )
    theme = ThemeField(label=_("Theme"))
    firm = LookupField[Firm](
        label=_("Firm"),
        help_text=_(
            "A part of its name, or its identifier. Leave empty if it is not in the registry."
        ),
        widget=forms.TextInput(
            attrs={
                "data-suggest": reverse_lazy("needs:firm_suggestions"),
                "autocomplete": "off",
                "dir": "auto",
            }
        ),
    )
    is_anonymous = forms.BooleanField(
        label=_("The exporter does not wish to be named"),
        required=False,
        help_text=_("Then leave the firm empty: their words stand without a name."),
    )
    commune = LookupField[Territory](
        label=PLACE_NAME,
        widget=forms.TextInput(
            attrs={
                "data-suggest": reverse_lazy("needs:place_suggestions"),
                "autocomplete": "off",
                "dir": "auto",
            }
        ),
    )
    heard_at_place = forms.CharField(
        label=_("Occasion"),
        max_length=150,
        required=False,
        help_text=_("Visit, fair, chamber meeting, telephone…"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    heard_on = DayField(label=_("Heard on"), required=False, latest=today)
    language = forms.ChoiceField(
        label=_("Language of the exporter"),
        required=False,
        choices=[("", _("As written above")), *OWN_NAMES.items()],
        help_text=_("The replies will be in this language."),
    )
    reply_email = forms.EmailField(
        max_length=254,
        label=_("E-mail for the replies"),
        required=False,
        help_text=_("Only with their agreement. Without it they follow everything by their link."),
    )

    def __init__(
        self,
        *given: Any,
        user: Person,
        firm: Firm | None = None,
        visit: Visit | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.user = user
        if visit is not None:
            firm = visit.firm
            self.initial.update(visit=visit.pk, heard_at_place=visit.get_kind_display())
        if firm is not None:
            self.initial.update(firm=proposal(firm.shown_name, firm.pk))
        self._prepare_region()
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
        self.fields["client_key"].initial = secrets.token_urlsafe(18)
        self.fields["heard_on"].initial = visit.happened_on if visit else timezone.localdate
        if firm is not None and firm.region.code in self.places:
            self.fields["region"].initial = firm.region.code
        prepare_firm_field(self.fields["firm"], user)
        commune: Any = self.fields["commune"]
        commune.find = lambda text: queries.places_matching(text, self._chosen_region())
        commune.get = lambda code: queries.place_of(code, self._chosen_region())
        commune.key = lambda place: place.code

    def _prepare_region(self) -> None:
        field: Any = self.fields["region"]
        field.offer(regions_for(self.user, Permission.NEED_RECORD), _("Choose"))
        self.places: dict[str, Territory] = field.places
        if len(self.places) == 1:  # a delegate has one: nothing to choose
            field.initial = next(iter(self.places))
            field.choices = field.choices[1:]
            field.widget = forms.HiddenInput()

    def _chosen_region(self) -> set[str]:
        """Fields before this one are clean already; a wrong region has no commune."""
        chosen = self.cleaned_data.get("region")
        return {chosen.code} if chosen else set(self.places)

    def clean_visit(self) -> Visit | None:
        """The contact in which it was said; one that is not theirs to see is no contact."""
        key = self.cleaned_data["visit"]
        return visit_for(self.user, key) if key else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("visit") and given.get("firm") != given["visit"].firm:
            given["visit"] = None  # another firm, or none: then it was not said there
        return given

    def details_open(self) -> bool:
        """The optional part opens by itself when something in it needs attention."""
        return bool(set(self.errors) - {"region", "text", "theme", "firm", "__all__"})
