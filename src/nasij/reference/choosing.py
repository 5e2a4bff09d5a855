"""A field one chooses from: a region, among those that the form offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise

from nasij.reference.models import Territory


class RegionField(forms.ChoiceField):
    def offer(self, places: Iterable[Territory], none: str | Promise = "") -> None:
        """`none` is the word for no region, and stands first."""
        self.places = {place.code: place for place in places}
        named = [(code, place.name) for code, place in self.places.items()]
        self.choices = [("", none), *named] if none else named

    def clean(self, value: Any) -> Any:
        """The region itself, or None."""
        return self.places.get(super().clean(value))
