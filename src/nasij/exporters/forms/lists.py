"""Forms of the lists that people keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nasij.exporters.forms.fields import SPEAKS
from nasij.exporters.models import FirmList
from nasij.reference.choosing import RegionField
from nasij.reference.models import Territory


class ListForm(forms.Form):
    """A list: its name, and who else reads it."""

    name = forms.CharField(
        label=_("Name of the list"), max_length=120, widget=forms.TextInput(SPEAKS)
    )
    region = RegionField(
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
        region: Any = self.fields["region"]
        region.offer(own, _("Nobody: it is mine alone"))


class AddToListForm(forms.Form):
    """On which list; a new one is made of a name."""

    list = forms.ChoiceField(label=_("On the list"), required=False)
    new = forms.CharField(
        label=_("Or on a new list called"),
        max_length=120,
        required=False,
        widget=forms.TextInput(SPEAKS),
    )

    def __init__(
        self, data: Any = None, *, lists: Sequence[FirmList], auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.lists = {str(listed.pk): listed for listed in lists}
        field: Any = self.fields["list"]
        field.choices = [("", "—"), *((key, listed.name) for key, listed in self.lists.items())]
        if not lists:
            del self.fields["list"]
            self.fields["new"].label = _("Name of the new list")

    def clean_list(self) -> Any:
        return self.lists.get(self.cleaned_data["list"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (self.errors or given.get("list") or given.get("new")):
            raise forms.ValidationError(_("Choose a list, or give a new one a name."))
        return given


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.TextInput(SPEAKS)
    )
