"""A session as its events and refusals write it."""

from __future__ import annotations

from typing import Any

from nasij.council.clock import hour_announced
from nasij.council.models import Session


def written(session: Session) -> dict[str, Any]:
    return {
        "number": session.number,
        "title": session.title,
        "kind": str(session.kind),
        "place": session.place,
        "starts_at": hour_announced(session.starts_at),
        "chair": session.chair,
        "chair_seat": session.chair_seat_id,
        "secretary": session.secretary,
        "quorum_share": str(session.quorum_share),
        "quorum_weight_share": (
            None if session.quorum_weight_share is None else str(session.quorum_weight_share)
        ),
    }
