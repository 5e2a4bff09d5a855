"""What this room tells the others."""

from django.utils.translation import gettext_lazy as _

from nasij.council.enums import Choice, CouncilVerb, DecisionOutcome, Majority, MandateKind
from nasij.council.life import decisions_for_firms
from nasij.council.notices import CONVOCATION, LATE_POINT, SESSION_CHANGED
from nasij.exporters.life import Life
from nasij.ui.navigation import NavEntry

TELLS = (
    *CouncilVerb,
    *Choice,
    *DecisionOutcome,
    *Majority,
    *MandateKind,
    CONVOCATION,
    LATE_POINT,
    SESSION_CHANGED,
    Life.of(decisions_for_firms, "action"),
    NavEntry("council.sessions", _("Sessions"), "council:sessions", 30, "session_view", "decide"),
    NavEntry("council.seats", _("Seats"), "council:seats", 32, "session_view", "decide"),
)
