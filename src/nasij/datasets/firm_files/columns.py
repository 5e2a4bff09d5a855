"""The columns of a file of firms, under the headings that customs and associations write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nasij.files.headings import Columns, Vocabulary
from nasij.reference.folding import fold

IDENTIFIERS = ("ice", "export_code", "tax_number", "rc", "firm")  # a row is known by its first one
TIMES = ("period", "year", "month")

_HEADINGS: dict[str, str] = {
    "ice": """ice|n ice|numero ice|code ice|identifiant commun de l entreprise|identifiant commun|
        التعريف الموحد للمقاولة|التعريف الموحد|رقم التعريف الموحد|common business identifier""",
    "export_code": """code exportateur|code exportateurs|numero exportateur|n exportateur|
        identifiant exportateur|export code|exporter code|رمز المصدر|رقم المصدر""",
    "tax_number": """if|identifiant fiscal|n if|numero if|id fiscal|tax number|tax identifier|
        tax id|التعريف الضريبي|رقم التعريف الضريبي|التعريف الجبائي""",
    "rc": """rc|n rc|numero rc|registre de commerce|registre du commerce|
        trade register|trade register number|السجل التجاري|رقم السجل التجاري""",
    "rc_court": "tribunal|tribunal rc|ville rc|centre rc|court|المحكمة|محكمة السجل التجاري",
    "firm": """firm|firm id|firm code|identifiant|identifiant operateur|code operateur|operateur|
        code entreprise|id entreprise|code firme|id|exporter id|company id|code adherent|
        n adherent|member|member id|المعرف|معرف المقاولة|رمز المقاولة|رقم الانخراط""",
    "name": """nom|raison sociale|denomination|denomination sociale|entreprise|societe|exportateur|
        nom exportateur|nom de l exportateur|nom de l entreprise|nom entreprise|adherent|name|
        firm name|company|company name|exporter|exporter name|الاسم|اسم المقاولة|المقاولة|
        اسم الشركة|الشركة|المصدر|اسم المصدر|التسمية|المنخرط""",
    "name_ar": """nom arabe|nom en arabe|raison sociale arabe|raison sociale en arabe|name ar|
        arabic name|name in arabic|الاسم بالعربية|التسمية بالعربية|الاسم العربي""",
    "place": """commune|ville|localite|province|prefecture|region|region de l entreprise|
        code region|code commune|siege|municipality|city|town|place|الجماعة|جماعة|المدينة|مدينة|
        الإقليم|العمالة|الجهة|جهة|المقر""",
    "product": """produit|code produit|code sh|sh|sh6|sh8|sh10|hs|hs6|hs8|hs10|hs code|code ngp|ngp|
        nomenclature|position tarifaire|code nomenclature|code sh 10|nomenclature douaniere|product|
        product code|commodity|commodity code|tariff code|المنتوج|المنتج|رمز المنتوج|البند الجمركي|
        البند التعريفي|النظام المنسق|رمز النظام المنسق""",
    "market": """pays|pays de destination|destination|pays destination|code pays|marche|
        pays acheteur|market|country|country of destination|destination country|importer|
        البلد|بلد الوجهة|الوجهة|السوق|بلد المقصد|الدولة""",
    "period": """periode|date|date d enregistrement|date declaration|date de declaration|dum date|
        mois annee|annee mois|period|yearmonth|year month|الفترة|التاريخ|تاريخ التصريح""",
    "year": "annee|an|exercice|year|السنة|العام",
    "month": "mois|month|الشهر",
    "value": """valeur|valeur fob|valeur dh|valeur mad|valeur en dh|valeur en dirhams|montant|
        montant fob|valeur exportee|valeur statistique|chiffre d affaires|chiffre d affaires export|
        ca export|value|value mad|value usd|fob|fob value|fob usd|value fob|value usd fob|amount|
        export value|turnover|القيمة|قيمة|قيمة الصادرات|القيمة بالدرهم|المبلغ""",
    "currency": "devise|monnaie|unite|currency|currency code|unit|العملة",
    "weight": """poids|poids net|poids kg|poids net kg|net kg|weight|net weight|weight kg|
        الوزن|الوزن الصافي""",
}
# What is taken off a heading before it is looked up: “Valeur FOB (en KDH)”.
_UNIT_WORDS = re.compile(
    r"\b(mad|dh|dhs|dirhams?|usd|us|dollars?|eur|euros?|kdh|mdh|milliers?|thousands?|millions?|"
    r"الدرهم|درهم|بالدرهم|دولار|بالدولار|اورو|بالاورو|الف|بالاف|مليون|بملايين|en|de|des|d|of|in)\b"
)


VOCABULARY = Vocabulary(
    {ours: headings.split("|") for ours, headings in _HEADINGS.items()},
    weak=(
        "nom",
        "name",
        "exportateur",
        "exporter",
        "id",
        "ville",
        "city",
        "town",
        "المصدر",
        "المدينة",
    ),
    single=("value", "weight", "currency", "period", "year", "month"),
    dress=lambda heading: _UNIT_WORDS.sub(" ", heading),
)


def heading_of(columns: Columns, ours: str) -> str:
    """The file's own heading of one of our columns, or of what stands for it."""
    stands_for = {"firm": (*IDENTIFIERS, "name", "name_ar"), "period": TIMES}.get(ours, ())
    for name in (ours, *stands_for):
        if name in columns:
            return columns.named(name)[0]
    return ours


@dataclass(frozen=True, slots=True)
class Unit:
    """What the numbers of the value column count, as far as its heading says so."""

    currency: str = ""
    factor: int = 1


_CURRENCIES = (
    ("MAD", r"mad|dhs?|dirhams?|kdh|mdh|درهم|الدرهم|بالدرهم"),
    ("USD", r"usd|us|dollars?|دولار|الدولار|بالدولار"),
    ("EUR", r"eur|euros?|اورو|الاورو|بالاورو"),
)
_FACTORS = (
    (1_000, r"kdh|milliers?|thousands?|الاف|بالاف|الف"),
    (1_000_000, r"mdh|millions?|مليون|ملايين|بملايين"),
)


def unit_of(heading: str) -> Unit:
    words = fold(heading.replace("_", " "))
    return Unit(
        next((code for code, form in _CURRENCIES if re.search(rf"\b(?:{form})\b", words)), ""),
        next((factor for factor, form in _FACTORS if re.search(rf"\b(?:{form})\b", words)), 1),
    )


def currency_code(cell: str) -> str:
    """ISO code of a currency as a cell names it; what is not known stays as it is written."""
    return unit_of(cell).currency or cell.strip().upper()
