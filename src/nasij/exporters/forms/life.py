"""Forms of a firm's life: moves, sites, group, shares, referrals, lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.queries import people_holding
from nasij.accounts.roles import ROLES
from nasij.exporters.enums import MoveKind, SiteKind
from nasij.exporters.models import Firm, FirmList
from nasij.exporters.queries import find_firms, firms
from nasij.exporters.queries.firms import in_regions
from nasij.exporters.reach import Regions
from nasij.reference.lookups import LookupField, place_of, places_matching, proposal
from nasij.reference.models import Territory
from nasij.reference.queries import regions

_SPEAKS = {"dir": "auto"}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _lookup(url_name: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"data-suggest": reverse_lazy(url_name), "autocomplete": "off", "dir": "auto"}
    )


def _region_choices(empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *((one.code, one.name) for one in regions())]


class MoveForm(forms.Form):
    """Where to, since when; or that the place was never right."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=MoveKind.choices,
        widget=forms.RadioSelect,
        initial=MoveKind.MOVED,
    )
    region = forms.ChoiceField(label=_("New region"))
    commune = LookupField[Territory](
        label=_("New commune"),
        help_text=_("A part of its name; empty if it is not known."),
        widget=_lookup("exporters:place_suggestions"),
    )
    since = forms.DateField(
        label=_("Since when"),
        required=False,
        widget=DateInput(),
        help_text=_("The first day at the new place. Today if it is left empty."),
    )
    keeps_old_place = forms.BooleanField(
        label=_("It keeps working at the old place too"), required=False
    )

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data, initial={"region": firm.region.code})
        self.places = {one.code: one for one in regions()}
        region: Any = self.fields["region"]
        region.choices = [(code, one.name) for code, one in self.places.items()]
        commune: Any = self.fields["commune"]
        commune.find = lambda text: places_matching(text, self._chosen())
        commune.get = lambda code: place_of(code, self._chosen())
        commune.key = lambda one: one.code

    def _chosen(self) -> set[str]:
        region = self.cleaned_data.get("region")
        return {region.code} if region else set()

    def clean_kind(self) -> MoveKind:
        return MoveKind(self.cleaned_data["kind"])

    def clean_region(self) -> Territory:
        return self.places[self.cleaned_data["region"]]


class SiteForm(forms.Form):
    """Another place of work."""

    territory = LookupField[Territory](
        label=_("Commune"),
        help_text=_("In any region."),
        widget=_lookup("exporters:place_suggestions"),
    )
    kind = forms.ChoiceField(label=_("What it does there"), choices=SiteKind.choices)
    label = forms.CharField(
        label=_("Name of the site"),
        max_length=150,
        required=False,
        widget=forms.TextInput(_SPEAKS),
    )
    address = forms.CharField(
        label=_("Address"), max_length=250, required=False, widget=forms.TextInput(_SPEAKS)
    )
    starts_on = forms.DateField(label=_("Since when"), required=False, widget=DateInput())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="site")
        territory: Any = self.fields["territory"]
        territory.required = True
        territory.find = partial(places_matching, regions=None)
        territory.get = partial(place_of, regions=None)
        territory.key = lambda one: one.code

    def clean_kind(self) -> SiteKind:
        return SiteKind(self.cleaned_data["kind"])


class GroupForm(forms.Form):
    """The firm this one belongs to; empty takes it out of its group."""

    group = LookupField[Firm](
        label=_("Belongs to"),
        help_text=_("A part of the name of the parent firm, or its ICE. Empty: to none."),
        widget=_lookup("exporters:names"),
    )

    def __init__(self, data: Any = None, *, allowed: Regions, parent: Firm | None = None) -> None:
        initial = {"group": proposal(parent.name, parent.pk)} if parent else None
        super().__init__(data, prefix="group", initial=initial)
        group: Any = self.fields["group"]
        group.find = partial(find_firms, allowed=allowed, limit=8)
        group.get = lambda key: (
            in_regions(firms(), allowed).filter(pk=int(key)).first() if key.isdigit() else None
        )
        group.key = lambda one: one.pk


class PersonField(forms.ChoiceField):
    """A colleague who may read firms, under the region they work in."""

    def offer(self, *, but: User) -> None:
        self._people = {
            str(one.pk): one for one in people_holding(Permission.FIRM_VIEW) if one.pk != but.pk
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, person in self._people.items():
            for place in _places_of(person):
                groups.setdefault(place, []).append((key, person.name or person.email))
        self.choices = [("", "—"), *sorted(groups.items())]

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self._people[key] if key else None


def _places_of(person: User) -> list[str]:
    reading = [
        one
        for one in person.memberships.all()
        if one.role in ROLES and Permission.FIRM_VIEW in ROLES[one.role].permissions
    ]
    return sorted({one.region.name if one.region else str(_("Whole country")) for one in reading})


class ShareForm(forms.Form):
    """With a region or with one person; to read or to write; until when."""

    region = forms.ChoiceField(label=_("With a region"), required=False)
    user = PersonField(label=_("Or with one person"), required=False)
    may_edit = forms.BooleanField(label=_("They may also change the record"), required=False)
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput(),
        help_text=_("The last day. Empty: until you withdraw it."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=forms.TextInput(_SPEAKS)
    )

    def __init__(self, data: Any = None, *, firm: Firm, by: User) -> None:
        super().__init__(data)
        self.places = {one.code: one for one in regions() if one.pk != firm.region_id}
        region: Any = self.fields["region"]
        region.choices = [("", "—"), *((code, one.name) for code, one in self.places.items())]
        user: Any = self.fields["user"]
        user.offer(but=by)

    def clean_region(self) -> Territory | None:
        return self.places.get(self.cleaned_data["region"])

    def clean_ends_on(self) -> Any:
        return _not_past(self.cleaned_data["ends_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("region")) == bool(given.get("user")):
            self.add_error(None, _("Choose a region or a person: one of the two."))
        return given


class ReferForm(forms.Form):
    """To whom, why, and what is asked."""

    recipient = PersonField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **_SPEAKS}),
        help_text=_("What they must know of this firm to begin."),
    )
    question = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **_SPEAKS}),
    )
    ends_on = forms.DateField(
        label=_("They see the firm until"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until they have answered or declined."),
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        recipient: Any = self.fields["recipient"]
        recipient.offer(but=by)

    def clean_ends_on(self) -> Any:
        return _not_past(self.cleaned_data["ends_on"])


def _not_past(day: Any) -> Any:
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("The last day lies in the past."))
    return day


class WordsForm(forms.Form):
    """A few words that close a referral."""

    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3, **_SPEAKS}))

    def __init__(self, data: Any = None, *, label: Any, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["words"].label = label


class ListForm(forms.Form):
    """A list: its name, and who else reads it."""

    name = forms.CharField(
        label=_("Name of the list"), max_length=120, widget=forms.TextInput(_SPEAKS)
    )
    region = forms.ChoiceField(
        label=_("Shared with"),
        required=False,
        help_text=_("Everybody sees of a list only the firms they may see anyway."),
    )

    def __init__(
        self, data: Any = None, *, own: list[Territory], found: FirmList | None = None
    ) -> None:
        initial = {}
        if found is not None:
            initial = {"name": found.name, "region": found.region.code if found.region else ""}
        super().__init__(data, initial=initial)
        self.places = {one.code: one for one in own}
        region: Any = self.fields["region"]
        nobody = _("Nobody: it is mine alone")
        region.choices = [("", nobody), *((code, one.name) for code, one in self.places.items())]

    def clean_region(self) -> Territory | None:
        return self.places.get(self.cleaned_data["region"])


class AddToListForm(forms.Form):
    """On which list; a new one is made of a name."""

    list = forms.ChoiceField(label=_("On the list"), required=False)
    new = forms.CharField(
        label=_("Or on a new list called"),
        max_length=120,
        required=False,
        widget=forms.TextInput(_SPEAKS),
    )

    def __init__(
        self, data: Any = None, *, lists: Sequence[FirmList], auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.lists = {str(one.pk): one for one in lists}
        field: Any = self.fields["list"]
        field.choices = [("", "—"), *((key, one.name) for key, one in self.lists.items())]
        if not lists:
            del self.fields["list"]
            self.fields["new"].label = _("Name of the new list")

    def clean_list(self) -> Any:
        return self.lists.get(self.cleaned_data["list"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("list") and not given.get("new"):
            self.add_error("new", _("Choose a list, or give a new one a name."))
        return given


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.TextInput(_SPEAKS)
    )
