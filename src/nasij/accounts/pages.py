"""What the pages of people and of letters show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page

from nasij.accounts import queries
from nasij.accounts.models import Invitation, User
from nasij.accounts.permissions import may_give
from nasij.accounts.roles import ROLES
from nasij.ui.asked import page_of
from nasij.work.enums import LetterState
from nasij.work.models import Letter
from nasij.work.outbox import LetterKind, kind_of

LINES_A_PAGE = 50  # people, events, letters: each is one line, read many at a time


@dataclass(frozen=True, slots=True)
class Invited:
    invitation: Invitation
    may_withdraw: bool
    has_account: bool  # its link opens nothing: the role is given to the person

    @property
    def name(self) -> str:
        """Empty where the address stands in for it."""
        invitation = self.invitation
        is_address = invitation.name.casefold() == invitation.email.casefold()
        return "" if is_address else invitation.name


@dataclass(frozen=True, slots=True)
class PeoplePage:
    people: Page[User]
    invited: list[Invited]


def people_page(number: str | None, *, by: User) -> PeoplePage:
    """The people, a page at a time, and the invitations still open; who may give a role may take
    its invitation back."""
    invitations = list(queries.open_invitations())
    known = queries.accounts_among(invitation.email for invitation in invitations)
    return PeoplePage(
        people=page_of(queries.people(), number, size=LINES_A_PAGE),
        invited=[
            Invited(
                invitation,
                may_give(
                    by,
                    ROLES[invitation.role],
                    region=invitation.region.code if invitation.region else None,
                ),
                invitation.email in known,
            )
            for invitation in invitations
        ],
    )


@dataclass(frozen=True, slots=True)
class LetterLine:
    letter: Letter
    kind: LetterKind
    next_at: datetime | None
    may_go_again: bool
    may_end: bool


def line_of(letter: Letter) -> LetterLine:
    failed, waiting = (letter.state == state for state in (LetterState.FAILED, LetterState.WAITING))
    return LetterLine(
        letter,
        kind_of(letter),
        next_at=letter.due_at if waiting else None,
        may_go_again=failed and bool(letter.text),
        may_end=failed or waiting,
    )
