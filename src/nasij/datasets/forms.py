"""Loading a file from a page; large files go by command."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.datasets import analysis
from nasij.datasets.acts import LOADERS
from nasij.datasets.enums import FIRM_KINDS, DatasetKind
from nasij.datasets.firm_files.asked import check_said
from nasij.datasets.kept import Options
from nasij.files.units import currency_code
from nasij.reference.models import Source
from nasij.sentences import filled
from nasij.work.errors import Refusal

ENDINGS = (
    *(".csv", ".csv.gz", ".tsv", ".txt", ".zip", ".parquet"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
)

_OPTIONS = {  # the kinds of file that they are said of
    "year": (DatasetKind.TRADE, *FIRM_KINDS),
    "currency": (DatasetKind.CUSTOMS,),
}


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Source) -> str:
        """Who published what and when: titles alone are of all languages and say little."""
        return " · ".join(filter(None, (obj.publisher_name, obj.title, obj.published_text)))


class LoadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[(kind, label) for kind, label in DatasetKind.choices if kind in LOADERS],
    )
    file = forms.FileField(label=_("File"))
    vintage = forms.CharField(
        label=_("Edition"),
        max_length=60,
        required=False,
        help_text=_("As its publisher names it, for example 202601 or April 2025."),
    )
    source = SourceField(
        label=_("Source"),
        queryset=Source.objects.order_by("publisher", "title", "key"),
        required=False,
        help_text=_("A source of the register; leave it empty if it is not there yet."),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("Year of the rows"),
        required=False,
        help_text=_("Only for files that say their year nowhere."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Of customs records that do not say it: three letters, as EUR."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        given: UploadedFile[Any] = self.cleaned_data["file"]
        name = (given.name or "").lower()
        is_trade = self.cleaned_data.get("kind") == DatasetKind.TRADE
        endings = analysis.FLOW_ENDINGS if is_trade else ENDINGS
        if not name.endswith(endings):
            text = gettext("This file is of another kind. Give one of: %(endings)s.")
            raise forms.ValidationError(filled(text, {"endings": endings}))
        limit = settings.NASIJ_UPLOAD_LIMIT_MB
        if (given.size or 0) > limit * 1_000_000:
            text = gettext(
                "This file is larger than %(limit)s MB: give it to whoever runs the site, who "
                "loads it on the server."
            )
            raise forms.ValidationError(text % {"limit": limit})
        return given

    def clean_year(self) -> int | None:
        return self._said(Options(year=self.cleaned_data["year"])).year

    def clean_currency(self) -> str:
        code = currency_code(self.cleaned_data["currency"])
        return self._said(Options(currency=code)).currency

    def _said(self, options: Options) -> Options:
        try:
            check_said(options)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return options

    def clean(self) -> dict[str, Any]:
        """What a kind of file has no use for is refused: it would be heard by nobody."""
        given = self.cleaned_data
        for name, kinds in _OPTIONS.items():
            if given.get(name) and given.get("kind") not in (None, *kinds):
                self.add_error(name, gettext("A file of this kind has none: leave it empty."))
        return given

    def options(self) -> dict[str, Any]:
        """What the loader of this kind is given beside the file."""
        given = self.cleaned_data
        source = given.get("source")
        options: dict[str, Any] = {
            "vintage": given.get("vintage") or "",
            "title": given.get("title") or "",
            "source_key": source.pk if source else "",
        }
        taken = [name for name, kinds in _OPTIONS.items() if given["kind"] in kinds]
        return options | {name: given[name] for name in taken if given.get(name)}

    def store_file(self) -> Path:
        """The upload under its own name, alone in a folder of its own, for the task to read."""
        waiting = settings.NASIJ_DATA / "uploads"
        waiting.mkdir(parents=True, exist_ok=True)
        given: UploadedFile[Any] = self.cleaned_data["file"]
        folder = Path(tempfile.mkdtemp(prefix="upload-", dir=waiting))
        path = folder / PurePath(given.name or "file").name
        try:
            with path.open("wb") as out:
                shutil.copyfileobj(given, out, 1 << 20)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return path
