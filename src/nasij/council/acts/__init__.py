"""Changing the council: seats, sessions, agenda, attendance, votes, decisions."""

from nasij.council.acts.agenda import add_point, move_point, place_item, remove_point
from nasij.council.acts.attendance import (
    give_proxy,
    mark_arrival,
    mark_departure,
    withdraw_proxy,
)
from nasij.council.acts.ballots import cast_votes, enter_paper_ballots, enter_roll_call
from nasij.council.acts.decisions import add_erratum, record_decision, state_no_action
from nasij.council.acts.preparing import change_session, create_session
from nasij.council.acts.seats import fill_seat, load_seats, vacate_seat
from nasij.council.acts.second_call import call_again
from nasij.council.acts.sessions import close_session, convene_session, open_session
from nasij.council.acts.votes import annul_vote, close_vote, open_vote, take_to_paper

__all__ = [
    "add_erratum",
    "add_point",
    "annul_vote",
    "call_again",
    "cast_votes",
    "change_session",
    "close_session",
    "close_vote",
    "convene_session",
    "create_session",
    "enter_paper_ballots",
    "enter_roll_call",
    "fill_seat",
    "give_proxy",
    "load_seats",
    "mark_arrival",
    "mark_departure",
    "move_point",
    "open_session",
    "open_vote",
    "place_item",
    "record_decision",
    "remove_point",
    "state_no_action",
    "take_to_paper",
    "vacate_seat",
    "withdraw_proxy",
]
