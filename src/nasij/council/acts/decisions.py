"""What the council decided, and what follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.acts.quorum import require_quorum, require_somebody
from nasij.council.acts.thread import move_item_of
from nasij.council.enums import CouncilVerb, DecisionOutcome, SessionState, VoteState
from nasij.council.errors import (
    ActionUnderWay,
    DecidedByVote,
    DecidedWithoutVote,
    DecisionAlreadyRecorded,
    OutcomeContradictsVote,
    ReasonForMinutesMissing,
    TextMissing,
    TextNotVoted,
    VoteAnnulled,
    VoteChanged,
    VoteStillOpen,
    WrongSessionState,
)
from nasij.council.minutes import is_as_recorded, kept_of
from nasij.council.models import AgendaItem, Decision, Erratum, Session, Vote
from nasij.council.queries import room
from nasij.council.signals import follow_ups, is_followed
from nasij.needs.enums import ItemState
from nasij.work.errors import reason_in


@transaction.atomic
def record_decision(
    *,
    point: AgendaItem,
    text: str = "",
    outcome: DecisionOutcome | None = None,
    vote: Vote | None = None,
    reason: str = "",
    at: datetime | None = None,
    is_demo: bool = False,
    by: User | None,
) -> Decision:
    """Write the decision on a point. With a vote, its text and its result are the decision's: other
    words need another vote. Without one the council noted something, or agreed without voting,
    once and only where no vote was counted; to agree it needs the quorum that a vote needs. The
    item of the region moves on.

    `reason` is why the council did not retain the item, written for the exporters behind it: the
    text of a decision says what was put to the vote, and is never given as the reason."""
    hold(point.session, SessionState.OPEN)
    point = AgendaItem.objects.select_related("session", "item__region").get(pk=point.pk)
    if point.votes.filter(state=VoteState.OPEN).exists():
        raise VoteStillOpen
    outcome = _outcome(point, vote, outcome)
    if vote is None:
        _require_undecided(point)
        _require_council(point.session, outcome)
    text = _text(vote, text)
    decision = Decision.objects.create(
        agenda_item=point,
        vote=vote,
        text=text,
        outcome=outcome,
        decided_at=at or timezone.now(),
        is_demo=is_demo,
    )
    record(
        CouncilVerb.DECISION_RECORDED,
        subject=decision,
        by=by,
        region_code=point.item.region.code if point.item else "",
        after={
            "text": text,
            "outcome": str(outcome),
            "vote": vote.pk if vote else None,
            **kept_of(decision),
        },
        # Its text may have been voted down: alone on a line of the journal it would say otherwise.
        label=point.title,
    )
    if outcome == DecisionOutcome.REJECTED:
        voted = text if vote else ""
        move_item_of(point, ItemState.DECLINED, by=by, reason=reason.strip(), voted_text=voted)
    else:
        move_item_of(point, ItemState.DECIDED, by=by, decision=text)
    return decision


def _require_undecided(point: AgendaItem) -> None:
    if point.votes.filter(state=VoteState.CLOSED).exists():
        raise DecidedByVote(title=point.title)
    if point.decisions.exists():
        raise DecidedWithoutVote(title=point.title)


def _require_council(session: Session, outcome: DecisionOutcome) -> None:
    """Whoever is there may note; a consensus of fewer than a quorum would bind the others."""
    quorum = room(session).quorum
    require_somebody(quorum)
    if outcome != DecisionOutcome.NOTED:
        require_quorum(quorum)


def _outcome(
    point: AgendaItem, vote: Vote | None, given: DecisionOutcome | None
) -> DecisionOutcome:
    if vote is None:
        return given or DecisionOutcome.NOTED
    vote = point.votes.select_for_update(of=("self",)).get(pk=vote.pk)
    if vote.state == VoteState.ANNULLED:
        raise VoteAnnulled
    if Decision.objects.filter(vote=vote).exists():
        raise DecisionAlreadyRecorded
    if vote.result is None or not is_as_recorded(vote):
        raise VoteChanged
    result = DecisionOutcome.ADOPTED if vote.result.is_adopted else DecisionOutcome.REJECTED
    if given is not None and given != result:
        raise OutcomeContradictsVote(result=result.label, outcome=DecisionOutcome(given).label)
    return result


def _text(vote: Vote | None, given: str) -> str:
    """The text voted on, word for word; without a vote, the one given."""
    if vote is not None:
        if given not in ("", vote.text):
            raise TextNotVoted
        return vote.text
    if not given.strip():
        raise TextMissing
    return given


@transaction.atomic
def state_no_action(*, decision: Decision, reason: str, by: User | None) -> Decision:
    """No action is needed, because… Possible after closing too: the sealed minutes stay as read."""
    reason = reason_in(reason, ReasonForMinutesMissing)
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("agenda_item__session", "agenda_item__item__region", "vote")
        .get(pk=decision.pk)
    )
    if is_followed(follow_ups([decision.pk]).get(decision.pk, [])):
        raise ActionUnderWay
    # What was changed stays told: this act does not vouch for the rest.
    vouches = is_as_recorded(decision)
    before = decision.no_action_reason
    decision.no_action_reason = reason
    decision.save(update_fields=["no_action_reason"])
    item = decision.agenda_item.item
    record(
        CouncilVerb.NO_ACTION_STATED,
        subject=decision,
        by=by,
        region_code=item.region.code if item else "",
        before={"reason": before},
        after={"reason": decision.no_action_reason, **(kept_of(decision) if vouches else {})},
    )
    return decision


@transaction.atomic
def add_erratum(*, session: Session, text: str, by: User | None) -> Erratum:
    """Correct sealed minutes by a note below them."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.state != SessionState.CLOSED:
        raise WrongSessionState(
            state=SessionState(session.state).label, needed=SessionState.CLOSED.label
        )
    erratum = Erratum.objects.create(session=session, text=text, added_by=by)
    record(
        CouncilVerb.ERRATUM_ADDED,
        subject=erratum,
        by=by,
        label=str(session),
        after={"text": text, **kept_of(erratum)},
    )
    return erratum
