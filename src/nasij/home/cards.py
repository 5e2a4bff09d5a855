"""Figure cards of the first pages: a figure with its definition, source and date."""

from __future__ import annotations

from collections.abc import Sequence

from nasij.home import queries
from nasij.reference.models import Figure
from nasij.reference.words import figure_part, value_and_unit
from nasij.ui import parts


def count_cards() -> list[parts.Figure]:
    """One card for each definition; a published range stays a range."""
    return [_card(found) for found in queries.exporter_counts()]


def _card(found: Sequence[Figure]) -> parts.Figure:
    first, last = found[0], found[-1]
    value, unit = value_and_unit(last.value, last.unit)
    if len(found) > 1:
        value = f"{value_and_unit(first.value, first.unit)[0]}–{value}"
    # The caution that definitions differ stands once above the cards.
    return figure_part(first, value=value, unit=unit, note="")
