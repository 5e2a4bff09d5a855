"""What the listening room refuses, in the words of the person who is refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nasij.needs.enums import ItemState
from nasij.reference.days import DayOutOfReach
from nasij.work.errors import Refusal


class EmptyText(Refusal):
    template = _("Write what was said: the text is empty.")


class AnonymousNeedNamesFirm(Refusal):
    template = _("An anonymous need cannot name a firm: clear the firm, or the anonymity.")
    field = "firm"


class KeyOfAnotherPerson(Refusal):
    template = _("This form was already sent by another person. Open a new one.")


class NothingToGroup(Refusal):
    template = _("Choose at least one need.")


class NeedsOfSeveralRegions(Refusal):
    template = _("An item gathers the needs of one region only.")


class NeedAlreadyGrouped(Refusal):
    template = _("The need %(need)s is already in another item.")


class NeedNotInItem(Refusal):
    template = _("The need %(need)s is not in this item.")


class ItemHasNoNeed(Refusal):
    template = _("Nobody's need is in this item: add one before it is escalated.")


class ItemIsClosed(Refusal):
    template = _("This item is closed; its needs no longer change.")


class StateNotAllowed(Refusal):
    """The states have an order; the sentence names what is allowed from here."""

    template = _("From “%(state)s” an item cannot become “%(wanted)s”. Possible: %(allowed)s.")

    def __init__(
        self, *, state: ItemState, wanted: ItemState, allowed: Iterable[ItemState]
    ) -> None:
        possible = " · ".join(str(state.label) for state in allowed)
        super().__init__(state=state.label, wanted=wanted.label, allowed=possible)


class ItemEnded(StateNotAllowed):
    template = _("This item ended as “%(state)s”; it cannot become “%(wanted)s”.")


class StepBeforeContact(DayOutOfReach):
    field = "next_step_on"


class StepWithoutWords(Refusal):
    template = _("Say what the next step is, or clear its date.")
    field = "next_step"


class PutOffIntoThePast(Refusal):
    template = _("Choose a day that is still to come.")
