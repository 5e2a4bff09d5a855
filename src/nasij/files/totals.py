"""Lines of totals, as people leave them below a table: they name no firm, region or country.

“Total”, “Sous-total Ouest”, “Nombre d'entreprises : 3”. Only a cell that says nothing else is
one: firms are called “Total Ouest” and “Totalis Marketing”. Whether they are the sums of the
rows that they may sum is told here; which rows those are, each door knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nasij.files.dates import month_number
from nasij.files.places import Places
from nasij.files.problems import CellRefused
from nasij.files.remarks import Note, listed, ngettext_noop, note
from nasij.files.units import without_unit
from nasij.reference.folding import fold


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold(word) for line in lines for word in line.split())


_SUMS = _words("total totaux totals ensemble somme", "المجموع مجموع الإجمالي إجمالي")
_NUMBERS = _words("nombre nbre nb number count", "عدد العدد")
_COUNTS = _NUMBERS | _words("montant valeur", "المبلغ")
_GREAT = _words("grand overall")
_RUNNING = _words("cumule cumules cumulee cumulees cumulative")
# These begin no firm's name: of what they are a part may follow.
_PARTS = tuple(
    map(
        fold, ("sous-total", "sous-totaux", "subtotal", "sub-total", "المجموع الفرعي", "مجموع فرعي")
    )
)
_AGREES = 1e-6  # of the amount: sums of decimals are kept as binary numbers
_SAYING = _SUMS | _COUNTS | _words("subtotal subtotals")
_BESIDE = (
    _SUMS
    | _RUNNING
    | _words(
        "de du des d la le les l en et pour general generale global globale totale annuel",
        "regional national region regions annee exercice mois pays secteur produit",
        "entreprises firmes societes cooperatives exportateurs exportatrices adherents membres",
        "lignes exportations",
        "of the for all in region year firms companies exporters members rows lines exports",
        "العام العامة الكلي الإجمالية السنوي الجهوي الوطني جهة الجهة لجهة سنة لسنة شهر المقاولات",
        "الشركات التعاونيات المصدرين المصدرة المنخرطين الأعضاء الأسطر الصادرات",
    )
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a cell says that it is the total, as far as it is a time or a region."""

    years: tuple[int, ...] = ()
    month: int = 0
    region: str = ""
    is_clear: bool = True  # no number of rows, nor a sum of other years or of another thing


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row of a total says, and the sums of the rows that it may sum."""

    place: str
    said: float
    named: Sequence[float]  # of the rows that its cells name, in one reading or more
    around: Sequence[float] = ()  # of the rows that stand before it
    is_told: bool = True  # where it agrees with none
    rounding: float = 1.0  # how far from its rows it agrees: a total may be rounded to the unit
    doubt: float = 0.0  # how much farther that may come of rounding rows: nothing is said there

    @property
    def nearest(self) -> float:
        return min(self.named or self.around, key=lambda found: abs(found - self.said))

    @property
    def agrees(self) -> bool:
        return self._is_near(self.rounding)

    @property
    def differs(self) -> bool:
        return self.is_told and not self._is_near(self.rounding + self.doubt)

    def _is_near(self, distance: float) -> bool:
        return any(
            math.isclose(self.said, found, rel_tol=_AGREES, abs_tol=distance)
            for found in (*self.named, *self.around)
        )


def is_total(written: str, places: Places) -> bool:
    return subject_of(written, places) is not None


def subject_of(written: str, places: Places) -> Subject | None:
    """Of “Total janvier 2024” the month; of “Sous-total Ouest 2022-2023” region and years.
    None where a cell is no word for a total, alone or with a year, a month or a region."""
    if _SAYING.isdisjoint(fold(written).split()):  # nearly all names, at little cost
        return None
    text = without_unit(written)
    part = next(filter(text.startswith, _PARTS), "")
    words = text.removeprefix(part).split()
    if part:
        is_number = not _NUMBERS.isdisjoint(words)
        words = [word for word in words if word not in _GREAT | _COUNTS]
        return _subject(words, places, is_number=is_number)
    if len(words) > 1 and words[0] in _GREAT:
        words = words[1:]
    first, *others = words or [""]
    rest = _place_in(others)
    is_count = first in _COUNTS and others and not rest
    is_sum = first in _SUMS and (not rest or _is_region(rest, places))
    if not (is_count or is_sum):
        return None
    return _subject(others, places, is_number=first in _NUMBERS)


def _subject(words: list[str], places: Places, *, is_number: bool) -> Subject:
    years = [int(word) for word in words if len(word) == 4 and word.isdecimal()]
    months = [month for word in words if not word.isdecimal() and (month := month_number(word))]
    rest = _place_in(words)
    region = places.region_of(rest) if rest else ""
    return Subject(
        tuple(range(min(years), max(years) + 1)) if years else (),
        months[0] if len(months) == 1 else 0,
        region,
        is_clear=not is_number and _RUNNING.isdisjoint(words) and bool(region or not rest),
    )


def _place_in(words: list[str]) -> str:
    """What neither a time nor a word beside a total is."""
    return " ".join(
        word for word in words if not (word in _BESIDE or word.isdecimal() or month_number(word))
    )


def _is_region(written: str, places: Places) -> bool:
    try:
        places.region(written)
    except CellRefused:
        return False
    return True


def left_out(rows: Iterable[str]) -> Note:
    """That rows of totals were not read as rows of the table; `rows` are their places."""
    text = ngettext_noop(
        "One row is a total of others and was left out: row %(rows)s.",
        "%(count)s rows are totals of others and were left out: rows %(rows)s.",
    )
    places = list(rows)
    return note("totals_left_out", text, count=len(places), rows=listed(places, 20))


def compared(claims: Iterable[Claim]) -> list[Note]:
    """How many totals agree with the sums of their rows, how many do not, and the first of them."""
    every = list(claims)
    agreeing = sum(claim.agrees for claim in every)
    odd = [claim for claim in every if claim.differs]
    return [
        *([_agreeing(agreeing)] if agreeing else []),
        *([_differing(len(odd), odd[0])] if odd else []),
    ]


def _agreeing(count: int) -> Note:
    text = ngettext_noop(
        "One total of the file agrees with the sum of its rows.",
        "%(count)s totals of the file agree with the sums of their rows.",
    )
    return note("totals_agree", text, count=count)


DIFFERING = ngettext_noop(
    "The total in row %(row)s differs from the sum of its rows: a row may lack, or be there twice.",
    "%(count)s totals of the file differ from the sums of their rows, the first in row %(row)s: a "
    "row may lack, or be there twice.",
)  # where no sums are told


def _differing(count: int, first: Claim) -> Note:
    text = ngettext_noop(
        "The total in row %(row)s is %(said)s, and its rows make %(found)s: a row may lack, or be "
        "there twice.",
        "%(count)s totals of the file differ from the sums of their rows; that in row %(row)s is "
        "%(said)s, and its rows make %(found)s: a row may lack, or be there twice.",
    )
    row, said, found = first.place, first.said, first.nearest
    return note("totals_differ", text, count=count, row=row, said=said, found=found)
