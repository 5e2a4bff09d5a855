"""What the council decided, and what waits for a follow-up."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from nasij.audit.queries import events_of
from nasij.council.enums import CouncilVerb, DecisionOutcome
from nasij.council.models import Decision, Session, Vote
from nasij.council.signals import follow_ups, is_followed


def decisions() -> QuerySet[Decision]:
    """All decisions, newest first."""
    return Decision.objects.select_related(
        "agenda_item__session", "agenda_item__item__region"
    ).order_by("-decided_at", "-id")


def public_decisions() -> QuerySet[Decision]:
    """Those that were adopted, newest first: what everybody may read. One that was recorded so and
    says otherwise now stays, to be read with its warning."""
    recorded = events_of(Decision).filter(
        verb=CouncilVerb.DECISION_RECORDED, after__outcome=DecisionOutcome.ADOPTED
    )
    return (
        decisions()
        .annotate(key=Cast("pk", CharField()))
        .filter(Q(outcome=DecisionOutcome.ADOPTED) | Q(key__in=recorded.values("subject_id")))
        .select_related("vote")
    )


def decisions_of(session: Session) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(agenda_item__session=session)
        .select_related("agenda_item__item__region", "vote")
        .order_by("agenda_item__position", "decided_at", "id")
    )


def decision_of(vote: Vote) -> Decision | None:
    return Decision.objects.filter(vote=vote).order_by("id").first()


def unsettled(among: QuerySet[Decision]) -> list[Decision]:
    """Adopted decisions without an action, or whose actions were all abandoned, that do not say why
    none is needed."""
    adopted = list(among.filter(outcome=DecisionOutcome.ADOPTED, no_action_reason=""))
    actions = follow_ups(decision.pk for decision in adopted)
    return [decision for decision in adopted if not is_followed(actions.get(decision.pk, []))]
