"""How figures of the register are said: value and unit, period, source, cautions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.reference.enums import Bound, Family
from nasij.reference.models import Figure, Source
from nasij.reference.queries import exports_by_year, population_source
from nasij.ui import formats, parts

_COUNTED = {"firms", "count", "jobs", "people", "firms_per_year", "days"}


def figure_value(value: Decimal, unit: str) -> str:
    """The value with its unit, in the reader's language."""
    language = formats.language()
    if unit in {"percent", "percent_per_year"}:
        text = formats.percent(value / 100, language, _decimals(value))
        return _("%(value)s a year") % {"value": text} if unit == "percent_per_year" else text
    if len(unit) == 3 and unit.isupper():  # a currency
        return formats.money_short(value, language, unit)
    text = formats.number(value, language, _decimals(value))
    if unit in _COUNTED:
        return _with_unit(text, unit, int(value))
    return text


def said_value(figure: Figure) -> str:
    """The value of a published figure as its source gives it: a bound is not the value."""
    return _as_given(figure, figure_value(figure.value, figure.unit))


def _as_given(figure: Figure, text: str) -> str:
    if figure.bound:
        text = str(Bound(figure.bound).label) % {"value": text}
    if figure.over_years:
        text = ngettext(
            "%(value)s over %(years)s year", "%(value)s over %(years)s years", figure.over_years
        ) % {"value": text, "years": formats.number(figure.over_years, formats.language())}
    return text


def value_and_unit(value: Decimal, unit: str) -> tuple[str, str]:
    """The number, and the words that follow it: a card sets them in two sizes."""
    language = formats.language()
    whole = figure_value(value, unit)
    number = formats.number(value, language, _decimals(value))
    if unit not in _COUNTED or not whole.startswith(number):
        return whole, ""
    return number, whole.removeprefix(number).strip("\u00a0 ")


def _decimals(value: Decimal) -> int:
    """As many decimals as the source gives, at most three."""
    return min(3, max(0, -int(value.normalize().as_tuple().exponent)))


def _with_unit(text: str, unit: str, count: int) -> str:
    if unit == "firms":
        return ngettext("%(value)s firm", "%(value)s firms", count) % {"value": text}
    if unit == "firms_per_year":
        return ngettext("%(value)s firm a year", "%(value)s firms a year", count) % {"value": text}
    if unit == "jobs":
        return ngettext("%(value)s job", "%(value)s jobs", count) % {"value": text}
    if unit == "people":
        return ngettext("%(value)s person", "%(value)s people", count) % {"value": text}
    if unit == "days":
        return ngettext("%(value)s day", "%(value)s days", count) % {"value": text}
    return text


def period(figure: Figure) -> str:
    """The year or years of a figure, or that its source gives none."""
    if figure.year is None:
        return _("undated")
    return f"{figure.year}–{figure.year_end}" if figure.year_end else str(figure.year)


def of_whom(figure: Figure, names: dict[str, str]) -> str:
    """The part of the whole that a figure counts; one without a name is said by its bare word."""
    parts_of = figure.breakdown.split()
    return " · ".join(
        names.get(part) or part.partition("=")[2].replace("_", " ") for part in parts_of
    )


def figure_part(figure: Figure, **changes: Any) -> parts.Figure:
    """A figure of the register as the figure card wants it: never alone."""
    value, unit = value_and_unit(figure.value, figure.unit)
    if figure.bound or figure.over_years:
        value, unit = said_value(figure), ""
    fields: dict[str, Any] = {
        "label": figure.definition.name,
        "value": value,
        "unit": unit,
        "source": figure.source.said_by,
        "source_url": f"{reverse('reference:sources')}#{figure.source_id}",
        "vintage": period(figure),
        "definition_url": reverse("reference:definition", args=[figure.definition_id]),
        "note": " ".join(str(caution) for caution in figure.cautions.all()[:1]),
    }
    return parts.Figure(**{**fields, **changes})


def official_exports(year: int) -> list[parts.Figure]:
    """The country's own total, to stand beside that of a file; nothing where it published none."""
    return [
        figure_part(
            figure,
            label=_("Official figure of all exports of goods"),
            definition=figure.definition.name,
            note=" ".join(
                [
                    _("Another source, all markets: not to be added to or taken from ours."),
                    cautions_of(figure),
                ]
            ).strip(),
        )
        for figure in exports_by_year().get(year, [])[:1]
    ]


def cautions_of(figure: Figure) -> str:
    """The sentences that go with a figure wherever it is shown."""
    return " ".join(str(caution) for caution in figure.cautions.all())


def family(key: str) -> str:
    return str(Family(key).label) if key in Family.values else key


def tier(source: Source) -> str:
    """How near a source is to the figures it gives."""
    known = {"P": _("primary or official"), "M": _("press"), "D": _("derived here")}
    return known.get(source.tier) or _("to be confirmed")


def population_line() -> str:
    """Who counted the inhabitants, and when; empty where the pack names nobody."""
    source = population_source()
    return source_line(source) if source else ""


def source_line(source: Source) -> str:
    """Who published, and when."""
    return formats.dated(source.said_by, source.published_text, formats.language())
