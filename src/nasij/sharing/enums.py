"""Closed lists of this room, and the sentences in which its acts are read."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class ReferralState(Toned):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted, at work")
    ANSWERED = "answered", _("Answered and closed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    STOPPED = "stopped", _("Stopped: the firm objects to being shown")

    @property
    def tone(self) -> str:
        return {
            ReferralState.SENT: "warn",
            ReferralState.ACCEPTED: "info",
            ReferralState.ANSWERED: "good",
            ReferralState.DECLINED: "bad",
        }.get(self, "neutral")


class SharingVerb(Verbs):
    FIRM_REFERRED = (
        "sharing.firm_referred",
        _("%(actor)s referred %(subject)s to %(recipient)s"),
    )
    REFERRAL_ACCEPTED = (
        "sharing.referral_accepted",
        _("%(actor)s accepted the referral of %(subject)s"),
    )
    REFERRAL_DECLINED = (
        "sharing.referral_declined",
        _("%(actor)s declined the referral of %(subject)s"),
    )
    REFERRAL_ANSWERED = (
        "sharing.referral_answered",
        _("%(actor)s answered the referral of %(subject)s"),
    )
    REFERRAL_WITHDRAWN = (
        "sharing.referral_withdrawn",
        _("%(actor)s took back the referral of %(subject)s"),
    )
    FIRM_SHARED = "sharing.firm_shared", _("%(actor)s shared %(subject)s with %(with)s")
    SHARE_WITHDRAWN = (
        "sharing.share_withdrawn",
        _("%(actor)s no longer shares %(subject)s with %(with)s"),
    )
    SHOWING_STOPPED = (
        "sharing.showing_stopped",
        _("%(subject)s is no longer shown to anybody of elsewhere: it objects"),
    )


OPEN = (ReferralState.SENT, ReferralState.ACCEPTED)
