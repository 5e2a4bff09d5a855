"""Firms as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.exporters.enums import ObjectionScope
from nasij.exporters.fields import USED
from nasij.exporters.models import Firm
from nasij.reference.models import Product
from nasij.reference.names import PLACE_NAME
from nasij.sentences import filled
from nasij.ui import formats
from nasij.ui.finder import Option
from nasij.ui.parts import Cell, Column, Fact, Pick, Table
from nasij.ui.templatetags.formats import code


def objections_note(against: Set[ObjectionScope]) -> str:
    """What the firm objects to, in one sentence; "" for nothing."""
    if not against:
        return ""
    scopes = [scope.label for scope in ObjectionScope if scope in against]
    language = formats.language()
    return formats.labelled(_("This firm objects to"), formats.listing(scopes, language), language)


def firms_table(
    firms: Iterable[Firm], *, with_region: bool, pick: str = "", seen: frozenset[str] | None = None
) -> Table:
    """`pick` names the form in which firms are chosen; `seen` are the reader's own regions: a firm
    of another one is marked as shared."""
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            *region,
            Column(PLACE_NAME),
            Column(_("Products")),
            Column(_("Employees"), kind="number"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    firm.shown_name,
                    reverse("exporters:detail", args=[firm.pk]),
                    hint=_beside_name(firm, seen),
                    pick=Pick(pick, "firm", firm.pk) if pick else None,
                ),
                *([firm.region.name] if with_region else []),
                firm.commune.name if firm.commune else None,
                Cell(_first_products(list(firm.products.all())), hint=firm.activity),
                firm.employees,
                Cell(firm.get_status_display(), tone=firm.status_tone),
            ]
            for firm in firms
        ],
    )


def firm_option(firm: Firm) -> Option:
    """A firm as a search offers it while one types."""
    place = firm.commune.name if firm.commune else ""
    known = (
        firm.other_name,
        firm.region.name,
        place,
        "" if firm.identifier_doubtful else firm.identifier,
    )
    return Option(
        firm.shown_name,
        " · ".join(filter(None, known)),
        reverse("exporters:detail", args=[firm.pk]),
    )


def _beside_name(firm: Firm, seen: frozenset[str] | None) -> str:
    shared = seen is not None and firm.region.code not in seen
    marks = [firm.other_name, _("shared with you") if shared else ""]
    return " · ".join(filter(None, marks))


def _first_products(products: Sequence[Product]) -> str | None:
    """The first two by name, and how many more."""
    if not products:
        return None
    ordered = sorted(products, key=lambda product: product.code)
    names = formats.row((product.name for product in ordered[:2]), formats.language())
    more = len(products) - 2
    if more < 1:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": names,
        "more": more,
    }


def lead(firm: Firm) -> list[str]:
    """Where, what, how many: one line under the name, each part with its own direction."""
    people = ""
    if firm.employees is not None:
        text = ngettext("%(count)s person", "%(count)s people", firm.employees)
        people = text % {"count": formats.number(firm.employees, formats.language())}
    return [part for part in (_place(firm), firm.activity, people) if part]


def firm_facts(firm: Firm) -> list[Fact]:
    """What is known of a firm, whole, under its name; what is not known is not shown."""
    written = Fact(_("Phone as it was written"), firm.phone_written)
    return [*_facts(firm, but={"name"}), *([written] if firm.phone_written else [])]


def identity_facts(firm: Firm) -> list[Fact]:
    """What the head of the firm's page, and its products, do not say already."""
    return _facts(firm, but=_IN_HEAD)


# Products have a part of the page; one is called and written to by the buttons of the head.
_IN_HEAD = {
    "name", "name_ar", "place", "activity", "products", "employees", "status", "email", "phone",
}  # fmt: skip


def _facts(firm: Firm, *, but: set[str]) -> list[Fact]:
    """The other fields of the table, in its order."""
    return [
        Fact(field.label, _identifier(firm) if field.name == "identifier" else told)
        for field in USED
        if field.name not in but
        and field.is_known_of(firm)
        and (told := field.shown(field.read(firm))) not in ("", "–")
    ]


def _place(firm: Firm) -> str:
    if firm.commune is None:
        return firm.region.name
    parent = firm.commune.parent
    names = [firm.commune.name, parent.name if parent and parent.pk != firm.region_id else ""]
    return " · ".join([*filter(None, names), firm.region.name])


def _identifier(firm: Firm) -> str:
    if not firm.identifier_doubtful:
        return code(firm.identifier) if firm.identifier else ""
    told = {"number": firm.identifier}
    return filled(_("%(number)s (doubtful: check it with the firm)"), told)
