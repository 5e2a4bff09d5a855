"""Widgets that the forms of this room share."""

from __future__ import annotations

from django import forms
from django.urls import reverse_lazy

# The direction of what is typed follows its script, whatever the page's.
SPEAKS = {"dir": "auto"}


def lookup_input(url_name: str) -> forms.TextInput:
    """A field one writes in, which proposes names as one types (ui/js/suggest.js)."""
    return forms.TextInput(
        attrs={"data-suggest": reverse_lazy(url_name), "autocomplete": "off", **SPEAKS}
    )
