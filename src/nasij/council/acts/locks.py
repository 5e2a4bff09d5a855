"""Taking a session for one change at a time, and refusing what its state does not allow."""

from __future__ import annotations

from nasij.council.enums import SessionState
from nasij.council.errors import SessionSealed, WrongSessionState
from nasij.council.models import Session


def hold(session: Session, *allowed: SessionState) -> Session:
    """The session, fresh and locked until the end of the transaction, in one of these states."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.state in allowed:
        return held
    if held.state == SessionState.CLOSED:
        raise SessionSealed
    raise WrongSessionState(
        state=SessionState(held.state).label,
        needed=" / ".join(str(state.label) for state in allowed),
    )
