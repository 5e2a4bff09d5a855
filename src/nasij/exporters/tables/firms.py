"""Firms as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nasij.exporters.enums import FirmStatus
from nasij.exporters.models import Firm, Site
from nasij.exporters.queries import Happening
from nasij.reference.models import Product
from nasij.ui import formats
from nasij.ui.finder import Option
from nasij.ui.parts import Cell, Column, Fact, Moment, Table

STATUS_TONES: dict[str, str] = {
    FirmStatus.EXISTING: "good",
    FirmStatus.PAST: "warn",
    FirmStatus.POTENTIAL: "info",
    FirmStatus.UNKNOWN: "neutral",
}


def firms_table(firms: Iterable[Firm], *, with_region: bool) -> Table:
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            *region,
            Column(_("Commune")),
            Column(_("Products")),
            Column(_("Employees"), kind="number"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    firm.name, reverse("exporters:detail", args=[firm.pk]), hint=_other_name(firm)
                ),
                *([firm.region.name] if with_region else []),
                firm.commune.name if firm.commune else None,
                Cell(_first_products(list(firm.products.all())), hint=firm.activity),
                firm.employees,
                Cell(firm.get_status_display(), tone=STATUS_TONES[firm.status]),
            ]
            for firm in firms
        ],
    )


def firm_option(firm: Firm) -> Option:
    """A firm as a search offers it while one types."""
    place = firm.commune.name if firm.commune else ""
    known = (_other_name(firm), firm.region.name, place, "" if firm.ice_doubtful else firm.ice)
    return Option(
        firm.name,
        " · ".join(filter(None, known)),
        reverse("exporters:detail", args=[firm.pk]),
    )


def _other_name(firm: Firm) -> str:
    return firm.name_ar if firm.name_ar != firm.name else ""


def _first_products(products: Sequence[Product]) -> str | None:
    """The first two by name, and how many more."""
    if not products:
        return None
    ordered = sorted(products, key=lambda product: product.code)
    names = formats.row((product.name for product in ordered[:2]), get_language() or "fr")
    more = len(products) - 2
    if more < 1:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": names,
        "more": more,
    }


def firm_facts(firm: Firm) -> list[Fact]:
    """What is known of a firm; what is not known is not shown."""
    language = get_language() or "fr"
    founded = ""
    if firm.founded_on is not None:
        founded = (
            str(firm.founded_on.year)
            if firm.founded_year_only
            else formats.day(firm.founded_on, language)
        )
    known = [
        Fact(_("Arabic name"), _other_name(firm)),
        Fact(_("Trade names"), ", ".join(firm.trade_names.splitlines())),
        Fact(
            _("Legal form"), firm.get_legal_form_display() if firm.legal_form != "unknown" else ""
        ),
        Fact(_("Place"), _place(firm)),
        Fact(_("Activity"), firm.activity),
        Fact(_("Employees"), firm.employees),
        Fact(_("Founded on"), founded),
        Fact(_("Group"), str(firm.group) if firm.group else "", _group_url(firm)),
        Fact(_("ICE"), _ice(firm)),
        Fact(_("Trade register number (RC)"), " ".join(filter(None, (firm.rc, firm.rc_court)))),
        Fact(_("Tax identifier (IF)"), firm.tax_number),
        Fact(_("CNSS affiliation"), firm.cnss),
        Fact(_("Export code"), firm.export_code),
        Fact(_("E-mail"), firm.email),
        Fact(_("Phone"), firm.phone),
    ]
    return [fact for fact in known if fact.value not in ("", None)]


def _group_url(firm: Firm) -> str:
    return reverse("exporters:detail", args=[firm.group_id]) if firm.group_id else ""


def _place(firm: Firm) -> str:
    if firm.commune is None:
        return firm.region.name
    parent = firm.commune.parent
    names = [firm.commune.name, parent.name if parent and parent.pk != firm.region_id else ""]
    return " · ".join([*filter(None, names), firm.region.name])


def _ice(firm: Firm) -> str:
    if not firm.ice_doubtful:
        return firm.ice
    return _("%(number)s (doubtful: check it with the firm)") % {"number": firm.ice}


def site_moments(sites: Iterable[Site]) -> list[Moment]:
    """Places with their dates, as a line of life."""
    language = get_language() or "fr"
    return [
        Moment(
            site.territory.name,
            text=formats.date_range(site.starts_on, site.ends_on, language)
            if site.starts_on or site.ends_on
            else "",
            tone="neutral" if site.ends_on else "good",
        )
        for site in sites
    ]


def moments(life: Iterable[Happening]) -> list[Moment]:
    return [Moment(one.title, one.at, one.text, by=one.by) for one in life]
