"""What our pages call a column is a heading that every door reads, in each language."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.utils import translation

from nasij.datasets.firm_files import columns as firm_files
from nasij.datasets.layouts import DISTANCES, GROWTH, REGIONAL, TARIFFS, product_headings
from nasij.datasets.layouts.flows import FLOWS
from nasij.datasets.layouts.reading import LABELS
from nasij.exporters.fields import LABELS as LABELS_OF_REGISTRY
from nasij.files.headings import Vocabulary
from nasij.intake.rows.headings import vocabulary

DOORS: dict[str, tuple[Vocabulary, Mapping[str, object]]] = {
    "distances": (DISTANCES, LABELS),
    "growth": (GROWTH, LABELS),
    "tariffs": (TARIFFS, LABELS),
    "regional": (REGIONAL, LABELS),
    "trade": (FLOWS, LABELS),
    **{f"products {code}": (product_headings(code), LABELS) for code in ("fr", "ar", "en")},
    "firms": (firm_files.VOCABULARY, firm_files.LABELS),
    "registry": (vocabulary(), LABELS_OF_REGISTRY),
}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("door", DOORS)
def test_the_labels_of_our_columns_are_read_as_those_columns(door: str, language: str) -> None:
    """A refusal said that the file lacked the very headings that it had."""
    known, labels = DOORS[door]
    with translation.override(language):
        told = {ours: str(labels[ours]) for ours in known.names if ours in labels}
    read = {ours: (known.meaning(text) or ("",))[0] for ours, text in told.items()}
    assert told
    assert {ours: told[ours] for ours in told if read[ours] != ours} == {}
