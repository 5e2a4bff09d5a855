"""The pages of one firm's rights, as the team sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nasij import standing
from nasij.exporters.enums import ObjectionScope
from nasij.exporters.models import Firm
from nasij.rights import notices, queries, tables
from nasij.rights.law.codes import link_of, qr_svg
from nasij.rights.law.policy import Policy, policy
from nasij.rights.law.record import Section, record_of
from nasij.rights.models import AccessLink
from nasij.ui.parts import Cell, Table


@dataclass(frozen=True, slots=True)
class LinkLine:
    link: AccessLink
    state: Cell


@dataclass(frozen=True, slots=True)
class FirmPage:
    firm: Firm
    policy: Policy
    has_address: bool  # to which a link can be sent
    requests: Table
    scopes: Sequence[ObjectionScope]  # to which it may still object
    links: Sequence[LinkLine]
    consents: Table
    consent_log: Table


def firm_page(firm: Firm) -> FirmPage:
    return FirmPage(
        firm=firm,
        policy=policy(),
        has_address=bool(notices.address_of(firm)),
        requests=tables.requests_of_firm_table(queries.requests_of(firm)),
        scopes=queries.scopes_left(firm),
        links=[LinkLine(link, tables.link_state(link)) for link in queries.links_of(firm)],
        consents=tables.consents_table(queries.consent_rows(firm)),
        consent_log=tables.consent_log_table(queries.consent_log(firm)),
    )


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link on paper, for the firm."""

    firm: Firm
    link: AccessLink
    code: str
    typed_address: str  # without the code, which is typed then
    square: str  # SVG
    opens_here_only: bool


def link_page(link: AccessLink, code: str) -> LinkPage:
    address = link_of(code, link.language)
    return LinkPage(
        firm=link.firm,
        link=link,
        code=code,
        typed_address=address.partition("#")[0],
        square=qr_svg(address),
        opens_here_only=standing.links_stay_here(),
    )


@dataclass(frozen=True, slots=True)
class FirmRecordPage:
    """What the firm itself sees."""

    firm: Firm
    sections: Sequence[Section]


def firm_record_page(firm: Firm) -> FirmRecordPage:
    return FirmRecordPage(firm=firm, sections=record_of(firm))
