"""Fields and choices that the forms share."""

from __future__ import annotations

from typing import Any

from django import forms

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person, regions_where
from nasij.needs import queries
from nasij.needs.models import Theme
from nasij.reference.models import Territory
from nasij.reference.queries import regions


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
