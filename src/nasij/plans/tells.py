"""What this room tells the others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nasij.accounts.enums import Permission
from nasij.audit.words import Kept
from nasij.council.enums import DecisionOutcome
from nasij.exporters.life import Life
from nasij.plans.enums import EvidenceKind, PlanVerb
from nasij.plans.life import actions_for_firms
from nasij.plans.permissions import may_act_on
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Way

TELLS = (
    *PlanVerb,
    Kept("kind", EvidenceKind, (PlanVerb.EVIDENCE_ADDED,)),
    Life.of(actions_for_firms, "action"),
    NavEntry("plans", _("Action plans"), "plans:list", 40, Permission.ACTION_VIEW, "act"),
    Way(
        "decision",
        _("Make an action of it"),
        lambda decision: reverse("plans:create", args=[decision.pk]),
        lambda user, decision: (
            decision.outcome != DecisionOutcome.REJECTED and may_act_on(user, decision)
        ),
    ),
)
