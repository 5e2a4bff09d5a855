"""The layout of a registry file: which columns, under which headings people write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.reference.words import fold


@dataclass(frozen=True, slots=True)
class Column:
    key: str  # the heading in our own files
    label: Promise
    help: Promise
    headings: tuple[str, ...]  # others that people use, in any of the languages


COLUMNS: tuple[Column, ...] = (
    Column(
        "ice",
        _("ICE"),
        _("15 digits, as text so that leading zeros stay. A doubtful number is kept and marked."),
        (
            "ice",
            "n° ice",
            "numero ice",
            "identifiant commun de l'entreprise",
            "identifiant commun",
            "التعريف الموحد للمقاولة",
            "التعريف الموحد",
            "رقم التعريف الموحد",
            "common business identifier",
        ),
    ),
    Column(
        "name",
        _("Name"),
        _("The name as the firm writes it. A row needs a name, in French or in Arabic."),
        (
            "nom",
            "raison sociale",
            "denomination",
            "denomination sociale",
            "entreprise",
            "societe",
            "nom de l'entreprise",
            "nom entreprise",
            "firme",
            "cooperative",
            "firm",
            "company",
            "company name",
            "الاسم",
            "اسم المقاولة",
            "المقاولة",
            "اسم الشركة",
            "الشركة",
            "التسمية",
        ),
    ),
    Column(
        "name_ar",
        _("Name in Arabic"),
        _("The Arabic name, if the firm has one."),
        (
            "nom arabe",
            "nom en arabe",
            "raison sociale arabe",
            "raison sociale en arabe",
            "nom ar",
            "arabic name",
            "الاسم بالعربية",
            "التسمية بالعربية",
            "اسم المقاولة بالعربية",
            "الاسم العربي",
        ),
    ),
    Column(
        "region",
        _("Region"),
        _("Name or code of the region. A row without a known region is rejected."),
        ("region", "region administrative", "code region", "جهة", "الجهة", "اسم الجهة"),
    ),
    Column(
        "commune",
        _("Commune"),
        _("Name or code of the commune."),
        ("commune", "ville", "localite", "city", "town", "الجماعة", "جماعة", "المدينة", "مدينة"),
    ),
    Column(
        "activity",
        _("Activity"),
        _("What the firm does, in its own words."),
        (
            "activite",
            "secteur",
            "secteur d'activite",
            "activite principale",
            "sector",
            "النشاط",
            "القطاع",
            "نشاط المقاولة",
        ),
    ),
    Column(
        "hs_products",
        _("Products"),
        _("Product codes (2, 4 or 6 digits), separated by semicolons; exact words are found too."),
        (
            "produits",
            "produit",
            "codes sh",
            "code sh",
            "sh",
            "hs",
            "hs codes",
            "products",
            "produits sh",
            "nomenclature",
            "المنتجات",
            "المنتوجات",
            "المنتوج",
            "رمز المنتوج",
        ),
    ),
    Column(
        "employees",
        _("Employees"),
        _("How many people work there."),
        (
            "effectif",
            "effectifs",
            "salaries",
            "nombre de salaries",
            "nombre d'employes",
            "employes",
            "staff",
            "عدد العمال",
            "عدد الأجراء",
            "عدد المستخدمين",
            "الأجراء",
        ),
    ),
    Column(
        "founded_on",
        _("Founded on"),
        _("A date, or a year alone."),
        (
            "date de creation",
            "annee de creation",
            "creation",
            "creee le",
            "fondee en",
            "founded",
            "تاريخ التأسيس",
            "سنة التأسيس",
            "تاريخ الإحداث",
            "سنة الإحداث",
        ),
    ),
    Column(
        "email",
        _("E-mail"),
        _("An address the firm agreed to be written to."),
        (
            "e-mail",
            "mail",
            "courriel",
            "adresse electronique",
            "adresse mail",
            "البريد الإلكتروني",
            "البريد",
        ),
    ),
    Column(
        "phone",
        _("Phone"),
        _("As it is dialled."),
        ("telephone", "tel", "gsm", "portable", "mobile", "الهاتف", "رقم الهاتف"),
    ),
    Column(
        "status",
        _("Status"),
        _("existing, past, potential or unknown; the French and Arabic words are understood."),
        (
            "statut",
            "situation",
            "exportateur",
            "statut export",
            "الوضعية",
            "الحالة",
            "وضعية التصدير",
        ),
    ),
)

KEYS: tuple[str, ...] = tuple(column.key for column in COLUMNS)
LABELS: dict[str, Promise] = {column.key: column.label for column in COLUMNS}
# Where the reasons stand in a file of rejects; ignored when it is brought back corrected.
REJECT_KEYS = ("reject_row", "reject_column", "reject_value", "reject_reason", "reject_remedy")

_BY_HEADING: dict[str, str] = {
    fold(heading): column.key
    for column in COLUMNS
    for heading in (column.key, column.key.replace("_", " "), *column.headings)
}


def heading_key(heading: str) -> str:
    return fold(heading.replace("*", " "))[:120]


def recognise(cells: Sequence[object], remembered: dict[str, str] | None = None) -> dict[str, int]:
    """Which column stands where, from a line of headings; the first of two equal ones wins."""
    known = {**_BY_HEADING, **(remembered or {})}
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        column = known.get(heading_key(cell)) or known.get(heading_key(cell.split("(")[0]))
        if column in KEYS and column not in found:
            found[column] = index
    return found


def repeats_headings(cells: Sequence[object], columns: dict[str, int]) -> bool:
    """Whether a row says again what its columns are: in another language, or on the next page."""
    at = columns["region"]
    heading = cells[at] if at < len(cells) else None
    if not isinstance(heading, str) or _BY_HEADING.get(heading_key(heading)) != "region":
        return False
    return is_header(recognise(cells))


def is_header(found: dict[str, int]) -> bool:
    """A line of headings names at least the firm and its region."""
    return "region" in found and ("name" in found or "name_ar" in found)


def missing(found: dict[str, int]) -> list[str]:
    """The columns without which no row can be used."""
    wanted = [] if "name" in found or "name_ar" in found else ["name"]
    return wanted + ([] if "region" in found else ["region"])
