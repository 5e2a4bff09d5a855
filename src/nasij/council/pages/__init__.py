"""What the pages of the council show a person, each asked for once."""

from nasij.council.pages.agenda import point_page
from nasij.council.pages.decisions import (
    DecisionSaid,
    decision_page,
    decision_said,
    minutes_page,
    record_page,
)
from nasij.council.pages.public import (
    PublicDecisionLine,
    public_decision_page,
    public_decisions_page,
    public_lines,
)
from nasij.council.pages.seats import seat_page, seats_page
from nasij.council.pages.session import session_page
from nasij.council.pages.sessions import sessions_page
from nasij.council.pages.vote import vote_open_page, vote_page

__all__ = [
    "DecisionSaid",
    "PublicDecisionLine",
    "decision_page",
    "decision_said",
    "minutes_page",
    "point_page",
    "public_decision_page",
    "public_decisions_page",
    "public_lines",
    "record_page",
    "seat_page",
    "seats_page",
    "session_page",
    "sessions_page",
    "vote_open_page",
    "vote_page",
]
