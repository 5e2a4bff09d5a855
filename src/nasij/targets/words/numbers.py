"""Numbers and sources in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from nasij.reference.models import Figure
from nasij.reference.words import period, source_line
from nasij.ui import formats

BILLION = 1_000_000_000


def rounded(value: float, decimals: int = 0) -> float:
    """As it is written: halves go up in a drawing and its file as in the sentence beside them."""
    found = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(found) if decimals else int(found)


def count(value: float) -> str:
    return formats.number(rounded(value), formats.language(), 0)


def amount(value: float, decimals: int = 1) -> str:
    return formats.number(value, formats.language(), decimals)


def given(value: float) -> str:
    """A number as it was typed, to the tenth: whole where it is whole."""
    return amount(value, 0 if value == round(value) else 1)


def rate(value: float) -> str:
    """A rate with the digits it was given: those that decide whether a target is reached."""
    return share(value, 3)


def share(value: float, decimals: int = 1) -> str:
    return formats.percent(value, formats.language(), decimals)


def chance(probability: float) -> str:
    """A probability as a reader can use it: draws cannot tell 0 from one in a thousand."""
    if probability < 0.01:
        return _("less than 1%")
    if probability > 0.99:
        return _("more than 99%")
    return formats.percent(probability, formats.language(), 0)


def sources(figures: Iterable[Figure]) -> str:
    """The distinct sources of some figures, each with its date."""
    found = {figure.source_id: figure.source for figure in figures}
    return " · ".join(source_line(found[key]) for key in sorted(found))


def published(figures: Iterable[Figure]) -> str:
    """Counts by year, a published range as a range: 2011: 5,179 · 2022: 4,000–4,500."""
    by_year: dict[str, list[float]] = {}
    for figure in figures:
        by_year.setdefault(period(figure), []).append(float(figure.value))
    return " · ".join(
        formats.labelled(year, span(values), formats.language()) for year, values in by_year.items()
    )


def span(values: Iterable[float]) -> str:
    found = sorted(set(values))
    if len(found) == 1:
        return count(found[0])
    return f"{count(found[0])}–{count(found[-1])}"
