"""Which days can be meant: one rule, of every form that asks for one and of the daily acts.

A year with a digit too few or too many is a day like any other to a database, and counts as years
of silence, or as a promise centuries late.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nasij.ui import formats
from nasij.ui.forms import DayInput
from nasij.work.errors import Refusal

FIRST_YEAR = 1800  # of what is older than any council, and of what files say
FIRST_OF_FIGURES = 1900  # spreadsheets begin to count in it: what is older is a slip
REACH = 20  # years before and after this one: what the work of a council can be about


class DayOutOfReach(Refusal):
    template = _("Choose a day from %(earliest)s to %(latest)s.")


def today() -> date:
    return timezone.localdate()


def long_ago() -> date:
    return date(today().year - REACH, 1, 1)


def far_ahead() -> date:
    return date(today().year + REACH, 12, 31)


def before_us() -> date:
    """For what is older than any council: a plant, a seat."""
    return date(FIRST_YEAR, 1, 1)


def years_of_figures(*, ahead: int = 1) -> tuple[int, int]:
    """The first and the last year that a figure can be of; forecasts reach further `ahead`."""
    return FIRST_OF_FIGURES, today().year + ahead


def check_day(
    day: date,
    *,
    earliest: date | None = None,
    latest: date | None = None,
    refusal: type[DayOutOfReach] = DayOutOfReach,
) -> None:
    """Refuse a day outside its bounds; `refusal` may name the field of the form at fault."""
    first, last = earliest or long_ago(), latest or far_ahead()
    if not first <= day <= last:
        language = formats.language()
        raise refusal(earliest=formats.day(first, language), latest=formats.day(last, language))


class DayField(forms.DateField):
    """A day between two others, which are counted when the form is read."""

    def __init__(
        self,
        *,
        earliest: Callable[[], date] = long_ago,
        latest: Callable[[], date] = far_ahead,
        **options: Any,
    ) -> None:
        super().__init__(widget=DayInput(), **options)
        self.earliest, self.latest = earliest, latest

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None:
            require_day(value, earliest=self.earliest(), latest=self.latest())


def require_day(value: date, *, earliest: date | None = None, latest: date | None = None) -> None:
    """The same, in the way of forms; of a moment, its day on the clocks of the site."""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    try:
        check_day(day, earliest=earliest, latest=latest)
    except DayOutOfReach as refusal:
        raise ValidationError(str(refusal)) from refusal
