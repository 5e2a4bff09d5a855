"""What a person may do. Resource first; roles are lists of these; code tests only these."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs


class Permission(StrEnum):
    ACCOUNT_INVITE = "account_invite"
    ACCOUNT_MANAGE = "account_manage"
    ACTION_EDIT = "action_edit"
    ACTION_VIEW = "action_view"
    AUDIT_VIEW = "audit_view"
    DATASET_LOAD = "dataset_load"
    DATASET_VIEW = "dataset_view"
    FIRM_EDIT = "firm_edit"
    FIRM_ERASE = "firm_erase"
    FIRM_IMPORT = "firm_import"
    FIRM_VIEW = "firm_view"
    ITEM_ESCALATE = "item_escalate"
    ITEM_VIEW = "item_view"
    LETTER_SEND = "letter_send"
    NEED_RECORD = "need_record"
    NEED_REPLY = "need_reply"
    NEED_TRIAGE = "need_triage"
    NEED_VIEW = "need_view"
    POTENTIAL_COMPUTE = "potential_compute"
    REPORT_BUILD = "report_build"
    SESSION_CONVENE = "session_convene"
    SESSION_VIEW = "session_view"
    TARGET_COMPUTE = "target_compute"
    VOTE_CAST = "vote_cast"


class AccountVerb(Verbs):
    INVITATION_SENT = "accounts.invitation_sent", _("%(actor)s invited %(subject)s")
    INVITATION_WITHDRAWN = (
        "accounts.invitation_withdrawn",
        _("%(actor)s withdrew the invitation of %(subject)s"),
    )
    INVITATION_ACCEPTED = "accounts.invitation_accepted", _("%(subject)s accepted an invitation")
    MEMBERSHIP_GRANTED = (
        "accounts.membership_granted",
        _("%(actor)s gave %(subject)s a role"),
    )
    MEMBERSHIP_ENDED = "accounts.membership_ended", _("%(actor)s ended a role: %(subject)s")
    ADDRESS_CHANGED = (
        "accounts.address_changed",
        _("%(actor)s changed the address they sign in with"),
    )
    PASSWORD_CHANGED = "accounts.password_changed", _("%(actor)s changed their password")
    FACTOR_ADDED = "accounts.factor_added", _("%(actor)s added a way to sign in")
    FACTOR_REMOVED = "accounts.factor_removed", _("%(actor)s removed a way to sign in")
    LETTER_SENT_AGAIN = (
        "accounts.letter_sent_again",
        _("%(actor)s had a letter sent again: %(subject)s"),
    )
    LETTER_WITHDRAWN = (
        "accounts.letter_withdrawn",
        _("%(actor)s withdrew a letter: %(subject)s"),
    )
    PROFILE_CHANGED = "accounts.profile_changed", _("%(actor)s changed their own details")
