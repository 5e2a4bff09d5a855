"""Closed lists of the registry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


class FirmStatus(TextChoices):
    EXISTING = "existing", _("Exporting")
    PAST = "past", _("Exported before")
    POTENTIAL = "potential", _("Could export")
    UNKNOWN = "unknown", _("Not known")


class LegalForm(TextChoices):
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    SOLE = "sole", _("Sole trader or auto-entrepreneur")
    GROUP = "group", _("Economic interest group")
    UNKNOWN = "unknown", _("Not known")


class ImportState(TextChoices):
    PREVIEWED = "previewed", _("Waiting for confirmation")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class RowFate(TextChoices):
    """What an import does with one row."""

    CREATED = "created", _("New firm")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Same as in the registry")
    REJECTED = "rejected", _("Rejected")


class CellFate(TextChoices):
    """What an import does with one cell of the preview."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
    EMPTY = "empty", _("Empty")


class MarketStanding(TextChoices):
    """What a firm is to a market."""

    EXPORTS = "exports", _("Exports there")
    EXPORTED = "exported", _("Exported there before")
    INTERESTED = "interested", _("Would like to export there")
    NOT_INTERESTED = "not_interested", _("Not interested")


class EvidenceSource(TextChoices):
    """Who says so: evidence of one source never erases what another says."""

    DECLARED = "declared", _("Said by the firm")
    CUSTOMS = "customs", _("Customs file")
    ASSOCIATION = "association", _("File of an association")
    OBSERVED = "observed", _("Noted by a member of the team")


class FilingState(TextChoices):
    """Whether it is known which firm of the registry a firm of a file is."""

    UNMATCHED = "unmatched", _("Not found in the registry")
    PROPOSED = "proposed", _("Perhaps this firm")
    MATCHED = "matched", _("Matched")
    LEFT = "left", _("Left aside")


class MatchedBy(TextChoices):
    """Who says that a firm of a file is a firm of the registry."""

    IDENTIFIER = "identifier", _("by identifier")
    PERSON = "person", _("confirmed by a person")
    CREATED = "created", _("added from the file")


class ContactPurpose(TextChoices):
    """What a contact may be used for; another purpose needs another consent."""

    REPLIES = "replies", _("Replies to what the firm said")
    INVITATIONS = "invitations", _("Invitations to meetings")
    OFFERS = "offers", _("Business offers and contacts")


class Consent(TextChoices):
    GIVEN = "given", _("Given")
    NOT_ASKED = "not_asked", _("Not asked yet")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ExporterVerb(Verbs):
    FIRM_CREATED = "exporters.firm_created", _("%(actor)s added the firm %(subject)s")
    FIRM_CHANGED = "exporters.firm_changed", _("%(actor)s changed the firm %(subject)s")
    IMPORT_STARTED = "exporters.import_started", _("%(actor)s brought the file %(subject)s")
    IMPORT_CONFIRMED = (
        "exporters.import_confirmed",
        _("%(actor)s confirmed the import of %(subject)s"),
    )
    IMPORT_CANCELLED = (
        "exporters.import_cancelled",
        _("%(actor)s cancelled the import of %(subject)s"),
    )
    COLUMNS_NAMED = (
        "exporters.columns_named",
        _("%(actor)s said what the headings of %(subject)s mean"),
    )
    IMPORT_FINISHED = "exporters.import_finished", _("%(actor)s imported the file %(subject)s")
    MARKET_SET = "exporters.market_set", _("%(actor)s noted a market of %(subject)s: %(market)s")
    MARKET_REMOVED = (
        "exporters.market_removed",
        _("%(actor)s removed a market of %(subject)s: %(market)s"),
    )
    STANDING_DECLARED = (
        "exporters.standing_declared",
        _("%(actor)s declared the status of %(subject)s"),
    )
    CONTACT_SAVED = "exporters.contact_saved", _("%(actor)s saved a contact of %(subject)s")
    CONTACT_REMOVED = "exporters.contact_removed", _("%(actor)s removed a contact of %(subject)s")
    FIRM_FOLLOWED = "exporters.firm_followed", _("%(actor)s follows %(subject)s")
    FIRM_UNFOLLOWED = "exporters.firm_unfollowed", _("%(actor)s no longer follows %(subject)s")
    FIRMS_MERGED = "exporters.firms_merged", _("%(actor)s merged %(loser)s into %(subject)s")
    FIRMS_DISTINCT = (
        "exporters.firms_distinct",
        _("%(actor)s said that %(subject)s and %(other)s are two firms"),
    )
    MERGE_UNDONE = "exporters.merge_undone", _("%(actor)s undid the merge of %(subject)s")
    FILE_FOLLOWED = (
        "exporters.file_followed",
        _("The firms of %(subject)s were looked for in the registry"),
    )
    FILING_MATCHED = (
        "exporters.filing_matched",
        _("%(actor)s said that a firm of a file is %(subject)s"),
    )
    FILING_REFUSED = (
        "exporters.filing_refused",
        _("%(actor)s said that a firm of a file is not %(subject)s"),
    )
    FILING_UNMATCHED = (
        "exporters.filing_unmatched",
        _("%(actor)s took back that a firm of a file is %(subject)s"),
    )
    FILING_LEFT = "exporters.filing_left", _("%(actor)s left a firm of a file aside")
    FILING_RETURNED = (
        "exporters.filing_returned",
        _("%(actor)s took up again a firm of a file that was left aside"),
    )
    NAMES_FORGOTTEN = (
        "exporters.names_forgotten",
        _("%(actor)s had names taken out of the firms of files"),
    )
