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
from nasij.exporters.models.merging import Distinct, Merge
from nasij.exporters.models.people import Contact, Follower

__all__ = [
    "SIGN_OF_LIFE",
    "ColumnName",
    "Contact",
    "Distinct",
    "FiledFirm",
    "Filing",
    "Firm",
    "Follower",
    "ImportProblem",
    "ImportRun",
    "ImportedRow",
    "MarketEvidence",
    "Merge",
    "Site",
    "Standing",
]
