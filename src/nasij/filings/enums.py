"""Firms of customs and association files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nasij.audit.words import Verbs
from nasij.ui.enums import Toned


class FilingState(Toned):
    """Whether it is known which firm of the registry a firm of a file is."""

    UNMATCHED = "unmatched", _("Not found in the registry")
    PROPOSED = "proposed", _("Perhaps this firm")
    MATCHED = "matched", _("Matched")
    LEFT = "left", _("Left aside")

    @property
    def tone(self) -> str:
        return {
            FilingState.UNMATCHED: "warn",
            FilingState.PROPOSED: "info",
            FilingState.MATCHED: "good",
        }.get(self, "neutral")


class MatchedBy(TextChoices):
    """Who says that a firm of a file is a firm of the registry."""

    IDENTIFIER = "identifier", _("by identifier")
    PERSON = "person", _("confirmed by a person")
    CREATED = "created", _("added from the file")


class FilingVerb(Verbs):
    """What is said of the firms of files."""

    FILE_FOLLOWED = (
        "filings.file_followed",
        _("The firms of %(subject)s were looked for in the registry"),
    )
    LOOKED_AGAIN = (
        "filings.looked_again",
        _("Firms of files were looked for among those of %(subject)s"),
    )
    FILING_MATCHED = (
        "filings.filing_matched",
        _("%(actor)s said that a firm of a file is %(subject)s"),
    )
    FILING_REFUSED = (
        "filings.filing_refused",
        _("%(actor)s said that a firm of a file is not %(subject)s"),
    )
    FILING_UNMATCHED = (
        "filings.filing_unmatched",
        _("%(actor)s took back that a firm of a file is %(subject)s"),
    )
    FILING_LEFT = "filings.filing_left", _("%(actor)s left a firm of a file aside")
    FILING_RETURNED = (
        "filings.filing_returned",
        _("%(actor)s took up again a firm of a file that was left aside"),
    )
