"""Closed lists of the council room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class MandateKind(TextChoices):
    HOLDER = "holder", _("Holder")
    SUBSTITUTE = "substitute", _("Substitute")
    INTERIM = "interim", _("Interim")


class SessionState(Toned):
    DRAFT = "draft", _("In preparation")
    CONVENED = "convened", _("Convened")
    OPEN = "open", _("In session")
    CLOSED = "closed", _("Session closed")

    @property
    def tone(self) -> str:
        return {SessionState.CONVENED: "info", SessionState.OPEN: "good"}.get(self, "neutral")


class SessionKind(TextChoices):
    PLENARY = "plenary", _("Plenary")
    WORKING_GROUP = "working_group", _("Working group")
    CRISIS = "crisis", _("Crisis session")


class Majority(TextChoices):
    SIMPLE = "simple", _("Simple majority")
    ABSOLUTE = "absolute", _("Absolute majority")
    TWO_THIRDS = "two_thirds", _("Two thirds")
    UNANIMITY = "unanimity", _("Unanimity")


class VoteState(Toned):
    OPEN = "open", _("Vote open")
    CLOSED = "closed", _("Vote closed")
    ANNULLED = "annulled", _("Vote annulled")

    @property
    def tone(self) -> str:
        return "warn" if self is VoteState.OPEN else "neutral"


class Choice(TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstention")


class VoteOutcome(TextChoices):
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", pgettext_lazy("vote", "Rejected")
    TIED = "tied", _("Tied, so not adopted")


class DecisionOutcome(Toned):
    ADOPTED = "adopted", pgettext_lazy("decision", "Adopted")
    REJECTED = "rejected", pgettext_lazy("decision", "Rejected")
    NOTED = "noted", _("Noted")

    @property
    def tone(self) -> str:
        return {DecisionOutcome.ADOPTED: "good", DecisionOutcome.REJECTED: "bad"}.get(self, "info")


class CouncilVerb(Verbs):
    SEAT_FILLED = "council.seat_filled", _("%(actor)s filled the seat %(subject)s")
    SEAT_VACATED = "council.seat_vacated", _("%(actor)s vacated the seat %(subject)s")
    SESSION_CREATED = "council.session_created", _("%(actor)s prepared the session %(subject)s")
    SESSION_CONVENED = "council.session_convened", _("%(actor)s convened the session %(subject)s")
    SESSION_OPENED = "council.session_opened", _("%(actor)s opened the session %(subject)s")
    SESSION_CALLED_AGAIN = (
        "council.session_called_again",
        _("%(actor)s prepared the second call, %(subject)s"),
    )
    SESSION_CLOSED = "council.session_closed", _("%(actor)s closed the session %(subject)s")
    SESSION_CHANGED = "council.session_changed", _("%(actor)s changed the session %(subject)s")
    ITEM_PLACED = "council.item_placed", _("%(actor)s put “%(subject)s” on the agenda")
    POINT_MOVED = "council.point_moved", _("%(actor)s moved “%(subject)s” on the agenda")
    POINT_REMOVED = "council.point_removed", _("%(actor)s took “%(subject)s” off the agenda")
    DEPARTURE_MARKED = (
        "council.departure_marked",
        _("%(actor)s marked the departure of %(subject)s"),
    )
    PRESENCE_MARKED = "council.presence_marked", _("%(actor)s marked the presence of %(subject)s")
    PROXY_GIVEN = "council.proxy_given", _("%(actor)s recorded the proxy of %(subject)s")
    PROXY_WITHDRAWN = "council.proxy_withdrawn", _("%(actor)s withdrew the proxy of %(subject)s")
    VOTE_OPENED = "council.vote_opened", _("%(actor)s opened the vote on “%(subject)s”")
    VOTE_CAST = "council.vote_cast", _("%(actor)s voted on “%(subject)s”")
    ROLL_CALL_ENTERED = (
        "council.roll_call_entered",
        _("%(actor)s entered votes called out on “%(subject)s”"),
    )
    PAPER_BALLOTS_ENTERED = (
        "council.paper_ballots_entered",
        _("%(actor)s entered paper ballots on “%(subject)s”"),
    )
    VOTE_TAKEN_TO_PAPER = (
        "council.vote_taken_to_paper",
        _("%(actor)s had everybody vote on paper on “%(subject)s”"),
    )
    VOTE_CLOSED = "council.vote_closed", _("%(actor)s closed the vote on “%(subject)s”")
    VOTE_ANNULLED = "council.vote_annulled", _("%(actor)s annulled the vote on “%(subject)s”")
    DECISION_RECORDED = (
        "council.decision_recorded",
        _("%(actor)s recorded the decision on the point “%(subject)s”"),
    )
    NO_ACTION_STATED = (
        "council.no_action_stated",
        _("%(actor)s said why no action follows “%(subject)s”"),
    )
    ERRATUM_ADDED = "council.erratum_added", _("%(actor)s added an erratum to %(subject)s")
