"""Grouping, escalating, replying, sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.needs import queries
from nasij.needs.enums import ReplyChannel
from nasij.needs.forms.fields import ThemeField, theme_choices
from nasij.needs.models import Item, Need


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
        items.queryset = queries.unended_items(codes)
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
        if needs:  # no title: an item is read by people who may not read an exporter's words
            self.fields["theme"].initial = needs[0].theme_id

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("item"):
            missing = {
                "title": _("Give the new item a title."),
                "theme": _("Choose the theme of the new item."),
            }
            for name, text in missing.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, text)
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
    channel = forms.TypedChoiceField(
        label=_("How the exporter is told"),
        choices=[
            (
                "",
                _(
                    "In writing: on the tracking page, and by e-mail where they gave an address "
                    "and still want messages"
                ),
            ),
            (ReplyChannel.PHONE, _("Told by phone or in person already: note it, send nothing")),
        ],
        coerce=ReplyChannel,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class ThemeForm(forms.Form):
    theme = ThemeField(label=_("Theme"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["theme"].choices = theme_choices(_("Choose"))  # type: ignore[attr-defined]
