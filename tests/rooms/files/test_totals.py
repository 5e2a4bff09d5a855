"""Which cells are words for a total, and which are names of firms that hold such a word."""

from __future__ import annotations

import pytest

from nasij.files.places import Places
from nasij.files.totals import is_total

pytestmark = pytest.mark.django_db

TOTALS = """Total|TOTAL|Total :|Total général|TOTAL GÉNÉRAL 2023|Grand total|Totaux|Sous-total|
Sous-total Souss-Massa|sous total agrumes|Subtotal 09|Total Souss-Massa|Total de la région Oriental|
Total 2023|Total année 2022-2023|Total janvier 2024|Total (MAD)|Ensemble|Ensemble des entreprises|
Nombre d'entreprises : 3|Nombre total d’adhérents : 45|Number of firms: 3|Overall total|Somme|
Montant total|المجموع|المجموع العام|المجموع الكلي|مجموع جهة سوس ماسة|الإجمالي|المجموع ٢٠٢٣|
المجموع الفرعي: الشرق|عدد المقاولات: 3|العدد الإجمالي"""
FIRMS = """Total Maroc|TotalEnergies Marketing Maroc|Total Energies|Total SA|TOTAL SARL AU|
Total Casablanca|Total Agadir Services|Totale Argan|Ensemble SARL|Ensemble Argan|L'Ensemble Vert|
Grand Sud Export|Nombre d'Or|Valeur Verte|Somme Export|Sum Trading|Générale du Souss|Souss-Massa|
Comptoir Total|مجموعة أركان|المجموعة العامة|عدد وآلات|شركة المجموع للتصدير|12||Compte"""


@pytest.mark.parametrize("cell", TOTALS.replace("\n", "").split("|"))
def test_a_word_for_a_total_alone_or_with_a_year_or_a_region(cell: str) -> None:
    assert is_total(cell, Places.load())


@pytest.mark.parametrize("cell", FIRMS.replace("\n", "").split("|"))
def test_a_name_that_holds_such_a_word_is_a_name(cell: str) -> None:
    assert not is_total(cell, Places.load())
