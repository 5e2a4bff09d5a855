"""Closed lists of the registry."""

from nasij.exporters.enums.firms import (
    EvidenceSource,
    FirmStatus,
    LegalForm,
    MarketStanding,
    MoveKind,
    SiteKind,
)
from nasij.exporters.enums.people import (
    Consent,
    ConsentStep,
    ContactPurpose,
    ListKind,
    ObjectionScope,
    Said,
)
from nasij.exporters.enums.verbs import ExporterVerb, FirmLifeVerb
