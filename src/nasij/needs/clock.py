"""The clock of replies: working days, with the weekend and the holidays of the country pack."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nasij.reference.models import Holiday
from nasij.reference.pack import Pack

# Working days after which a need without any reply is shown as late. The council's own limit:
# no text sets one; two working weeks is what a delegate can explain to the person who spoke.
LATE_AFTER = 10
_LOOK_BACK_YEARS = 30  # further back than any need was heard


@lru_cache(maxsize=8)
def _weekend(folder: Path) -> frozenset[int]:
    return frozenset(Pack(folder).settings.get("weekend", [6, 7]))


class WorkingDays:
    """Counts working days; reads the holidays once, so that a list asks one query."""

    def __init__(self) -> None:
        self._weekend = _weekend(settings.PACK_DIR)
        self._holidays = frozenset(Holiday.objects.order_by().values_list("day", flat=True))

    def is_working(self, day: date) -> bool:
        return day.isoweekday() not in self._weekend and day not in self._holidays

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        span = max((end - start).days, 0)
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, span + 1))

    def latest_start_waiting_more_than(self, days: int, today: date) -> date:
        """The last day such that a need heard then waits more than `days` working days today."""
        day, waited = today, 0
        while waited <= days and today.year - day.year <= _LOOK_BACK_YEARS:
            waited += self.is_working(day)
            day -= timedelta(days=1)
        return day
