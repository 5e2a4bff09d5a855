"""The sentences in which the acts of this room are read."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.sentences import Verbs


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
