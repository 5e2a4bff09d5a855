"""What can be refused in the action plans, each with a sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nasij.reference.days import DayOutOfReach
from nasij.work.errors import Refusal


class DecisionRejected(Refusal):
    template = _("The council rejected this decision: no action follows from it.")


class ActionAlreadyExists(Refusal):
    template = _("The decision has an action called “%(title)s” already.")


class SharesMissing(Refusal):
    template = _("Choose at least one region that carries the action.")


class SharesNotWhole(Refusal):
    template = _("The shares of the regions add up to %(total)s and must add up to 100 %%.")


class ShareOutOfRange(Refusal):
    template = _("The share of %(region)s must be more than 0 and at most 100 %%.")


class ActionEnded(Refusal):
    template = _("The action is “%(state)s”: nothing in it changes any more.")


class AlreadyStarted(Refusal):
    template = _("The action is under way already.")


class DueBeforeDecision(DayOutOfReach):
    field = "due_on"


class MovedBeforeDecision(DayOutOfReach):
    field = "to_date"


class SameDate(Refusal):
    template = _("The action is already due on %(day)s: choose another date.")


class NoEvidence(Refusal):
    template = _(
        "Nothing shows yet that the action had a result: add evidence before marking it done."
    )


class ConfirmedBySomebody(Refusal):
    template = _(
        "Say who of the firm confirmed the result, when and how, or add the file that shows it."
    )
    field = "source"


class EvidenceTooLarge(Refusal):
    template = _("The file is larger than %(limit)s MB: send a smaller one.")


class EvidenceKindUnknown(Refusal):
    template = _("“%(name)s” is not a file that can be kept here. Send one of: %(good)s.")
