"""The registry: existing and potential exporters."""

from nasij.exporters.models.erasures import Erasure, SuppressionKey
from nasij.exporters.models.evidence import MarketEvidence, Standing
from nasij.exporters.models.firms import Firm, Site
from nasij.exporters.models.lists import FirmList, ListedFirm
from nasij.exporters.models.merging import Distinct, Merge
from nasij.exporters.models.people import ConsentEntry, Contact, Follower
