"""What can go wrong in the registry, said to the person it happens to."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class RegistryError(Exception):
    """Base: the text is a sentence in the user's language, and says what helps."""


class NotASpreadsheet(RegistryError):
    def __init__(self, file_name: str) -> None:
        super().__init__(
            _(
                "“%(file)s” is not a spreadsheet. Give a file in the format xlsx, ods, xls or csv; "
                "nothing was written."
            )
            % {"file": file_name}
        )


class ProtectedSpreadsheet(RegistryError):
    def __init__(self, file_name: str) -> None:
        super().__init__(
            _(
                "“%(file)s” is protected by a password. Save it without the password; "
                "nothing was written."
            )
            % {"file": file_name}
        )


class SpreadsheetTooLarge(RegistryError):
    def __init__(self, limit_mb: int) -> None:
        super().__init__(
            _(
                "The file is larger than %(limit)s MB. Cut it into several files; "
                "nothing was written."
            )
            % {"limit": limit_mb}
        )


class BrokenEncoding(RegistryError):
    def __init__(self, line: int) -> None:
        super().__init__(
            _(
                "The text of line %(line)s is broken: several encodings are mixed in this file. "
                "Save it again as “CSV UTF-8” or as xlsx; nothing was written."
            )
            % {"line": line}
        )


class ColumnsMissing(RegistryError):
    def __init__(self, missing: list[str], found: list[str]) -> None:
        self.missing, self.found = missing, found
        super().__init__(
            _(
                "The columns %(missing)s were not found. The headings of this file are: %(found)s. "
                "Rename them as in the template; nothing was written."
            )
            % {"missing": ", ".join(missing), "found": ", ".join(found) or "–"}
        )


class NoRows(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("The file has headings but no rows: there is nothing to import."))


class ImportSettled(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This import is finished or cancelled; bring the file again."))


class ImportRunsElsewhere(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This import is already running; wait until it has finished."))


class ImportBeingChecked(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This file is still being checked; wait for the end of the check."))


class ImportFileGone(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("The file of this import is no longer there; bring it again."))


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


class NoAddress(RegistryError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This firm has no e-mail address in the registry. Show or print the link instead, "
                "and give it to a person of the firm."
            )
        )


class RecordClosed(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This record was merged with another one or erased: it is closed."))


class LinkClosed(RegistryError):
    """One sentence for every reason: who guesses learns nothing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not known, has run out or was revoked. Check it letter by letter, "
                "or ask your delegate for a new one."
            )
        )


class RequestSettled(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("This request was already answered or taken back."))


class AnswerMissing(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("A refusal needs its reason: the firm reads it."))


class NotErasable(RegistryError):
    """An erasure is refused, with its reason."""


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


class FilingDecided(RegistryError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has decided of this line in the meantime: look at it again."))
