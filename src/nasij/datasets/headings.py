"""Headings that mean the same in every kind of file: who brings two writes them twice."""

from __future__ import annotations


def _split(text: str) -> tuple[str, ...]:
    return tuple(heading.strip() for heading in text.split("|"))


# A position may be of four digits: weak, so that a code beside it goes first.
POSITIONS = _split(
    """position sh|positions sh|position ngp|position douaniere|ligne tarifaire|nomenclature sh|
    nomenclature ngp|tariff line|الموقع التعريفي"""
)
PRODUCTS = (
    *_split(
        """produit|code produit|code sh|sh|sh6|sh8|sh10|hs|hs6|hs8|hs10|hs code|hs6 code|code hs|
        code hs6|code sh6|code sh8|code sh10|produit sh|produit sh6|produit hs6|code ngp|ngp|
        nomenclature|position tarifaire|code nomenclature|code sh 10|nomenclature douaniere|product|
        product code|commodity|commodity code|tariff code|المنتوج|المنتج|رمز المنتوج|رمز المنتج|
        البند الجمركي|البند التعريفي|النظام المنسق|رمز النظام المنسق"""
    ),
    *POSITIONS,
)
# Where a firm stands beside them, “importateur” is the firm that buys: it is of countries alone.
MARKETS = _split(
    """pays de destination|pays destination|code pays destination|destination|marche|
    pays importateur|market|country of destination|destination country|importing country|
    بلد الوجهة|الوجهة|السوق|بلد المقصد|البلد المستورد"""
)
ORIGINS = _split(
    """origine|pays d origine|pays origine|code pays origine|pays exportateur|origin|
    country of origin|origin country|exporting country|المصدر|البلد المصدر|بلد المنشأ|المنشأ"""
)
YEARS = _split("annee|an|exercice|year|السنة|سنة|العام")
VALUES = _split(
    """valeur|valeur fob|valeur fab|montant|montant fob|montant fab|valeur exportee|
    valeur des exportations|valeur statistique|value|fob|fob value|value fob|amount|export value|
    trade value|القيمة|قيمة|قيمة الصادرات|المبلغ"""
)
FLOWS = _split("exports|exportations|الصادرات")  # beside a value, rather a count
