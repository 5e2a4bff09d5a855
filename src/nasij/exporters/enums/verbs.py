"""The sentences in which the acts of this room are read."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class ExporterVerb(Verbs):
    FIRM_CREATED = "exporters.firm_created", _("%(actor)s added the firm %(subject)s")
    FIRM_CHANGED = "exporters.firm_changed", _("%(actor)s changed the firm %(subject)s")
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
