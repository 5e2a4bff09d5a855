"""The list of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.council import queries
from nasij.council.models import Vote
from nasij.council.permissions import may_nationally
from nasij.council.queries import Voice
from nasij.ui.asked import page_of

Waiting = list[tuple[Vote, list[Voice]]]


@dataclass(frozen=True, slots=True)
class SessionsPage:
    page: Page[Any]  # of sessions, with the number of their points
    waiting: Waiting
    may_convene: bool


def sessions_page(user: User, number: str | None) -> SessionsPage:
    return SessionsPage(
        page=page_of(queries.sessions(), number),
        waiting=queries.votes_waiting_for(user),
        may_convene=may_nationally(user, Permission.SESSION_CONVENE),
    )
