"""What can go wrong in the registry, said to the person it happens to."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class RegistryError(Exception):
    """Base: the text is a sentence in the user's language, and says what helps."""


class IceTaken(RegistryError):
    """Another firm has this identifier. `firm_id` is None where the person may not see it."""

    def __init__(self, firm_id: int | None = None) -> None:
        self.firm_id = firm_id
        super().__init__(_("Another firm of the registry has this ICE. Check the number."))


class NotMergeable(RegistryError):
    """A merge is refused, with its reason."""


class UndoTooLate(RegistryError):
    def __init__(self, days: int) -> None:
        super().__init__(
            ngettext(
                "A merge can be undone for %(days)s day only.",
                "A merge can be undone for %(days)s days only.",
                days,
            )
            % {"days": days}
        )


class MoveInTheFuture(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This day is still to come: note the move once it has happened."))


class MoveBeforeTheSeat(RegistryError):
    def __init__(self, since: date) -> None:
        super().__init__(
            _("The firm came to its present place on %(day)s: a move away cannot be earlier.")
            % {"day": since.strftime("%d/%m/%Y")}
        )


class AlreadyThere(RegistryError):
    def __init__(self, place: object) -> None:
        super().__init__(_("The firm is already at %(place)s.") % {"place": place})


class PlaceElsewhere(RegistryError):
    def __init__(self, place: object, region: object) -> None:
        super().__init__(
            _("%(place)s is not in the region %(region)s.") % {"place": place, "region": region}
        )


class SiteClosedBeforeItOpened(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("A site cannot close before it opened: check the two dates."))


class SeatIsMoved(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("A seat is not closed but moved: use “Move the firm”."))


class GroupCycle(RegistryError):
    def __init__(self, group: object) -> None:
        super().__init__(
            _("%(group)s itself belongs to this firm: a group cannot go round in a circle.")
            % {"group": group}
        )


class CannotReceive(RegistryError):
    def __init__(self, person: object) -> None:
        super().__init__(
            _("%(person)s may not read firms, so nothing can be sent to them. Choose another.")
            % {"person": person}
        )


class ReasonNeeded(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("Say why: the other person reads only this."))


class ReferralSettled(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This referral is closed; send a new one if something is left to ask."))


class ReferralWaits(RegistryError):
    def __init__(self, person: object) -> None:
        super().__init__(
            _("%(person)s already has this firm and has not answered yet.") % {"person": person}
        )


class FirmObjects(RegistryError):
    def __init__(self) -> None:
        super().__init__(
            _("This firm objected to being shown to others than those who follow it: ask it first.")
        )


class EndsInThePast(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("The last day lies in the past."))


class ListNameTaken(RegistryError):
    def __init__(self, name: str) -> None:
        super().__init__(_("You already have a list called “%(name)s”.") % {"name": name})


class ListTooLong(RegistryError):
    def __init__(self, limit: int) -> None:
        super().__init__(
            _(
                "More than %(limit)s firms: narrow the search, or keep the search itself as a list "
                "that stays alive."
            )
            % {"limit": limit}
        )


class NothingChosen(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("Choose at least one firm."))


class RecordClosed(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This record was merged with another one or erased: it is closed."))


class ErasedBefore(RegistryError):
    """A firm that was erased is about to be registered again."""

    def __init__(self, number: int, day: str) -> None:
        super().__init__(
            _(
                "This firm was erased at its request on %(day)s (erasure %(number)s). Ask it "
                "before adding it again; if it agrees, note so on the page of erased firms."
            )
            % {"day": day, "number": number}
        )
