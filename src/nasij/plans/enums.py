"""Closed lists of the plans room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class ActionState(Toned):
    PLANNED = "planned", _("Planned")
    UNDERWAY = "underway", _("Under way")
    DONE = "done", _("Carried out")
    ABANDONED = "abandoned", _("Abandoned")

    @property
    def tone(self) -> str:
        return {ActionState.UNDERWAY: "info", ActionState.DONE: "good"}.get(self, "neutral")


RUNNING = (ActionState.PLANNED, ActionState.UNDERWAY)
# A declared result may be confirmed a year after the action is done.
TAKES_EVIDENCE = (*RUNNING, ActionState.DONE)


class EvidenceKind(TextChoices):
    """Three columns, never one sum."""

    DECLARED = "declared", _("Declared")
    CONFIRMED = "confirmed", _("Confirmed by the firm")
    MATCHED = "matched", _("Matched in data")


class PlanVerb(Verbs):
    ACTION_CREATED = "plans.action_created", _("%(actor)s created the action “%(subject)s”")
    ACTION_STARTED = "plans.action_started", _("%(actor)s started the action “%(subject)s”")
    DUE_DATE_MOVED = "plans.due_date_moved", _("%(actor)s moved the date of “%(subject)s”")
    EVIDENCE_ADDED = "plans.evidence_added", _("%(actor)s added evidence to “%(subject)s”")
    ACTION_DONE = "plans.action_done", _("%(actor)s marked the action “%(subject)s” as done")
    ACTION_ABANDONED = "plans.action_abandoned", _("%(actor)s abandoned “%(subject)s”")
