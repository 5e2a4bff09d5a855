"""Fields and choices that the forms share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import Person
from nasij.exporters.permissions import reach_of
from nasij.exporters.queries import find_firms
from nasij.needs import queries
from nasij.needs.models import Theme


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


def prepare_firm_field(field: Any, user: Person) -> None:
    """Let a lookup find the firms that this person may see, shared ones included."""
    seen = reach_of(user, Permission.FIRM_VIEW)
    field.find = partial(find_firms, allowed=seen, limit=8)
    field.get = partial(queries.firm_of, allowed=seen)
    field.key = lambda firm: firm.pk
    field.names = lambda firm: firm.shown_names


class ThemeField(forms.ChoiceField):
    """Gives the theme itself; the choices are set by the form, in the reader's language."""

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return Theme.objects.get(pk=key) if key else None
