"""What can be wrong with a row, and the sentences that say so and what helps.

Problems are kept as codes with details, and become sentences in the language of the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ProblemCode(TextChoices):
    """Labels are the reasons; placeholders are keys of the problem's details."""

    NAME_MISSING = "name_missing", _("The row has no name.")
    REGION_MISSING = "region_missing", _("The row has no region.")
    REGION_UNKNOWN = "region_unknown", _("“%(value)s” is not a region.")
    REGION_NOT_YOURS = (
        "region_not_yours",
        _("This row is for another region: %(region)s."),
    )
    ICE_SCIENTIFIC = (
        "ice_scientific",
        _("The spreadsheet shortened this ICE (scientific notation): its last digits are lost."),
    )
    ICE_TAKEN = "ice_taken", _("This ICE is already used in the registry, outside your region.")
    DUPLICATE_ICE = "duplicate_ice", _("Row %(line)s of this file has the same ICE.")
    DUPLICATE_NAME = (
        "duplicate_name",
        _("Row %(line)s of this file has the same name in the same region."),
    )
    DUPLICATE_FIRM = (
        "duplicate_firm",
        _("Row %(line)s of this file means the same firm of the registry."),
    )
    SEVERAL_MATCHES = (
        "several_matches",
        _("%(count)s firms of this region bear this name in the registry."),
    )
    ERASED_AT_REQUEST = (
        "erased_at_request",
        _("This firm was erased at its request on %(day)s (erasure %(number)s)."),
    )
    ERASED_IN_TIME = (
        "erased_in_time",
        _("This firm was erased on %(day)s, after years of silence (erasure %(number)s)."),
    )
    ICE_LENGTH = "ice_length", _("This ICE does not have 15 digits; it was kept as it is written.")
    ICE_KEY = "ice_key", _("The control digits of this ICE do not match; it was kept.")
    ICE_OTHER = (
        "ice_other",
        _("A firm of this name and region is registered under another ICE; both were kept."),
    )
    ICE_KEPT = (
        "ice_kept",
        _("This ICE is doubtful and the registry has a good one, which was kept."),
    )
    REGION_KEPT = (
        "region_kept",
        _("The registry has this firm in another region, %(known)s; its place was kept."),
    )
    COMMUNE_UNKNOWN = "commune_unknown", _("“%(value)s” is not a commune of this region.")
    COMMUNE_AMBIGUOUS = (
        "commune_ambiguous",
        _("Several communes of this region are called “%(value)s”."),
    )
    COMMUNE_ELSEWHERE = (
        "commune_elsewhere",
        _("The commune “%(value)s” lies in another region: %(region)s."),
    )
    PRODUCT_UNKNOWN = "product_unknown", _("“%(value)s” is not a known product.")
    PRODUCT_COARSER = (
        "product_coarser",
        _("Product %(value)s was kept under its heading %(heading)s."),
    )
    NUMBER_UNREADABLE = "number_unreadable", _("“%(value)s” is not a number of employees.")
    DATE_UNREADABLE = "date_unreadable", _("“%(value)s” is not a date.")
    DATE_FUTURE = "date_future", _("The date lies in the future.")
    EMAIL_UNREADABLE = "email_unreadable", _("“%(value)s” is not an e-mail address.")
    STATUS_UNKNOWN = "status_unknown", _("“%(value)s” is not a status.")
    TOO_LONG = "too_long", _("The text is longer than %(limit)s characters; its end was left out.")
    FORMULA_ERROR = "formula_error", _("The formula of this cell gives an error.")


_LEFT_OUT = _("The row was kept without it. Correct the cell and import the file again.")

_REMEDIES: dict[str, Promise] = {
    ProblemCode.NAME_MISSING: _("Give a name in French or in Arabic."),
    ProblemCode.REGION_MISSING: _("Give the name or the code of the region."),
    ProblemCode.REGION_UNKNOWN: _("Use the name or the code of one of today's regions."),
    ProblemCode.REGION_NOT_YOURS: _("Send this row to the delegate of that region."),
    ProblemCode.ICE_SCIENTIFIC: _(
        "Set the column to the format “Text”, type the 15 digits again and import the row again."
    ),
    ProblemCode.ICE_TAKEN: _("Check the number; if it is right, ask the secretariat."),
    ProblemCode.DUPLICATE_ICE: _("Keep one of the two rows, or correct the ICE."),
    ProblemCode.DUPLICATE_NAME: _("Keep one of the two rows, or give both their ICE."),
    ProblemCode.DUPLICATE_FIRM: _(
        "Keep one of the two rows: the registry knows both names as one firm."
    ),
    ProblemCode.SEVERAL_MATCHES: _("Give the ICE, so that the right firm is changed."),
    ProblemCode.ERASED_AT_REQUEST: _(
        "Ask it before adding it again; if it agrees, note so on the page of erased firms."
    ),
    ProblemCode.ERASED_IN_TIME: _(
        "Ask it before adding it again; if it agrees, note so on the page of erased firms."
    ),
    ProblemCode.ICE_LENGTH: _("Check the number with the firm."),
    ProblemCode.ICE_KEY: _("Check the number with the firm."),
    ProblemCode.ICE_OTHER: _("Check whether it is one firm or two."),
    ProblemCode.ICE_KEPT: _("Check the number with the firm."),
    ProblemCode.REGION_KEPT: _(
        "If the firm has moved, note it on its page with the day; if the place was wrong, "
        "correct it there."
    ),
    ProblemCode.PRODUCT_COARSER: _("Nothing to do: the finer code is not in the list in use."),
    ProblemCode.TOO_LONG: _("Shorten the text if its end matters."),
}

_REJECTING = frozenset(
    {
        ProblemCode.NAME_MISSING,
        ProblemCode.REGION_MISSING,
        ProblemCode.REGION_UNKNOWN,
        ProblemCode.REGION_NOT_YOURS,
        ProblemCode.ICE_SCIENTIFIC,
        ProblemCode.ICE_TAKEN,
        ProblemCode.DUPLICATE_ICE,
        ProblemCode.DUPLICATE_NAME,
        ProblemCode.DUPLICATE_FIRM,
        ProblemCode.SEVERAL_MATCHES,
        ProblemCode.ERASED_AT_REQUEST,
        ProblemCode.ERASED_IN_TIME,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of one line."""

    line: int
    column: str
    value: str
    code: ProblemCode
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def rejects(self) -> bool:
        return self.code in _REJECTING


def reason(code: str, value: str, details: dict[str, Any]) -> str:
    """What is wrong, in the active language."""
    return str(ProblemCode(code).label) % {"value": value, **details}


def remedy(code: str, details: dict[str, Any]) -> str:
    """What helps, in the active language; a near name is offered where one was found."""
    text = str(_REMEDIES.get(code, _LEFT_OUT))
    nearest = details.get("nearest")
    if nearest:
        return str(_("Did you mean “%(nearest)s”? %(remedy)s")) % {
            "nearest": nearest,
            "remedy": text,
        }
    return text
