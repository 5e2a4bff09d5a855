"""Forms drawn by our own templates: label, help, error with remedy, required mark."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

OURS = Path(__file__).parent / "templates"
DJANGO = Path(forms.__file__).parent / "templates"


LONGEST_TEXT = 10_000  # five pages; what people write is printed, mailed and read aloud
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")


class NameField(forms.CharField):
    """The name of a person: one line, without the marks that turn the text around it."""

    def to_python(self, value: Any) -> Any:
        return " ".join(_TURNS.sub("", super().to_python(value) or "").split())


def wide_text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "wide": True})


class FilterForm(forms.Form):
    """What a list is asked for in its address; what cannot be read, as of a stale link, is not
    asked, and told at its field."""

    def choose(
        self, name: str, choices: Iterable[tuple[object, object]], every: object = ""
    ) -> None:
        """The answers of one question, after the one that asks for everything."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", every), *choices]

    def given(self) -> dict[str, Any]:
        """What was filled in."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DayInput(forms.DateInput):
    """The browser's own calendar: it reads and writes yyyy-mm-dd, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Renderer(DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"

    @cached_property
    def engine(self) -> Backend:
        # Django looks into its own folder first; ours must win, or widgets keep its markup.
        options = {"builtins": settings.TEMPLATES[0]["OPTIONS"]["builtins"]}
        return Backend(
            {"NAME": "nasij_forms", "DIRS": [OURS, DJANGO], "APP_DIRS": True, "OPTIONS": options}
        )

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The first answer of a choice is a word, where Django draws a line."""
        widget = context.get("widget", {})
        for _group, options, _index in widget.get("optgroups", ())[:1]:
            if options[0]["label"] == BLANK_CHOICE_DASH[0][1]:
                options[0]["label"] = _("Choose…") if widget["required"] else _("Not said")
        return super().render(template_name, context, request)
