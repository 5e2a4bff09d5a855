"""Dates as people write them, in three languages, and as spreadsheets keep them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from nasij.files.cells import without_fraction
from nasij.reference.days import FIRST_YEAR
from nasij.reference.folding import DIGITS, fold

_EPOCH = date(1899, 12, 30)
_YEARS = range(FIRST_YEAR, 2101)
_MONTHS: dict[str, int] = {}
for _names in (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "janv fev mar avr mai jun jui aou sept octo nove dece",
    # Arabic, which names them in four ways from west to east
    "يناير فبراير مارس ابريل ماي يونيو يوليوز غشت شتنبر اكتوبر نونبر دجنبر",
    "جانفي فيفري مارس افريل ماي جوان جويليه اوت سبتمبر اكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول",
):
    for _number, _name in enumerate(_names.split(), start=1):
        _MONTHS.setdefault(fold(_name.replace("_", " ")), _number)
_MONTH = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))})\b")
_FILLERS = frozenset("le er of the st nd rd th de في شهر سنه عام".split())  # noqa: SIM905

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])?(?!\d)")  # with or without a month
# The day on which a file was printed is not that of its rows.
_DAY = re.compile(r"\d{1,2}(?:er)?\s+\w+\s+\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


class NotADate(ValueError):
    """The text is none, or may be two."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a year: what is not said is 0. `doubt` says how it was understood, and
    `two_ways` that the month might have stood first."""

    year: int
    month: int = 0
    day: int = 0
    doubt: str = ""
    two_ways: bool = False

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)


def read_moment(written: str, days_later: int = 0) -> Moment:
    """12/03/2015 · 2015-03-12 · 12 mars 2015 · مارس 2015 · 03/2015 · 2015 · a spreadsheet's day,
    whose count may begin later than in most."""
    if shown := re.fullmatch(r"\d{4}-\d{2}-\d{2} \((\d{4})\)", written):
        return Moment(int(shown[1]), doubt="year_as_day")
    text = re.sub(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$", "", _plain(written))
    found = _of_digits(text, days_later) or _of_numbers(text) or _of_words(text)
    if found is None:
        raise NotADate(written)
    return _checked(found, written)


def is_month_first(written: str) -> bool:
    """04/13/2015: no day-first date, and one of those who write the month first."""
    found = re.fullmatch(r"(\d{1,2})([-/. ])(\d{1,2})\2(?:\d{4}|\d{2})", _plain(written))
    return found is not None and 1 <= int(found[1]) <= 12 < int(found[3]) <= 31


def is_month_alone(written: str) -> bool:
    """03/2015, mars-15: of a date its day is not said."""
    try:
        found = read_moment(written)
    except NotADate:
        return False
    return bool(found.month) and not found.day


def is_month(word: str) -> bool:
    """Whether a folded word names one."""
    return word in _MONTHS


def years_said(text: str) -> set[int]:
    """The years that a title or the name of an edition says, as 202601 and April 2025 do."""
    return {int(year) for year in _YEAR.findall(_DAY.sub(" ", text.translate(DIGITS)))}


def month_number(written: str) -> int:
    """A month alone: its number or its name; 0 where it is neither."""
    text = _plain(written)
    number = int(text) if text.isdecimal() and len(text) < 3 else _MONTHS.get(fold(text), 0)
    return number if 1 <= number <= 12 else 0


def _plain(written: str) -> str:
    return without_fraction(" ".join(written.translate(DIGITS).split()))


def _checked(found: Moment, written: str) -> Moment:
    """A day that exists. A year that a spreadsheet shows as 27/06/1905 is that year; 1905-06-27
    is how no spreadsheet writes it, and that day."""
    try:
        day = found.first_day
    except ValueError as error:
        raise NotADate(written) from error
    count = (day - _EPOCH).days
    iso = re.match(r"\d{4}", written)
    if found.day and not found.doubt and not iso and 1900 <= count <= 2100:
        return Moment(count, doubt="year_as_day")
    return found


def _of_digits(text: str, days_later: int) -> Moment | None:
    """Digits alone: a year, a month, a day, or the days that a spreadsheet has counted."""
    if not text.isdecimal() or len(text) > 8:
        return None
    number = int(text)
    if len(text) == 4 and number in _YEARS:
        return Moment(number)
    if len(text) == 5:
        day = _EPOCH + timedelta(days=number + days_later)
        return Moment(day.year, day.month, day.day, "serial")
    if len(text) == 6 and number // 100 in _YEARS and 1 <= number % 100 <= 12:
        return Moment(number // 100, number % 100)
    if len(text) == 8 and number // 10_000 in _YEARS:
        return Moment(number // 10_000, number // 100 % 100, number % 100)
    return None


def _of_numbers(text: str) -> Moment | None:
    """Two or three numbers between signs: day first, unless a year stands first."""
    parts = re.fullmatch(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2}|\d{4})(?:\s*\2\s*(\d{4}|\d{2}))?", text)
    if parts is None:
        return None
    first, _sign, second, third = parts.groups()
    if third is None:
        year, month = (first, second) if len(first) == 4 else (second, first)
        return Moment(int(year), int(month)) if len(year) == 4 and 1 <= int(month) <= 12 else None
    if len(first) == 4:
        plain = len(third) < 3 and int(second) and int(third)
        return Moment(int(first), int(second), int(third)) if plain else None
    if len(first) > 2 or len(second) > 2 or not int(first) or not int(second):
        return None
    two_ways = first.lstrip("0") != second.lstrip("0") and int(first) <= 12
    return Moment(_whole_year(third), int(second), int(first), two_ways=two_ways)


def _of_words(text: str) -> Moment | None:
    """A month by its name, with a year and perhaps a day: 1er mars 2015, 12 مارس 2015, mars-15."""
    words = fold(text)
    named = list(_MONTH.finditer(words))
    if len(named) != 1:
        return None
    month = _MONTHS[named[0][0]]
    before, after = words[: named[0].start()], words[named[0].end() :]
    numbers = re.findall(r"\d+", f"{before} {after}")
    rest = re.sub(r"\d+", " ", f"{before} {after}").split()
    if not set(rest) <= _FILLERS or not 1 <= len(numbers) <= 2:
        return None
    years = [number for number in numbers if len(number) == 4]
    if len(numbers) == 1:
        return Moment(_whole_year(numbers[0]), month) if len(numbers[0]) in {2, 4} else None
    year = years[0] if years else numbers[1]
    day = numbers[1] if numbers[0] == year and years else numbers[0]
    return Moment(_whole_year(year), month, int(day)) if len(day) < 3 else None


def _whole_year(written: str) -> int:
    """Two digits are a year of the past hundred."""
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) <= timezone.localdate().year % 100 else 1900)
