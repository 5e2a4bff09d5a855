"""What can go wrong with a firm's rights, said to the person it happens to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nasij.work.errors import Refusal


class NoAddress(Refusal):
    template = _(
        "This firm has no e-mail address in the registry. Show or print the link instead, "
        "and give it to a person of the firm."
    )


class LinkClosed(Refusal):
    """One sentence for every reason: who guesses learns nothing."""

    template = _(
        "This code is not known, has run out or was revoked. Check it letter by letter, "
        "or ask your delegate for a new one."
    )


class RequestSettled(Refusal):
    template = _("This request was already answered or taken back.")


class AnswerMissing(Refusal):
    template = _("A refusal needs its reason: the firm reads it.")
    field = "answer"


class RemarkUnanswered(AnswerMissing):
    template = _("What is said in words is answered in words: what is done, or why not.")


class NotErasable(Refusal):
    """Base of what stops an erasure."""


class ErasureNotAsked(NotErasable):
    template = _("No erasure of this firm waits for its second step.")


class ErasureBegun(NotErasable):
    template = _("The erasure of this firm has begun: it can no longer be answered otherwise.")


class NamesChanged(NotErasable):
    template = _("The firm's names or numbers changed while the kept files were read for them.")
    remedy_template = _("Erase the firm again.")


class FilesNotRemoved(NotErasable):
    template = ngettext_lazy(
        "The firm is erased from the registry, but %(count)s file that names it could not be "
        "removed.",
        "The firm is erased from the registry, but %(count)s files that name it could not be "
        "removed.",
        "count",
    )
    remedy_template = _("Whoever runs the site finds the reason in the log. Try again after that.")


class ErasureOfMerged(NotErasable):
    template = _("This record was merged: erase the one it was merged into.")


class ErasureOfUnknownTables(NotErasable):
    template = _("This firm cannot be erased: nobody said what becomes of %(tables)s.")


class AgreementMissing(NotErasable):
    template = _("Say how the firm agreed: the reason is kept.")
