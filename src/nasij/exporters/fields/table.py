"""The table itself: a line for each field, which answers for it."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from nasij.exporters import cells
from nasij.exporters.enums import FirmStatus, LegalForm
from nasij.exporters.fields import reading, saying
from nasij.exporters.fields.kinds import Column, Field, Kind, attribute, plain_field, text_of
from nasij.files.phones import phone_from_abroad, shown_phone
from nasij.kept import label_of
from nasij.reference.identifiers import main_rule, name_of
from nasij.reference.names import PLACE_NAME
from nasij.reference.queries import region_by_code
from nasij.ui import formats

FIELDS: tuple[Field, ...] = (
    Field(
        "identifier",
        name_of("identifier"),
        Kind.NUMBER,
        erased={"identifier": "", "identifier_doubtful": False},
        fills=True,
        parts=("identifier", "identifier_doubtful"),
        columns=(
            Column(
                "identifier",
                name_of("identifier"),
                _("As text, so that leading zeros stay. A doubtful number is kept and marked."),
                " · ".join(main_rule().headings),
                text_of("identifier"),
                reading.identifier,
                is_single=True,
            ),
        ),
        read=attribute("identifier"),
        cleaned=lambda cleaned: cleaned["identifier"],
        values=lambda value: {"identifier": value},
        shown=lambda value: value or "–",
    ),
    plain_field(
        "name",
        _("Name"),
        Kind.NAME,
        fills=False,
        is_one_line=True,
        column=partial(
            Column,
            help=_("The name as the firm writes it. A row needs a name, in French or in Arabic."),
            headings="nom · raison sociale · denomination · denomination sociale · entreprise · "
            "societe · nom de l'entreprise · nom entreprise · firme · cooperative · firm · "
            "company · company name · الاسم · اسم المقاولة · المقاولة · اسم الشركة · "
            "الشركة · التسمية",
            read=reading.line(250),
        ),
    ),
    plain_field(
        "name_ar",
        _("Name in Arabic"),
        Kind.NAME,
        fills=True,
        is_one_line=True,
        column=partial(
            Column,
            help=_("The Arabic name, if the firm has one."),
            headings="nom arabe · nom en arabe · raison sociale arabe · raison sociale en arabe · "
            "nom ar · arabic name · الاسم بالعربية · التسمية بالعربية · "
            "اسم المقاولة بالعربية · الاسم العربي",
            read=reading.line(250),
        ),
    ),
    # A merge adds the loser's names to it: merging.py.
    plain_field(
        "trade_names",
        _("Trade names"),
        Kind.NAME,
        fills=False,
        shown=lambda value: formats.row(value.splitlines(), formats.language()),
    ),
    plain_field(
        "legal_form",
        _("Legal form"),
        Kind.FACT,
        left=LegalForm.UNKNOWN.value,
        fills=False,
        shown=saying.legal_form_said,
        column=partial(
            Column,
            help=_(
                "Company, cooperative, sole trader or economic interest group; "
                "in any of the three languages."
            ),
            headings="forme juridique · statut juridique · nature juridique · forme · "
            "legal status · الشكل القانوني · الوضع القانوني · الصفة القانونية",
            read=reading.plainly(cells.legal_form),
            is_single=True,
            said=saying.legal_form_said,
        ),
    ),
    Field(
        "place",
        _("Place"),
        Kind.FACT,
        erased={"commune": None},  # the region stays: it is counted
        fills=True,
        parts=("region", "commune"),
        columns=(
            Column(
                "region",
                _("Region"),
                _("Name or code of the region. A row without a known region is rejected."),
                "region administrative · code region · جهة · الجهة · اسم الجهة",
                lambda firm, products: str(firm.region.name_fr),
                said=saying.region_said,
            ),
            Column(
                "commune",
                PLACE_NAME,
                _("Name or code of the place."),
                "ville · localite · city · town · الجماعة · جماعة · المدينة · مدينة",
                lambda firm, products: str(firm.commune.name_fr) if firm.commune else "",
                said=saying.commune_said,
            ),
        ),
        read=lambda firm: {"region": firm.region.code, "commune": saying.code_of(firm.commune)},
        cleaned=lambda cleaned: {
            "region": cleaned["region"].code,
            "commune": saying.code_of(cleaned["commune"]),
        },
        values=lambda value: {
            "region": region_by_code(value["region"]),
            "commune": saying.commune_of(value["commune"]),
        },
        shown=saying.place_shown,
    ),
    plain_field(
        "activity",
        _("Activity"),
        Kind.FACT,
        fills=True,
        is_one_line=True,
        column=partial(
            Column,
            help=_("What the firm does, in its own words."),
            headings="activite · secteur · secteur d'activite · activite principale · sector · "
            "النشاط · القطاع · نشاط المقاولة",
            read=reading.line(250),
        ),
    ),
    Field(
        "products",
        _("Products"),
        Kind.FACT,
        erased={},  # coarsened to chapters, which give the sector: rights/law/erasing.py
        fills=False,  # rows of their own move
        columns=(
            Column(
                "hs_products",
                _("Products"),
                _(
                    "Product codes (2, 4 or 6 digits), separated by semicolons; "
                    "exact words are found too."
                ),
                "produits · produit · codes sh · code sh · sh · hs · hs codes · products · "
                "produits sh · nomenclature · position sh · positions sh · position tarifaire · "
                "position douaniere · ligne tarifaire · code ngp · position ngp · "
                "nomenclature ngp · nomenclature sh · الموقع التعريفي · البند الجمركي · "
                "البند التعريفي · المنتجات · المنتوجات · المنتوج · رمز المنتوج",
                lambda firm, products: ";".join(products),
                said=lambda text: saying.products_shown(text.split(";")),
            ),
        ),
        read=lambda firm: sorted(firm.products.order_by("code").values_list("code", flat=True)),
        cleaned=lambda cleaned: sorted(cleaned["products"]),
        values=lambda value: {"products": value},
        shown=saying.products_shown,
    ),
    plain_field(
        "employees",
        _("Employees"),
        Kind.FACT,
        left=None,
        fills=True,
        shown=lambda value: formats.number(value, formats.language()),
        column=partial(
            Column,
            help=_("How many people work there."),
            headings="effectif · effectifs · effectif permanent · effectif total · salaries · "
            "nombre de salaries · nombre d'employes · employes · staff · "
            "عدد العمال · عدد الأجراء · عدد المستخدمين · الأجراء",
            read=reading.plainly(cells.whole_number),
            is_single=True,
            said=lambda text: formats.number(int(text), formats.language()),
        ),
    ),
    Field(
        "founded_on",
        _("Founded on"),
        Kind.FACT,
        erased={"founded_on": None, "founded_year_only": False},
        fills=True,
        parts=("founded_on", "founded_year_only"),
        columns=(
            Column(
                "founded_on",
                _("Founded on"),
                _("A date, or a year alone."),
                "date de creation · annee de creation · creation · creee le · fondee en · "
                "founded · تاريخ التأسيس · سنة التأسيس · تاريخ الإحداث · سنة الإحداث",
                lambda firm, products: saying.founded(firm.founded_on, firm.founded_year_only),
                reading.day("founded_year_only"),
                is_day=True,
                is_single=True,
                said=saying.founded_said,
            ),
        ),
        read=lambda firm: saying.founded(firm.founded_on, firm.founded_year_only),
        cleaned=lambda cleaned: saying.founded(cleaned["founded_on"], cleaned["founded_year_only"]),
        values=saying.founded_values,
        shown=lambda value: saying.founded_said(value) if value else "–",
    ),
    plain_field(
        "email",
        _("E-mail"),
        Kind.REACH,
        fills=True,
        column=partial(
            Column,
            help=_("An address the firm agreed to be written to."),
            headings="e-mail · mail · courriel · adresse electronique · adresse mail · "
            "البريد الإلكتروني · البريد",
            read=reading.plainly(cells.email),
        ),
    ),
    Field(
        "phone",
        _("Phone"),
        Kind.REACH,
        erased={"phone": "", "phone_written": ""},
        fills=True,
        is_one_line=True,
        parts=("phone", "phone_written"),
        labels={"phone_written": _("Phone as it was written")},
        columns=(
            Column(
                "phone",
                _("Phone"),
                _("As it is dialled."),
                "telephone · tel · tel fixe · telephone fixe · fixe · gsm · tel portable · "
                "portable · mobile · الهاتف · رقم الهاتف · الهاتف الثابت · الهاتف النقال",
                text_of("phone"),
                reading.phone("phone_written"),
                said=phone_from_abroad,
            ),
        ),
        read=attribute("phone"),
        cleaned=lambda cleaned: cleaned["phone"],
        values=lambda value: {"phone": value},
        shown=lambda value: shown_phone(value) or "–",
    ),
    plain_field(
        "language",
        _("Language of replies"),
        Kind.FACT,
        left=formats.site_language(),
        fills=False,
        shown=lambda value: str(saying.LANGUAGES[value]),
    ),
    Field(
        "status",
        _("Status"),
        Kind.FACT,
        erased={},  # it is counted
        fills=False,
        corrected=False,  # what people and files say of it stands side by side
        parts=("status",),
        columns=(
            Column(
                "status",
                _("Status"),
                _(
                    "Exporting, exported before, could export or not known; "
                    "in any of the three languages."
                ),
                "statut · situation · exportateur · statut export · الوضعية · الحالة · "
                "وضعية التصدير",
                text_of("status"),
                reading.plainly(cells.status),
                is_single=True,
                said=lambda text: label_of(FirmStatus, text),
            ),
        ),
        read=attribute("status"),
        shown=lambda value: label_of(FirmStatus, value),
    ),
    Field(
        "register_number",
        name_of("register_number"),
        Kind.NUMBER,
        erased={"register_number": "", "register_court": ""},
        fills=True,
        parts=("register_number", "register_court"),
        labels={"register_court": _("Court of the trade register")},
        read=lambda firm: [firm.register_number, firm.register_court],
        cleaned=lambda cleaned: [cleaned["register_number"], cleaned["register_court"]],
        values=lambda value: {"register_number": value[0], "register_court": value[1]},
        shown=lambda value: " ".join(filter(None, value)) or "–",
    ),
    plain_field("tax_number", name_of("tax_number"), Kind.NUMBER, fills=True),
    plain_field("social_number", name_of("social_number"), Kind.NUMBER, fills=True),
    plain_field("export_code", name_of("export_code"), Kind.NUMBER, fills=True),
)
