"""What a firm is, where it works, and what it is to a market."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.ui.enums import Toned


class FirmStatus(Toned):
    EXISTING = "existing", _("Exporting")
    PAST = "past", _("Exported before")
    POTENTIAL = "potential", _("Could export")
    UNKNOWN = "unknown", _("Not known")

    @property
    def tone(self) -> str:
        return {
            FirmStatus.EXISTING: "good",
            FirmStatus.PAST: "warn",
            FirmStatus.POTENTIAL: "info",
        }.get(self, "neutral")


class LegalForm(TextChoices):
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    SOLE = "sole", _("Sole trader")
    GROUP = "group", _("Economic interest group")
    UNKNOWN = "unknown", _("Not known")


class SiteKind(TextChoices):
    """What a firm does at a place that is not its seat."""

    PLANT = "plant", _("Plant or workshop")
    PACKING = "packing", _("Packing house")
    STORE = "store", _("Store or cold store")
    FARM = "farm", _("Farm or orchard")
    OFFICE = "office", _("Office or shop")
    OTHER = "other", _("Other site")


class MoveKind(TextChoices):
    """Why a firm's place changes: only a move is a move."""

    MOVED = "moved", _("The firm has moved")
    CORRECTED = "corrected", _("The place was noted wrong")


class MarketStanding(Toned):
    """What a firm is to a market."""

    EXPORTS = "exports", _("Exports there")
    EXPORTED = "exported", _("Exported there before")
    INTERESTED = "interested", _("Would like to export there")
    NOT_INTERESTED = "not_interested", _("Not interested")

    @property
    def tone(self) -> str:
        return {
            MarketStanding.EXPORTS: "good",
            MarketStanding.EXPORTED: "warn",
            MarketStanding.INTERESTED: "info",
        }.get(self, "neutral")


class EvidenceSource(TextChoices):
    """Who says so: evidence of one source never erases what another says."""

    DECLARED = "declared", _("Said by the firm")
    CUSTOMS = "customs", _("Customs file")
    ASSOCIATION = "association", _("File of an association")
    OBSERVED = "observed", _("Noted by a member of the team")
