"""Example content of the gallery: fictitious, and shown in the reader's language."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.ui import gallery_charts, parts
from nasij.ui.thread import Station


class ExampleForm(forms.Form):
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        choices=[("", "—"), ("a", gettext_lazy("Example region A"))],
        help_text=gettext_lazy("The region where the firm works."),
    )
    text = forms.CharField(
        label=gettext_lazy("What the exporter said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In their own words, in the language they speak."),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        widget=forms.RadioSelect,
        choices=[
            ("financing", gettext_lazy("Financing")),
            ("logistics", gettext_lazy("Logistics")),
            ("markets", gettext_lazy("Markets")),
        ],
    )
    mail = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        required=False,
        help_text=gettext_lazy("xlsx, ods or csv, up to 60 MB."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("The exporter agrees that the council keeps their name."),
        required=False,
    )


class ExampleFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Search"), required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        required=False,
        choices=[("", gettext_lazy("All regions")), ("a", gettext_lazy("Example region A"))],
    )


def stations() -> list[Station]:
    return [
        Station("statement", _("No cold store near the port"), "#t", "done", date(2026, 2, 3)),
        Station("theme", _("Logistics"), "#t", "done", date(2026, 2, 5)),
        Station("item", _("A cold store shared by two regions"), "#t", "done", date(2026, 3, 1)),
        Station("agenda", _("Session 2, item 4"), "#t", "done", date(2026, 4, 10)),
        Station("vote", _("18 for, 2 against"), "#t", "done", date(2026, 4, 24)),
        Station("decision", _("Decision 2026-07"), "#t", "done", date(2026, 4, 24)),
        Station("action", _("Study of two sites"), "#t", "current", date(2026, 9, 30), True),
        Station("result", "", "", "to-come"),
        Station("reply", "", "", "to-come"),
    ]


def figures() -> list[parts.Figure]:
    return [
        parts.Figure(
            label=_("Exporting firms"),
            value="1 204",
            unit=_("firms"),
            definition=_("Any firm with at least one export in the year."),
            source=_("Example source"),
            vintage="2025",
            interval=_("between 1 150 and 1 260"),
        ),
        parts.Figure(
            label=_("Survival after three years"),
            reason=_("Fewer than 20 firms entered in the first year."),
            source=_("Example source"),
            vintage="2025",
        ),
    ]


def table() -> parts.Table:
    return parts.Table(
        caption=_("Firms of an example region"),
        columns=[
            parts.Column(_("Firm")),
            parts.Column(_("Identifier"), kind="code"),
            parts.Column(_("State")),
            parts.Column(_("Exports, USD"), kind="number"),
            parts.Column(_("Last visit"), kind="date"),
        ],
        rows=[
            [
                parts.Cell("Exemple Agrumes SARL", url="#t"),
                "000000000000097",
                parts.Cell(_("Regular exporter"), tone="good"),
                12_450_300,
                date(2026, 2, 3),
            ],
            [
                parts.Cell("شركة المثال للنسيج", url="#t"),
                "000000000000194",
                parts.Cell(_("Not yet exporting"), tone="neutral"),
                None,
                date(2025, 11, 18),
            ],
            [
                parts.Cell("Exemple Câblage SA", url="#t"),
                "000000000000291",
                parts.Cell(_("Left the market"), tone="warn"),
                830_000.5,
                None,
            ],
        ],
        note=_("Fictitious firms."),
    )


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    filled = ExampleForm({"wrong-mail": "not-an-address"}, prefix="wrong")
    return {
        "crumbs": [parts.Crumb(_("Start"), "/"), parts.Crumb(_("Gallery"))],
        "stations": stations(),
        "figures": figures(),
        "table": table(),
        "empty_table": parts.Table(_("An empty table"), [parts.Column(_("Firm"))], []),
        "form": ExampleForm(prefix="example"),
        "wrong_form": filled,
        "filter": ExampleFilter(request.GET or None),
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 3)),
        "tabs": [
            parts.Tab(_("To be sorted"), "?tab=open", True, 12),
            parts.Tab(_("Grouped"), "?tab=grouped", False, 4),
            parts.Tab(_("Answered"), "?tab=answered"),
        ],
        "steps": [
            parts.Step(_("File"), "done", "#t"),
            parts.Step(_("Columns"), "current"),
            parts.Step(_("Check")),
            parts.Step(_("Done")),
        ],
        "moments": [
            parts.Moment(_("Need recorded"), date(2026, 2, 3), by="Example Delegate"),
            parts.Moment(_("Decision taken"), date(2026, 4, 24), tone="good"),
            parts.Moment(_("Date moved by two months"), date(2026, 6, 1), tone="warn"),
        ],
        "jobs": [
            parts.Progress(_("Reading the trade file"), 4_100_000, 9_900_000),
            parts.Progress(_("Computing"), state="waiting"),
            parts.Progress(_("Done"), state="done"),
            parts.Progress(_("Stopped"), state="failed"),
        ],
        "facts": [
            (_("Value"), 12_450_300),
            (_("First export"), date(2019, 5, 1)),
            (_("Mandate"), None),
        ],
        "today": date(2026, 11, 23),
        "charts": [
            gallery_charts.fan(),
            gallery_charts.ranking(),
            gallery_charts.flows(),
            gallery_charts.ranges(),
            gallery_charts.two_lines(),
            gallery_charts.mix(),
            gallery_charts.panels(),
            gallery_charts.cloud(),
        ],
        "map": gallery_charts.country(),
        "spark": gallery_charts.spark(),
    }
