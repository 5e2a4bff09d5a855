"""What can go wrong in the registry, said to the person it happens to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nasij.work.errors import Refusal


class IdentifierTaken(Refusal):
    template = _("Another firm of the registry has this identifier. Check the number.")
    field = "identifier"


class NotMergeable(Refusal):
    """Base of what stops a merge; `reason` is the sentence of the room that stops it."""

    template: ClassVar[Any] = "%(reason)s"


class MergeWithItself(NotMergeable):
    template = _("A firm cannot be merged into itself.")


class MergedAlready(NotMergeable):
    template = _("One of these firms was already merged.")


class MergeOfErased(NotMergeable):
    template = _("One of these firms was erased.")


class MergeOfUnknownTables(NotMergeable):
    template = _("These firms cannot be merged: nobody said what becomes of %(tables)s.")


class MergeUndone(NotMergeable):
    template = _("This merge was already undone.")


class UndoTooLate(Refusal):
    template = ngettext_lazy(
        "A merge can be undone for %(days)s day only.",
        "A merge can be undone for %(days)s days only.",
        "days",
    )


class MoveBeforeTheSeat(Refusal):
    template = _("The firm came to its present place on %(day)s: a move away cannot be earlier.")


class AlreadyThere(Refusal):
    template = _("The firm is already at %(place)s.")


class PlaceElsewhere(Refusal):
    template = _("%(place)s is not in the region %(region)s.")


class SiteClosedBeforeItOpened(Refusal):
    template = _("A site cannot close before it opened: check the two dates.")


class SeatIsMoved(Refusal):
    template = _("A seat is not closed but moved: use “Move the firm”.")


class GroupCycle(Refusal):
    template = _("%(group)s itself belongs to this firm: a group cannot go round in a circle.")
    field = "group"


class ListNameTaken(Refusal):
    template = _("You already have a list called “%(name)s”.")
    field = "name"


class ListTooLong(Refusal):
    template = _(
        "More than %(limit)s firms: narrow the search, or keep the search itself as a list "
        "that stays alive."
    )


class NothingChosen(Refusal):
    template = _("Choose at least one firm.")


class RecordClosed(Refusal):
    template = _("This record was merged with another one or erased: it is closed.")


class ErasedBefore(Refusal):
    """A firm that was erased is about to be registered again."""

    template = _(
        "This firm was erased at its request on %(day)s (erasure %(number)s). Ask it "
        "before adding it again; if it agrees, note so on the page of erased firms."
    )
    field = "name"
