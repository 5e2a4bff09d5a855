"""What the listening room refuses, in the words of the person who is refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nasij.needs.enums import ItemState


class ListeningRefusal(Exception):
    """Base: `message` is a translated sentence; views show it beside the form."""

    sentence: str | Promise = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(values)

    @property
    def message(self) -> str:
        return str(self.sentence) % self.values

    def __str__(self) -> str:
        return self.message


class EmptyText(ListeningRefusal):
    sentence = _("Write what was said: the text is empty.")


class AnonymousNeedNamesFirm(ListeningRefusal):
    sentence = _("An anonymous need cannot name a firm: clear the firm, or the anonymity.")


class PlaceOutsideRegion(ListeningRefusal):
    sentence = _("%(place)s is not in the region %(region)s.")


class KeyOfAnotherPerson(ListeningRefusal):
    sentence = _("This form was already sent by another person. Open a new one.")


class NothingToGroup(ListeningRefusal):
    sentence = _("Choose at least one need.")


class NeedsOfSeveralRegions(ListeningRefusal):
    sentence = _("An item gathers the needs of one region only.")


class NeedAlreadyGrouped(ListeningRefusal):
    sentence = _("The need %(need)s is already in another item.")


class NeedNotInItem(ListeningRefusal):
    sentence = _("The need %(need)s is not in this item.")


class ReasonMissing(ListeningRefusal):
    sentence = _("Say why: the region, the council and the exporters will read it.")


class ItemHasNoNeed(ListeningRefusal):
    sentence = _("Nobody's need is in this item: add one before it is escalated.")


class ItemIsClosed(ListeningRefusal):
    sentence = _("This item is closed; its needs no longer change.")


class StateNotAllowed(ListeningRefusal):
    """The states have an order; the sentence names what is allowed from here."""

    def __init__(
        self, *, state: ItemState, wanted: ItemState, allowed: Iterable[ItemState]
    ) -> None:
        self.allowed = tuple(allowed)
        super().__init__(state=state.label, wanted=wanted.label)

    @property
    def message(self) -> str:
        if not self.allowed:
            sentence = gettext("This item ended as “%(state)s”; it cannot become “%(wanted)s”.")
            return sentence % self.values
        sentence = gettext(
            "From “%(state)s” an item cannot become “%(wanted)s”. Possible: %(allowed)s."
        )
        possible = " · ".join(str(state.label) for state in self.allowed)
        return sentence % {**self.values, "allowed": possible}


class DayToCome(ListeningRefusal):
    sentence = _("This day is still to come.")


class StepWithoutWords(ListeningRefusal):
    sentence = _("Say what the next step is, or clear its date.")


class PutOffWithoutReason(ListeningRefusal):
    sentence = _("Say why this firm can wait.")


class PutOffIntoThePast(ListeningRefusal):
    sentence = _("Choose a day that is still to come.")
