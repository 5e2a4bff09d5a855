"""What lists are asked for. What cannot be read is not asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.exporters.permissions import regions_for
from nasij.needs.enums import ItemState, NeedState
from nasij.needs.forms.fields import theme_choices
from nasij.needs.queries import NeedFilter
from nasij.ui.asked import LARGEST
from nasij.ui.forms import DayInput, FilterForm


class NeedFilterForm(FilterForm):
    """What the list of needs is asked for; what cannot be read is not asked."""

    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *NeedState.choices]
    )
    heard_from = forms.DateField(label=_("Heard from"), required=False, widget=DayInput())
    heard_until = forms.DateField(label=_("Heard until"), required=False, widget=DayInput())
    waiting_days = forms.IntegerField(
        label=_("Waiting for more than (working days)"),
        required=False,
        min_value=0,
        max_value=2000,
    )
    waiting = forms.BooleanField(label=_("Without any news"), required=False)
    ungrouped = forms.BooleanField(label=_("In no item yet"), required=False)
    theme_only = forms.BooleanField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    item = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)
    firm = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        _ask_place_and_theme(self, user, Permission.NEED_VIEW)

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("text", "theme", "state")]

    def more_fields(self) -> list[forms.BoundField]:
        """What is asked less often, folded away: on a phone the list comes first."""
        first = {field.name for field in self.first_fields()}
        return [field for field in self.visible_fields() if field.name not in first]

    def wanted(self) -> NeedFilter:
        self.is_valid()
        return NeedFilter(**self._asked())

    def parameters(self) -> dict[str, str]:
        """The filter as it stands, for the links that narrow it."""
        self.is_valid()
        return {name: str(self.data[name]) for name in self._asked()}

    def _asked(self) -> dict[str, Any]:
        """What was filled in; zero days of waiting is an answer, an empty box is none."""
        nothing = ("", None)
        given = self.cleaned_data.items()
        return {name: v for name, v in given if v not in nothing and v is not False}


class ItemFilterForm(FilterForm):
    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ItemState.choices]
    )

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        _ask_place_and_theme(self, user, Permission.ITEM_VIEW)


class GroupFilterForm(FilterForm):
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        _ask_place_and_theme(self, user, Permission.NEED_TRIAGE)


def _ask_place_and_theme(form: FilterForm, user: Person, permission: Permission) -> None:
    """The regions of this person, asked where there are several, and the themes."""
    places = regions_for(user, permission)
    form.choose("region", ((place.code, place.name) for place in places), _("All regions"))
    form.fields["theme"].choices = theme_choices(_("All themes"))  # type: ignore[attr-defined]
    if len(places) < 2:
        form.fields["region"].widget = forms.HiddenInput()
