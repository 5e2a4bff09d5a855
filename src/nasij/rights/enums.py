"""What a firm may ask about its own record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class LinkChannel(TextChoices):
    """How a firm was given the link to its own record."""

    EMAIL = "email", _("Sent to the firm's registered address")
    SHOWN = "shown", _("Shown or printed for the firm")
    ASKED = "asked", _("Asked for by the firm from the page of a need")


class RequestKind(TextChoices):
    CORRECTION = "correction", _("Correction of the record")
    OBJECTION = "objection", _("Objection")
    ERASURE = "erasure", _("Erasure of the record")


class RequestState(Toned):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back by the firm")

    @property
    def tone(self) -> str:
        return {RequestState.OPEN: "info"}.get(self, "neutral")


class Outcome(Toned):
    """What became of a request that is answered; of a correction, by its fields."""

    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Partly granted")
    REFUSED = "refused", _("Refused")

    @property
    def tone(self) -> str:
        return {Outcome.GRANTED: "good"}.get(self, "warn")


class Verdict(TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class RightsVerb(Verbs):
    """Acts about a firm's own access. Those of the firm itself are told of the firm alone."""

    LINK_MADE = "rights.link_made", _("%(actor)s gave %(subject)s a link to its own record")
    LINK_ASKED = "rights.link_asked", _("%(subject)s asked for a link to its own record")
    LINK_REVOKED = "rights.link_revoked", _("%(actor)s revoked a link of %(subject)s")
    RECORD_OPENED = "rights.record_opened", _("%(subject)s opened its own record")
    CONSENT_NOTED = "rights.consent_noted", _("A consent of %(subject)s was noted")
    CONSENT_ASKED = "rights.consent_asked", _("A consent of %(subject)s was asked for")
    CONSENT_WITHDRAWN = (
        "rights.consent_withdrawn",
        _("A consent of %(subject)s was withdrawn"),
    )
    CORRECTION_ASKED = (
        "rights.correction_asked",
        _("%(subject)s asked for corrections of its record"),
    )
    CORRECTION_ANSWERED = (
        "rights.correction_answered",
        _("%(actor)s answered the corrections asked for by %(subject)s"),
    )
    OBJECTION_RAISED = (
        "rights.objection_raised",
        _("%(subject)s objected to a use of its record"),
    )
    ERASURE_ASKED = "rights.erasure_asked", _("The erasure of %(subject)s was asked for")
    REQUEST_ANSWERED = (
        "rights.request_answered",
        _("%(actor)s answered a request of %(subject)s about its record"),
    )
    REQUEST_WITHDRAWN = (
        "rights.request_withdrawn",
        _("%(subject)s took back a request about its record"),
    )
    ERASURE_CONFIRMED = (
        "rights.erasure_confirmed",
        _("%(actor)s confirmed the erasure of %(subject)s"),
    )
    FIRM_ERASED = "rights.firm_erased", _("%(actor)s erased a firm: %(subject)s")
    ERASURE_LIFTED = (
        "rights.erasure_lifted",
        _("%(actor)s noted that a firm may be registered again: %(subject)s"),
    )
    FIRM_KEPT = "rights.firm_kept", _("%(actor)s decided to keep %(subject)s: %(reason)s")
    RETENTION_APPLIED = (
        "rights.retention_applied",
        _("%(actor)s let go what had been kept long enough: %(subject)s"),
    )
