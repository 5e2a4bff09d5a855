"""The columns of a file of firms, under the headings that customs and associations write."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.datasets import headings
from nasij.datasets.enums import FileColumn
from nasij.files.headings import Columns, Vocabulary, heading_key
from nasij.files.units import UNIT_HEADINGS, heads_units, is_of_anything, without_unit
from nasij.reference.identifiers import KINDS, REGISTER, identifier_rules
from nasij.reference.names import level_names

# A row is known by the first one that it has; the last is of a kind that its file does not say.
IDENTIFIERS = (*(kind for kind in KINDS if kind != "social_number"), "firm")
NAMES = ("name", "name_ar")

# They stand above words and lists as often as above one code, so any other heading goes first.
_PLURALS = ("produits", "products", "المنتوجات", "المنتجات", "marches", "markets", "الأسواق")

_COURT = ("tribunal du registre du commerce", "court of the trade register")

_HEADINGS: dict[str, str] = {
    "firm": """firm|firm id|firm code|identifier of the firm|identifiant|
        identifiant de l entreprise|identifiant operateur|code operateur|operateur|
        code entreprise|id entreprise|code firme|id|exporter id|company id|code adherent|
        n adherent|member|member id|المعرف|معرف المقاولة|رمز المقاولة|رقم الانخراط""",
    "name": """nom|raison sociale|denomination|denomination sociale|entreprise|societe|exportateur|
        nom exportateur|nom de l exportateur|nom de l entreprise|nom entreprise|adherent|name|
        membre|firm name|company|company name|exporter|exporter name|الاسم|اسم المقاولة|المقاولة|
        اسم الشركة|الشركة|المصدر|اسم المصدر|التسمية|المنخرط|العضو""",
    "name_ar": """nom arabe|nom en arabe|raison sociale arabe|raison sociale en arabe|name ar|
        arabic name|name in arabic|الاسم بالعربية|التسمية بالعربية|الاسم العربي""",
    "place": """commune|lieu|المكان|ville|localite|province|prefecture|region|
        region de l entreprise|code region|code commune|siege|municipality|city|town|place|
        الجماعة|جماعة|المدينة|مدينة|الإقليم|العمالة|الجهة|جهة|المقر""",
    "product": "|".join((*headings.PRODUCTS, "produits|products|المنتوجات|المنتجات")),
    "market": f"""{"|".join(headings.MARKETS)}|pays|code pays|pays acheteur|country|importer|
        البلد|الدولة|marches|markets|الأسواق""",
    "period": """periode|date|date d enregistrement|date declaration|date de declaration|dum date|
        date dum|date de dedouanement|date d exportation|date d export|mois annee|annee mois|
        period|yearmonth|year month|export date|declaration date|الفترة|التاريخ|تاريخ التصريح|
        تاريخ التصدير""",
    "year": "|".join(headings.YEARS),
    "month": "mois|month|الشهر",
    "value": f"""{"|".join((*headings.VALUES, *headings.FLOWS))}|chiffre d affaires|
        chiffre d affaires export|ca export|turnover""",
    "currency": f"currency code|{'|'.join(UNIT_HEADINGS)}",
    "weight": """poids|poids net|poids kg|poids net kg|net kg|weight|net weight|weight kg|
        الوزن|الوزن الصافي""",
}


def _headings() -> dict[str, list[str]]:
    """What the country's registers and places are called, as its pack has it, before the rest."""
    rules = identifier_rules()
    own = {
        kind: [*rules[kind].headings, *rules[kind].names.values()]
        for kind in IDENTIFIERS
        if kind in rules
    }
    if REGISTER in rules:
        own["register_court"] = [*rules[REGISTER].court_headings, *_COURT]
    usual = {ours: written.split("|") for ours, written in _HEADINGS.items()}
    return {**own, **usual, "place": [*usual["place"], *level_names()]}


VOCABULARY = Vocabulary(
    _headings(),
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
        *headings.FLOWS,
        *headings.POSITIONS,
        *_PLURALS,
        *filter(is_of_anything, UNIT_HEADINGS),
    ),
    single=("value", "weight", "period", "year", "month"),
    measured=("value", "currency"),
    # A region of a former map says where a firm is with its commune alone; a column of currencies
    # may stand beside one of multiples.
    joined=("place", "currency"),
    dress=without_unit,
    guesses={"currency": heads_units},
)


LABELS: dict[str, object] = {
    **{kind: rule for kind, rule in identifier_rules().items() if kind in IDENTIFIERS},
    "register_court": _("Court of the trade register"),
    "firm": _("identifier of the firm"),
    "name": _("Name"),
    "name_ar": _("Name in Arabic"),
    "place": _("Place"),
    "product": FileColumn.PRODUCT.label,
    "market": FileColumn.IMPORTER.label,
    "period": _("Period"),
    "year": FileColumn.YEAR.label,
    "month": _("Month"),
    "value": FileColumn.VALUE.label,
    "currency": _("Currency"),
    "weight": _("Weight"),
}


def is_plural(columns: Columns, ours: str) -> bool:
    """Whether a cell of the column may hold several, by its heading."""
    return heading_key(heading_of(columns, ours)).startswith(tuple(map(heading_key, _PLURALS)))


_STAND_FOR = {
    "firm": ("firm", *IDENTIFIERS, *NAMES),
    "period": ("year", "period", "month"),  # a year goes before a date beside it
    "month": ("month", "period", "year"),
}


def heading_of(columns: Columns, ours: str) -> str:
    """The file's own heading of one of our columns, or of what stands for it."""
    for name in _STAND_FOR.get(ours, (ours,)):
        if name in columns:
            return columns.named(name)[0]
    return ours
