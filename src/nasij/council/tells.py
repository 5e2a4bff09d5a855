"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Kept
from nasij.council.enums import Choice, CouncilVerb, MandateKind, VoteOutcome
from nasij.council.life import decisions_for_firms
from nasij.council.notices import CONVOCATION, LATE_POINT, SESSION_CHANGED
from nasij.council.queries import seat_names
from nasij.exporters.life import Life
from nasij.ui.navigation import NavEntry

TELLS = (
    *CouncilVerb,
    Kept("kind", MandateKind, (CouncilVerb.SEAT_FILLED,)),
    Kept("choices", lambda: {**seat_names(), **dict(Choice.choices)}, tuple(CouncilVerb)),
    Kept("seats", seat_names, tuple(CouncilVerb)),
    Kept("heads", Choice, (CouncilVerb.VOTE_CLOSED,)),
    Kept("weights", Choice, (CouncilVerb.VOTE_CLOSED,)),
    Kept("outcome", VoteOutcome, (CouncilVerb.VOTE_CLOSED,)),
    CONVOCATION,
    LATE_POINT,
    SESSION_CHANGED,
    Life.of(decisions_for_firms, "action"),
    NavEntry("council.sessions", _("Sessions"), "council:sessions", 30, "session_view", "decide"),
    NavEntry("council.seats", _("Seats"), "council:seats", 32, "session_view", "decide"),
)
