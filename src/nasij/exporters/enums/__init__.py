"""Closed lists of the registry."""

from nasij.exporters.enums.filing import FilingState, MatchedBy
from nasij.exporters.enums.firms import (
    Age,
    EvidenceSource,
    FirmStatus,
    LegalForm,
    MarketStanding,
    MoveKind,
    SiteKind,
)
from nasij.exporters.enums.imports import CellFate, ImportState, RowFate
from nasij.exporters.enums.people import Consent, ContactPurpose, ListKind, ReferralState
from nasij.exporters.enums.rights import (
    ConsentStep,
    LinkChannel,
    ObjectionScope,
    RequestKind,
    RequestState,
    Said,
    Verdict,
)
from nasij.exporters.enums.verbs import ExporterVerb, FirmLifeVerb, RightsVerb

__all__ = [
    "Age",
    "CellFate",
    "Consent",
    "ConsentStep",
    "ContactPurpose",
    "EvidenceSource",
    "ExporterVerb",
    "FilingState",
    "FirmLifeVerb",
    "FirmStatus",
    "ImportState",
    "LegalForm",
    "LinkChannel",
    "ListKind",
    "MarketStanding",
    "MatchedBy",
    "MoveKind",
    "ObjectionScope",
    "ReferralState",
    "RequestKind",
    "RequestState",
    "RightsVerb",
    "RowFate",
    "Said",
    "SiteKind",
    "Verdict",
]
