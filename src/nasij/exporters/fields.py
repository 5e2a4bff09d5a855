"""The fields of a firm as its files hold them: columns, what they are called, their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nasij.exporters.models import Firm


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
            "effectif permanent",
            "effectif total",
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
        (
            "telephone",
            "tel",
            "tel fixe",
            "telephone fixe",
            "fixe",
            "gsm",
            "tel portable",
            "telephone portable",
            "portable",
            "mobile",
            "الهاتف",
            "رقم الهاتف",
            "الهاتف الثابت",
            "الهاتف النقال",
            "النقال",
        ),
    ),
    Column(
        "status",
        _("Status"),
        _("Exporting, exported before, could export or not known; in any of the three languages."),
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


def headings() -> tuple[str, ...]:
    """The first line of our own files, in the language of the person who asks for one."""
    return tuple(str(column.label) for column in COLUMNS)


LABELS: dict[str, Promise] = {column.key: column.label for column in COLUMNS}


def registry_cells(firm: Firm, products: list[str]) -> dict[str, str]:
    """A firm as a row of our layout: what a download writes and what a preview compares with."""
    founded = ""
    if firm.founded_on is not None:
        founded = str(firm.founded_on.year if firm.founded_year_only else firm.founded_on)
    written = {
        "ice": firm.ice,
        "name": firm.name,
        "name_ar": firm.name_ar,
        "region": firm.region.name_fr,
        "commune": firm.commune.name_fr if firm.commune else "",
        "activity": firm.activity,
        "hs_products": ";".join(products),
        "employees": "" if firm.employees is None else str(firm.employees),
        "founded_on": founded,
        "email": firm.email,
        "phone": firm.phone,
        "status": firm.status,
    }
    return {key: written[key] for key in KEYS}


def plain(value: Any) -> Any:
    """A value as the trace keeps it: places by their code, dates as text."""
    if value is None or isinstance(value, bool | int):
        return value
    return str(getattr(value, "code", value))
