"""The list of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.council import queries
from nasij.council.enums import SessionState
from nasij.council.models import Session, Vote
from nasij.council.permissions import may_nationally
from nasij.council.queries import Voice
from nasij.ui.asked import page_of

Waiting = list[tuple[Vote, list[Voice]]]


@dataclass(frozen=True, slots=True)
class SessionLine:
    session: Session  # with the number of its points
    has_minutes: bool


@dataclass(frozen=True, slots=True)
class SessionsPage:
    page: Page[Any]
    lines: list[SessionLine]
    waiting: Waiting
    may_convene: bool


def sessions_page(user: User, number: str | None) -> SessionsPage:
    page = page_of(queries.sessions(), number)
    return SessionsPage(
        page=page,
        lines=[
            SessionLine(
                session=session,
                has_minutes=session.state == SessionState.CLOSED,
            )
            for session in page
        ],
        waiting=queries.votes_waiting_for(user),
        may_convene=may_nationally(user, Permission.SESSION_CONVENE),
    )
