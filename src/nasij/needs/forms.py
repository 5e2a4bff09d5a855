"""Forms of the listening room."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.models import Firm
from nasij.exporters.queries import find_firms
from nasij.needs import queries
from nasij.needs.enums import ItemState, NeedState
from nasij.needs.lookups import LookupField
from nasij.needs.models import Item, Need, Theme
from nasij.needs.queries import NeedFilter
from nasij.reference.models import Territory
from nasij.reference.queries import regions

LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def theme_choices(empty: Any) -> list[tuple[Any, Any]]:
    """Themes with the finer ones under them, for a select."""
    rows: list[tuple[Any, Any]] = [("", empty)]
    for top, finer in queries.themes_in_groups():
        if finer:
            group = [(top.pk, top.name), *((theme.pk, theme.name) for theme in finer)]
            rows.append((top.name, group))
        else:
            rows.append((top.pk, top.name))
    return rows


def allowed_regions(user: Person, permission: Permission) -> list[Territory]:
    codes = regions_where(user, permission)
    return [place for place in regions() if codes is None or place.code in codes]


class ThemeField(forms.ChoiceField):
    """Gives the theme itself; the choices are set by the form, in the reader's language."""

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return Theme.objects.get(pk=key) if key else None


class RecordForm(forms.Form):
    """Region, words and theme; all else only if it is at hand."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    region = forms.ChoiceField(label=_("Region"))
    text = forms.CharField(
        label=_("What the exporter said"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "maxlength": 4000}),
        max_length=4000,
        help_text=_("In their own words, in the language they speak."),
    )
    theme = ThemeField(label=_("Theme"))
    firm = LookupField[Firm](
        label=_("Firm"),
        help_text=_("A part of its name, or its ICE. Leave empty if it is not in the registry."),
        widget=forms.TextInput(
            attrs={
                "data-suggest": reverse_lazy("needs:firm_suggestions"),
                "autocomplete": "off",
                "dir": "auto",
            }
        ),
    )
    is_anonymous = forms.BooleanField(
        label=_("The exporter does not wish to be named"), required=False
    )
    commune = LookupField[Territory](
        label=_("Commune"),
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
    heard_on = forms.DateField(label=_("Heard on"), required=False, widget=DateInput())
    language = forms.ChoiceField(
        label=_("Language of the exporter"),
        required=False,
        choices=[("", _("As written above")), *LANGUAGES],
        help_text=_("The replies will be in this language."),
    )
    reply_email = forms.EmailField(
        label=_("E-mail for the replies"),
        required=False,
        help_text=_("Only with their agreement. Without it they follow everything by their link."),
    )

    def __init__(self, *given: Any, user: Person, **options: Any) -> None:
        super().__init__(*given, **options)
        places = allowed_regions(user, Permission.NEED_RECORD)
        self.places = {place.code: place for place in places}
        self._prepare_region()
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
        self.fields["client_key"].initial = secrets.token_urlsafe(18)
        self.fields["heard_on"].initial = timezone.localdate
        seen = regions_where(user, Permission.FIRM_VIEW)
        firm: Any = self.fields["firm"]
        firm.find = partial(find_firms, allowed=seen, limit=8)
        firm.get = partial(queries.firm_of, regions=seen)
        firm.key = lambda one: one.pk
        commune: Any = self.fields["commune"]
        commune.find = lambda text: queries.places_matching(text, self._chosen_region())
        commune.get = lambda code: queries.place_of(code, self._chosen_region())
        commune.key = lambda one: one.code

    def _prepare_region(self) -> None:
        field: Any = self.fields["region"]
        field.choices = [("", _("Choose")), *((p.code, p.name) for p in self.places.values())]
        if len(self.places) == 1:  # a delegate has one: nothing to choose
            field.initial = next(iter(self.places))
            field.choices = field.choices[1:]
            field.widget = forms.HiddenInput()

    def _chosen_region(self) -> set[str]:
        """Fields before this one are clean already; a wrong region has no commune."""
        chosen = self.cleaned_data.get("region")
        return {chosen.code} if chosen else set(self.places)

    def clean_region(self) -> Territory:
        return self.places[self.cleaned_data["region"]]

    def clean_heard_on(self) -> Any:
        day = self.cleaned_data["heard_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_anonymous") and given.get("firm"):
            self.add_error(
                "firm", _("An anonymous need cannot name a firm: clear the firm, or the anonymity.")
            )
        return given

    def details_open(self) -> bool:
        """The optional part opens by itself when something in it needs attention."""
        return bool(set(self.errors) - {"region", "text", "theme", "__all__"})


class NeedFilterForm(forms.Form):
    """What the list of needs is asked for; what cannot be read is not asked."""

    text = forms.CharField(label=_("Words"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *NeedState.choices]
    )
    heard_from = forms.DateField(label=_("Heard from"), required=False, widget=DateInput())
    heard_until = forms.DateField(label=_("Heard until"), required=False, widget=DateInput())
    waiting_days = forms.IntegerField(
        label=_("Waiting for more than (working days)"),
        required=False,
        min_value=0,
        max_value=2000,
    )
    ungrouped = forms.BooleanField(label=_("In no item yet"), required=False)
    theme_only = forms.BooleanField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    item = forms.IntegerField(widget=forms.HiddenInput, required=False)

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
    text = forms.CharField(label=_("Words"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *ItemState.choices]
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


class ComposeForm(forms.Form):
    """Needs that a person chose, as a new item or inside one that is open."""

    item = forms.ModelChoiceField(
        label=_("Add to an item"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("A new item"),
    )
    title = forms.CharField(
        label=_("Title of the new item"),
        max_length=250,
        required=False,
        help_text=_("What the region puts forward, in one line. Names no firm."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    theme = ThemeField(label=_("Theme"), required=False)

    def __init__(self, *given: Any, needs: Sequence[Need], **options: Any) -> None:
        super().__init__(*given, **options)
        self.needs = needs
        codes = {need.region.code for need in needs}
        items: Any = self.fields["item"]
        items.queryset = queries.open_items(codes)
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
        if needs:  # no title: an item is read by people who may not read an exporter's words
            self.fields["theme"].initial = needs[0].theme_id

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("item"):
            for name in ("title", "theme"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A new item needs it."))
        return given


class EscalateForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the council should take it up"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The council will read it."),
    )


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("A reply is kept as it is: it cannot be changed afterwards."),
    )
    told_by_phone = forms.BooleanField(
        label=_("This was told by phone or in person: note it, send nothing"), required=False
    )


class ThemeForm(forms.Form):
    theme = ThemeField(label=_("Theme"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
