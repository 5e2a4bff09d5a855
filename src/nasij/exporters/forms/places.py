"""Forms of where a firm works: moves, sites, the group it belongs to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.exporters.enums import MoveKind, SiteKind
from nasij.exporters.forms.fields import SPEAKS, lookup_input
from nasij.exporters.models import Firm
from nasij.exporters.queries import find_firms, firms
from nasij.exporters.reach import Regions, in_regions
from nasij.reference.choosing import RegionField
from nasij.reference.days import DayField, before_us, today
from nasij.reference.lookups import LookupField, place_of, places_matching, proposal
from nasij.reference.models import Territory
from nasij.reference.names import PLACE_NAME
from nasij.reference.queries import regions
from nasij.ui.asked import key_in


class MoveForm(forms.Form):
    """Where to, since when; or that the place was never right."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=MoveKind.choices,
        widget=forms.RadioSelect,
        initial=MoveKind.MOVED,
    )
    region = RegionField(label=_("New region"))
    commune = LookupField[Territory](
        label=_("New place"),
        help_text=_("A part of its name; empty if it is not known."),
        widget=lookup_input("exporters:place_suggestions"),
    )
    since = DayField(
        label=_("Since when"),
        required=False,
        earliest=before_us,
        latest=today,
        help_text=_("The first day at the new place. Today if it is left empty."),
    )
    keeps_old_place = forms.BooleanField(
        label=_("It keeps working at the old place too"), required=False
    )

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data, initial={"region": firm.region.code})
        region: Any = self.fields["region"]
        region.offer(regions())
        commune: Any = self.fields["commune"]
        commune.find = lambda text: places_matching(text, self._chosen())
        commune.get = lambda code: place_of(code, self._chosen())
        commune.key = lambda place: place.code

    def _chosen(self) -> set[str]:
        region = self.cleaned_data.get("region")
        return {region.code} if region else set()

    def clean_kind(self) -> MoveKind:
        return MoveKind(self.cleaned_data["kind"])


class SiteForm(forms.Form):
    """Another place of work."""

    territory = LookupField[Territory](
        label=PLACE_NAME,
        help_text=_("In any region."),
        widget=lookup_input("exporters:place_suggestions"),
    )
    kind = forms.ChoiceField(label=_("What it does there"), choices=SiteKind.choices)
    label = forms.CharField(
        label=_("Name of the site"),
        max_length=150,
        required=False,
        widget=forms.TextInput(SPEAKS),
    )
    address = forms.CharField(
        label=_("Address"), max_length=250, required=False, widget=forms.TextInput(SPEAKS)
    )
    starts_on = DayField(label=_("Since when"), required=False, earliest=before_us, latest=today)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="site")
        territory: Any = self.fields["territory"]
        territory.required = True
        territory.find = partial(places_matching, regions=None)
        territory.get = partial(place_of, regions=None)
        territory.key = lambda place: place.code

    def clean_kind(self) -> SiteKind:
        return SiteKind(self.cleaned_data["kind"])


class GroupForm(forms.Form):
    """The firm this one belongs to; empty takes it out of its group."""

    group = LookupField[Firm](
        label=_("Belongs to"),
        help_text=_("A part of the name of the parent firm, or its identifier. Empty: to none."),
        widget=lookup_input("exporters:names"),
    )

    def __init__(self, data: Any = None, *, allowed: Regions, parent: Firm | None = None) -> None:
        initial = {"group": proposal(parent.name, parent.pk)} if parent else None
        super().__init__(data, prefix="group", initial=initial)
        group: Any = self.fields["group"]
        group.find = partial(find_firms, allowed=allowed, limit=8)
        group.get = lambda key: in_regions(firms(), allowed).filter(pk=key_in(key) or 0).first()
        group.key = lambda firm: firm.pk
        group.names = lambda firm: firm.shown_names
