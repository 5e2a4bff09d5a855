"""Forms for bringing a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nasij.exporters.fields import COLUMNS
from nasij.files.headings import heading_key
from nasij.intake.rows.headings import vocabulary
from nasij.reference.choosing import RegionField
from nasij.reference.models import Territory


class UploadForm(forms.Form):
    """A file of firms."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "xlsx, ods, xls or csv; the columns may be named in French, Arabic or English."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xlsb,.ods,.xls,.csv,.txt,.tsv"}),
    )
    region = RegionField(
        label=_("Firms of"),
        required=False,
        help_text=_("Rows of other regions are rejected."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, regions: list[Territory], national: bool
    ) -> None:
        super().__init__(data, files)
        field: Any = self.fields["region"]
        field.offer(regions, _("All regions") if national else "")
        if len(field.choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = field.choices[0][0]
        field.required = not national

    def clean_file(self) -> Any:
        limit = settings.NASIJ_UPLOAD_LIMIT_MB
        file = self.cleaned_data["file"]
        if file.size > limit * 1024**2:
            raise ValidationError(
                _("The file is larger than %(limit)s MB. Cut it into several files."),
                params={"limit": limit},
            )
        return file


class HeadingsForm(forms.Form):
    """What headings mean that are not sure by themselves; remembered for the next file. `named` is
    what was said of them before, by their folded text.

    One that stands there twice is asked for once: what it means holds for every column under it.
    """

    def __init__(
        self, data: Any = None, *, headings: Sequence[str], named: Mapping[str, str] = {}
    ) -> None:
        super().__init__(data)
        unsure = [heading for heading in headings if not vocabulary().is_sure(heading)]
        self.headings = list(dict.fromkeys(unsure))[:40]
        choices = [("", _("Leave out")), *((column.key, column.label) for column in COLUMNS)]
        for number, heading in enumerate(self.headings):
            self.fields[f"heading_{number}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=named.get(heading_key(heading), ""),
                required=False,
            )

    def columns(self) -> dict[str, str]:
        """Heading → column, for those of which something else is said than before."""
        return {
            heading: self.cleaned_data[f"heading_{number}"]
            for number, heading in enumerate(self.headings)
            if f"heading_{number}" in self.changed_data
        }
