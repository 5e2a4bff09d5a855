"""The registry: existing and potential exporters."""

from nasij.exporters.models.evidence import MarketEvidence, Standing
from nasij.exporters.models.filing import FiledFirm, Filing
from nasij.exporters.models.firms import Firm, Site
from nasij.exporters.models.imports import (
    SIGN_OF_LIFE,
    ColumnName,
    ImportedRow,
    ImportProblem,
    ImportRun,
)
from nasij.exporters.models.lists import FirmList, ListedFirm
from nasij.exporters.models.merging import Distinct, Merge
from nasij.exporters.models.people import Contact, Follower
from nasij.exporters.models.rights import (
    AccessLink,
    ConsentEntry,
    Erasure,
    ProposedChange,
    RetentionReview,
    RightsRequest,
    SuppressionKey,
)
from nasij.exporters.models.sharing import Referral, Share

__all__ = [
    "SIGN_OF_LIFE",
    "AccessLink",
    "ColumnName",
    "ConsentEntry",
    "Contact",
    "Distinct",
    "Erasure",
    "FiledFirm",
    "Filing",
    "Firm",
    "FirmList",
    "Follower",
    "ImportProblem",
    "ImportRun",
    "ImportedRow",
    "ListedFirm",
    "MarketEvidence",
    "Merge",
    "ProposedChange",
    "Referral",
    "RetentionReview",
    "RightsRequest",
    "Share",
    "Site",
    "Standing",
    "SuppressionKey",
]
