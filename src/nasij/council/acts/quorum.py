"""Who has to be there before the council votes or decides."""

from __future__ import annotations

from nasij.council.errors import NobodyPresent, QuorumNotReached, WeightQuorumNotReached
from nasij.council.results import QuorumState, written_weight


def require_quorum(state: QuorumState) -> None:
    if state.reached:
        return
    if not state.heads_reached or state.weight_needed is None:
        raise QuorumNotReached(
            present=state.heads_present, held=state.heads_held, needed=state.heads_needed
        )
    raise WeightQuorumNotReached(
        present=written_weight(state.weight_present),
        held=written_weight(state.weight_held),
        needed=written_weight(state.weight_needed),
    )


def require_somebody(state: QuorumState) -> None:
    if not state.heads_present:
        raise NobodyPresent
