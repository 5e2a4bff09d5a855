"""A heading that one door knows is known at the others: who brings two files writes it twice."""

from __future__ import annotations

import pytest

from nasij.datasets import layouts
from nasij.datasets.firm_files.columns import VOCABULARY
from nasij.datasets.layouts.flows import FLOWS
from nasij.files.headings import Vocabulary

_DOORS: dict[str, tuple[Vocabulary, dict[str, tuple[str, ...]]]] = {
    "firm files": (
        VOCABULARY,
        {
            "product": ("product",), "market": ("market",), "value": ("value",),
            "year": ("year", "period"),
        },
    ),
    "trade": (
        FLOWS,
        {
            "product": ("product",), "market": ("importer",), "year": ("year",),
            "value": ("value",), "origin": ("exporter",),
        },
    ),
    "distances": (layouts.DISTANCES, {"market": ("importer",), "origin": ("exporter",)}),
    "tariffs": (
        layouts.TARIFFS,
        {"product": ("product",), "market": ("importer",), "origin": ("exporter",)},
    ),
    "growth": (layouts.GROWTH, {"year": ("year",)}),
    "regional": (layouts.REGIONAL, {"year": ("year",), "value": ("value",)}),
}  # fmt: skip
_HEADINGS = {
    "product": (
        "رمز المنتج", "رمز المنتوج", "المنتج", "المنتوج", "Produit SH6", "Code SH6", "Code SH",
        "Code produit", "Code NGP", "Position tarifaire", "Nomenclature", "HS code", "HS6 code",
        "Commodity code", "البند الجمركي", "رمز النظام المنسق", "SH6", "Code du produit",
    ),
    "market": (
        "Pays de destination", "Pays destination", "Destination", "Marché", "Market",
        "Destination country", "Importing country", "Pays importateur", "بلد الوجهة", "الوجهة",
        "بلد المقصد", "البلد المستورد", "السوق", "Code pays destination",
    ),
    "origin": ("Pays d'origine", "Origine", "Country of origin", "Pays exportateur", "بلد المنشأ"),
    "year": ("Année", "An", "Exercice", "Year", "السنة", "العام"),
    "value": (
        "Valeur", "Montant", "Valeur FOB", "Value", "Amount", "FOB value", "Trade value", "Exports",
        "Exportations", "القيمة", "المبلغ", "قيمة الصادرات", "الصادرات", "Valeur des exportations",
    ),
}  # fmt: skip


@pytest.mark.parametrize("door", _DOORS)
def test_a_heading_means_the_same_at_every_door(door: str) -> None:
    """“رمز المنتج” was a product beside tariffs, and nothing in a file of firms."""
    vocabulary, ours = _DOORS[door]
    wrong = [
        (heading, vocabulary.meaning(heading))
        for what, names in ours.items()
        for heading in _HEADINGS[what]
        if (vocabulary.meaning(heading) or ("",))[0] not in names
    ]
    assert not wrong


@pytest.mark.parametrize(
    "heading",
    ["Date de la DUM", "Date DUM", "Date DUM.", "Date de la déclaration", "Date de déclaration",
     "Date d'enregistrement", "تاريخ التصريح", "Date de dédouanement", "Date d'exportation"],
)  # fmt: skip
def test_dates_of_declarations_are_known(heading: str) -> None:
    assert (VOCABULARY.meaning(heading) or ("",))[0] == "period"
