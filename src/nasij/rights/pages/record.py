"""A firm's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nasij.exporters.enums import ObjectionScope
from nasij.exporters.models import Firm
from nasij.exporters.queries import places_of_region
from nasij.reference.models import Territory
from nasij.rights import queries, tables
from nasij.rights.law.policy import Policy, policy
from nasij.rights.law.record import Section, record_of
from nasij.rights.models import RightsRequest
from nasij.rights.notices import address_of
from nasij.ui.parts import Cell

_SHOWN_REQUESTS = 5


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Something the firm asked for, and what became of it."""

    asked: RightsRequest
    what: str
    state: Cell
    changes: Sequence[tables.Shown]


@dataclass(frozen=True, slots=True)
class RecordPage:
    firm: Firm
    policy: Policy
    requests: Sequence[AskedLine]
    sections: Sequence[Section]


def record_page(firm: Firm) -> RecordPage:
    return RecordPage(
        firm=firm,
        policy=policy(),
        requests=[_line(asked) for asked in queries.requests_of(firm)[:_SHOWN_REQUESTS]],
        sections=record_of(firm),
    )


def _line(asked: RightsRequest) -> AskedLine:
    changes = tables.changes_shown(asked)
    return AskedLine(asked, tables.asked(asked), tables.state_cell(asked), changes)


@dataclass(frozen=True, slots=True)
class CorrectPage:
    firm: Firm
    policy: Policy
    communes: Sequence[Territory]


def correct_page(firm: Firm) -> CorrectPage:
    return CorrectPage(firm=firm, policy=policy(), communes=places_of_region(firm.region))


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """Consents, objection and erasure."""

    consents: Sequence[queries.ConsentRow]
    objections: Sequence[RightsRequest]
    scopes: Sequence[ObjectionScope]  # to which it may still object
    can_be_told: bool  # by a message, once its code opens nothing any more


def choices_page(firm: Firm) -> ChoicesPage:
    return ChoicesPage(
        consents=queries.consent_rows(firm),
        objections=list(queries.standing_objections(firm)),
        scopes=queries.scopes_left(firm),
        can_be_told=bool(address_of(firm)),
    )
