"""Closed lists of the registry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


class FirmStatus(TextChoices):
    EXISTING = "existing", _("Exporting")
    PAST = "past", _("Exported before")
    POTENTIAL = "potential", _("Could export")
    UNKNOWN = "unknown", _("Not known")


class Age(TextChoices):
    """How long ago a firm was founded, as the list of firms that could start asks."""

    YOUNG = "young", _("Five years at most")
    STILL_YOUNG = "still_young", _("Six to ten years")
    OLD = "old", _("More than ten years")
    UNKNOWN = "unknown", _("Not known")


class LegalForm(TextChoices):
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    SOLE = "sole", _("Sole trader or auto-entrepreneur")
    GROUP = "group", _("Economic interest group")
    UNKNOWN = "unknown", _("Not known")


class ImportState(TextChoices):
    CHECKING = "checking", _("Being checked")
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


class SiteKind(TextChoices):
    """What a firm does at a place that is not its seat."""

    PLANT = "plant", _("Plant or workshop")
    PACKING = "packing", _("Packing house")
    STORE = "store", _("Store or cold store")
    FARM = "farm", _("Farm or orchard")
    OFFICE = "office", _("Office or shop")
    OTHER = "other", _("Other site")


class ReferralState(TextChoices):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted, at work")
    ANSWERED = "answered", _("Answered and closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back by the sender")


class ListKind(TextChoices):
    PICKED = "picked", _("Picked by hand")
    LIVELY = "lively", _("Search that stays alive")


class MoveKind(TextChoices):
    """Why a firm's place changes: only a move is a move."""

    MOVED = "moved", _("The firm has moved")
    CORRECTED = "corrected", _("The place was noted wrong")


class FirmLifeVerb(Verbs):
    FIRM_MOVED = "exporters.firm_moved", _("%(actor)s noted that %(subject)s moved to %(place)s")
    FIRM_PLACE_CORRECTED = (
        "exporters.firm_place_corrected",
        _("%(actor)s corrected the place of %(subject)s: %(place)s"),
    )
    SITE_ADDED = "exporters.site_added", _("%(actor)s added a site of %(subject)s: %(place)s")
    SITE_CLOSED = "exporters.site_closed", _("%(actor)s closed a site of %(subject)s: %(place)s")
    GROUP_SET = "exporters.group_set", _("%(actor)s said to which group %(subject)s belongs")
    GROUP_LEFT = "exporters.group_left", _("%(actor)s took %(subject)s out of its group")
    FIRM_REFERRED = (
        "exporters.firm_referred",
        _("%(actor)s referred %(subject)s to %(recipient)s"),
    )
    REFERRAL_ACCEPTED = (
        "exporters.referral_accepted",
        _("%(actor)s accepted the referral of %(subject)s"),
    )
    REFERRAL_DECLINED = (
        "exporters.referral_declined",
        _("%(actor)s declined the referral of %(subject)s"),
    )
    REFERRAL_ANSWERED = (
        "exporters.referral_answered",
        _("%(actor)s answered the referral of %(subject)s"),
    )
    REFERRAL_WITHDRAWN = (
        "exporters.referral_withdrawn",
        _("%(actor)s took back the referral of %(subject)s"),
    )
    FIRM_SHARED = "exporters.firm_shared", _("%(actor)s shared %(subject)s with %(with)s")
    SHARE_WITHDRAWN = (
        "exporters.share_withdrawn",
        _("%(actor)s no longer shares %(subject)s with %(with)s"),
    )
    LIST_CREATED = "exporters.list_created", _("%(actor)s made the list “%(subject)s”")
    LIST_CHANGED = "exporters.list_changed", _("%(actor)s changed the list “%(subject)s”")
    LIST_DELETED = "exporters.list_deleted", _("%(actor)s deleted the list “%(subject)s”")
    FIRMS_LISTED = (
        "exporters.firms_listed",
        _("%(actor)s put firms on the list “%(subject)s”: %(count)s"),
    )
    FIRM_UNLISTED = (
        "exporters.firm_unlisted",
        _("%(actor)s took a firm off the list “%(subject)s”"),
    )
    LISTED_FIRM_NOTED = (
        "exporters.listed_firm_noted",
        _("%(actor)s wrote a note on the list “%(subject)s”"),
    )
    FOLLOWED_SEEN = (
        "exporters.followed_seen",
        _("%(actor)s read what happened to the firms they follow"),
    )


class LinkChannel(TextChoices):
    """How a firm was given the link to its own record."""

    EMAIL = "email", _("Sent to the firm's registered address")
    SHOWN = "shown", _("Shown or printed for the firm")
    ASKED = "asked", _("Asked for by the firm from the page of a need")


class Said(TextChoices):
    """By which way the firm said something about its rights."""

    LINK = "link", _("By its link")
    PHONE = "phone", _("By phone")
    WRITING = "writing", _("In writing")
    PERSON = "person", _("In person")
    UNKNOWN = "unknown", _("Not noted how")  # before there was a log
    TEAM = "team", _("Proposed by the team, not by the firm")


class ConsentStep(TextChoices):
    """One line of the log of consents: the last one for a contact and a purpose counts."""

    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestKind(TextChoices):
    CORRECTION = "correction", _("Correction of the record")
    OBJECTION = "objection", _("Objection")
    ERASURE = "erasure", _("Erasure of the record")


class ObjectionScope(TextChoices):
    """What a firm no longer wants its record to be used for."""

    OFFERS = "offers", _("Business offers and contacts")
    PUBLICATION = "publication", _("Lists shown to others than those who follow the firm")
    ALL = "all", _("Everything that the law does not require")


class RequestState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back by the firm")


class Verdict(TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class RightsVerb(Verbs):
    """Acts about a firm's own access. Those of the firm itself are told of the firm alone."""

    LINK_MADE = "exporters.link_made", _("%(actor)s gave %(subject)s a link to its own record")
    LINK_ASKED = "exporters.link_asked", _("%(subject)s asked for a link to its own record")
    LINK_REVOKED = "exporters.link_revoked", _("%(actor)s revoked a link of %(subject)s")
    RECORD_OPENED = "exporters.record_opened", _("%(subject)s opened its own record")
    CONSENT_NOTED = "exporters.consent_noted", _("A consent of %(subject)s was noted")
    CORRECTION_ASKED = (
        "exporters.correction_asked",
        _("%(subject)s asked for corrections of its record"),
    )
    CORRECTION_ANSWERED = (
        "exporters.correction_answered",
        _("%(actor)s answered the corrections asked for by %(subject)s"),
    )
    OBJECTION_RAISED = (
        "exporters.objection_raised",
        _("%(subject)s objected to a use of its record"),
    )
    ERASURE_ASKED = "exporters.erasure_asked", _("The erasure of %(subject)s was asked for")
    REQUEST_ANSWERED = (
        "exporters.request_answered",
        _("%(actor)s answered a request of %(subject)s about its record"),
    )
    REQUEST_WITHDRAWN = (
        "exporters.request_withdrawn",
        _("%(subject)s took back a request about its record"),
    )
    FIRM_ERASED = "exporters.firm_erased", _("%(actor)s erased a firm: %(subject)s")
    ERASURE_LIFTED = (
        "exporters.erasure_lifted",
        _("%(actor)s noted that a firm may be registered again: %(subject)s"),
    )
    FIRM_KEPT = "exporters.firm_kept", _("%(actor)s decided to keep %(subject)s: %(reason)s")
    RETENTION_APPLIED = (
        "exporters.retention_applied",
        _("%(actor)s let go what had been kept long enough: %(subject)s"),
    )
