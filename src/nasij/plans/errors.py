"""What can be refused in the action plans, each with a sentence that says what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class PlanError(Exception):
    """Base of all: a template in the reader's language, and what fills it."""

    template: ClassVar[Any] = _("This cannot be done.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    @property
    def message(self) -> str:
        return str(self.template) % self.values

    def __str__(self) -> str:
        return self.message


class DecisionRejected(PlanError):
    template = _("The council rejected this decision: no action follows from it.")


class ActionAlreadyExists(PlanError):
    template = _("The decision has an action called “%(title)s” already.")


class SharesMissing(PlanError):
    template = _("Choose at least one region that carries the action.")


class SharesNotWhole(PlanError):
    template = _("The shares of the regions add up to %(total)s %% and must add up to 100 %%.")


class ShareOutOfRange(PlanError):
    template = _("The share of %(region)s must be more than 0 and at most 100 %%.")


class ActionEnded(PlanError):
    template = _("The action is “%(state)s”: nothing in it changes any more.")


class AlreadyStarted(PlanError):
    template = _("The action is under way already.")


class ReasonMissing(PlanError):
    template = _("Write the reason: everybody who follows the action will read it.")


class SameDate(PlanError):
    template = _("The action is already due on %(day)s: choose another date.")


class NoEvidence(PlanError):
    template = _(
        "Nothing shows yet that the action had a result: add evidence before marking it done."
    )


class EvidenceTooLarge(PlanError):
    template = _("The file is larger than %(limit)s MB: send a smaller one.")


class EvidenceKindUnknown(PlanError):
    template = _("“%(name)s” is not a file that can be kept here. Send one of: %(good)s.")
