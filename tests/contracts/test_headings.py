"""Every column that a file may have is called by words on a page, in each language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.translation import override

from nasij.datasets import layouts
from nasij.datasets.firm_files import columns as firm_files
from nasij.datasets.layouts.flows import FLOWS
from nasij.datasets.layouts.reading import LABELS
from nasij.exporters.fields import LABELS as REGISTRY
from nasij.files.headings import Vocabulary
from nasij.intake.rows.headings import vocabulary

READ: dict[str, tuple[Vocabulary, dict[str, object]]] = {
    "firm files": (firm_files.VOCABULARY, firm_files.LABELS),
    "registry": (vocabulary(), dict(REGISTRY)),
    "trade": (FLOWS, LABELS),
    "distances": (layouts.DISTANCES, LABELS),
    "growth": (layouts.GROWTH, LABELS),
    "tariffs": (layouts.TARIFFS, LABELS),
    "regional": (layouts.REGIONAL, LABELS),
    "products": (layouts.product_headings("fr"), LABELS),
}


@pytest.mark.parametrize("kind", READ)
def test_every_column_of_a_file_has_a_label_in_each_language(kind: str) -> None:
    """“Raison sociale” had been read “as name” on a French page."""
    known, labels = READ[kind]
    assert known.names <= labels.keys()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = [str(labels[ours]) for ours in sorted(known.names)]
        assert all(word[:1].upper() == word[:1] or " " in word for word in said)  # never a key


POSITIONS = """Position SH|Position (SH)|Positions SH|Code SH|SH|N° SH|Position douanière|
Position tarifaire|Ligne tarifaire|Code NGP|Nomenclature NGP|Position NGP|Nomenclature SH|
الموقع التعريفي|البند الجمركي|البند التعريفي"""


@pytest.mark.parametrize("heading", [written.strip() for written in POSITIONS.split("|")])
def test_a_position_of_the_nomenclature_is_the_product_at_every_door(heading: str) -> None:
    ours = {"registry": "hs_products", "products": "code"}
    for kind in ("firm files", "registry", "trade", "tariffs", "products"):
        known, _labels = READ[kind]
        meaning = known.meaning(heading)
        assert meaning is not None, kind
        assert meaning[0] == ours.get(kind, "product")


@pytest.mark.parametrize("beside", ["Position SH", "Ligne tarifaire", "Nomenclature NGP"])
@pytest.mark.parametrize("kind", ["firm files", "trade", "tariffs", "products"])
def test_a_position_does_not_go_before_a_code_beside_it(kind: str, beside: str) -> None:
    known, _labels = READ[kind]
    columns = known.recognise([beside, "Code SH"])
    product = "code" if kind == "products" else "product"
    assert columns.named(product) == ["Code SH"]
