"""What lists are asked for. What cannot be read is not asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.needs.enums import ItemState, NeedState
from nasij.needs.forms.fields import allowed_regions, theme_choices
from nasij.needs.queries import NeedFilter
from nasij.ui.asked import LARGEST
from nasij.ui.forms import DayInput


class NeedFilterForm(forms.Form):
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
    ungrouped = forms.BooleanField(label=_("In no item yet"), required=False)
    theme_only = forms.BooleanField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    item = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)
    firm = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        places = allowed_regions(user, Permission.NEED_VIEW)
        choices = [("", _("All regions")), *((p.code, p.name) for p in places)]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]
        self.fields["theme"].choices = theme_choices(_("All themes"))  # type: ignore[attr-defined]
        if len(places) < 2:
            self.fields["region"].widget = forms.HiddenInput()

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


class ItemFilterForm(forms.Form):
    text = forms.CharField(label=_("Words"), required=False, max_length=120)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ItemState.choices]
    )

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        places = allowed_regions(user, Permission.ITEM_VIEW)
        choices = [("", _("All regions")), *((p.code, p.name) for p in places)]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]
        self.fields["theme"].choices = theme_choices(_("All themes"))  # type: ignore[attr-defined]
        if len(places) < 2:
            self.fields["region"].widget = forms.HiddenInput()

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GroupFilterForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        places = allowed_regions(user, Permission.NEED_TRIAGE)
        choices = [("", _("All regions")), *((p.code, p.name) for p in places)]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]
        self.fields["theme"].choices = theme_choices(_("All themes"))  # type: ignore[attr-defined]
        if len(places) < 2:
            self.fields["region"].widget = forms.HiddenInput()

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
