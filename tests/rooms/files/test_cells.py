"""One cell: what it means in every notation, or that it means nothing sure. Never another value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij.exporters.fields.reading import phone
from nasij.files.cells import text, whole_number
from nasij.files.dates import Moment, NotADate, month_number, read_moment
from nasij.files.phones import Phones, as_dialled, read_phones
from nasij.files.problems import CellRefused, RowProblem

# --- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["", " ", "--", "...", "n/a", "NA", "NaN", "None", "<NA>", "néant", "؟؟", "/", "**"]
)
def test_what_means_nothing_is_empty(cell: str) -> None:
    assert text(cell) == ""


@pytest.mark.parametrize(
    ("cell", "code"), [("\ufffdx", "letters_lost"), ("#REF!", "formula_error")]
)
def test_a_cell_that_was_lost_is_refused(cell: str, code: str) -> None:
    with pytest.raises(CellRefused) as caught:
        text(cell)
    assert caught.value.code == code


# --- counts of people ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12", 12),
        ("١٢", 12),
        ("1 200", 1200),
        ("1\u202f200", 1200),
        ("1.200", 1200),
        ("1,200.0", 1200),
        ("12,0", 12),
        ("12.0", 12),
        ("١٢٫٠", 12),
    ],
)
def test_people_are_whole(cell: str, count: int) -> None:
    assert whole_number(cell) == count


@pytest.mark.parametrize(
    "cell",
    [
        "12,5",
        "-3",
        "2000000",
        "douze",
        "10-20",
        "1.5",
        "50 %",
        "12,0 %",
        "0,125",
        "0.125",
        "12٫000",
        "1.200.5",
        "9" * 5000,
    ],
)
def test_part_of_a_person_is_refused(cell: str) -> None:
    with pytest.raises(CellRefused):
        whole_number(cell)


# --- dates --------------------------------------------------------------------------------------

DATES = {
    "2015": (2015, 0, 0),
    "2015-05": (2015, 5, 0),
    "201505": (2015, 5, 0),
    "05/2015": (2015, 5, 0),
    "12/03/2015": (2015, 3, 12),
    "2015-03-12": (2015, 3, 12),
    "31.12.2014": (2014, 12, 31),
    "20150503": (2015, 5, 3),
    "2015-05-03 14:30:00": (2015, 5, 3),
    "2015-05-03T00:00:00": (2015, 5, 3),
    "12 mars 2015": (2015, 3, 12),
    "1er mars 2015": (2015, 3, 1),
    "mars-15": (2015, 3, 0),
    "03-mai-2015": (2015, 5, 3),
    "3 août 2015": (2015, 8, 3),
    "March 3, 2015": (2015, 3, 3),
    "3rd of March 2015": (2015, 3, 3),
    "févr. 2015": (2015, 2, 0),
    "déc.-15": (2015, 12, 0),
    "12 مارس 2015": (2015, 3, 12),
    "غشت 2015": (2015, 8, 0),
    "3 شتنبر 2015": (2015, 9, 3),
    "فيفري 2015": (2015, 2, 0),
    "3 أغسطس 2015": (2015, 8, 3),
    "تشرين الثاني 2015": (2015, 11, 0),
    "كانون الأول 2015": (2015, 12, 0),
    "١٢/٠٣/٢٠١٥": (2015, 3, 12),
}


@pytest.mark.parametrize("cell", DATES)
def test_dates_in_three_languages(cell: str) -> None:
    found = read_moment(cell)
    assert (found.year, found.month, found.day, found.doubt) == (*DATES[cell], "")


NO_DATES = [
    "12/31/2014",
    "2014/13/05",
    "31/02/2015",
    "15",
    "2015-2016",
    "avant 2000",
    "circa 1998",
    "1435 هـ",
    "mars",
    "3 mars",
    "mars mai 2015",
    "vers mars 2015",
    "12-2015-03",
    "00/00/2015",
    "9999",
    "²",  # a digit to Python, and no number
    "9" * 5000,
]


@pytest.mark.parametrize("cell", NO_DATES)
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(NotADate):
        read_moment(cell)


def test_a_year_in_a_cell_of_dates_is_that_year_and_is_said() -> None:
    assert read_moment("1905-06-27 (2005)") == Moment(2005, doubt="year_as_day")
    assert read_moment("1905-06-27") == Moment(1905, 6, 27)
    assert read_moment("27/06/1905") == Moment(2005, doubt="year_as_day")


def test_a_counted_day_is_said() -> None:
    assert read_moment("42000") == Moment(2014, 12, 27, "serial")


@given(day=st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_written_in_any_form_comes_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y"):
        assert read_moment(day.strftime(form)).first_day == day


@pytest.mark.parametrize(
    ("cell", "month"), [("3", 3), ("mars", 3), ("يوليوز", 7), ("13", 0), ("x", 0), ("²", 0)]
)
def test_a_month_alone(cell: str, month: int) -> None:
    assert month_number(cell) == month


# --- telephones ---------------------------------------------------------------------------------

PHONES = {
    "0661234567": "+212661234567",
    "661234567": "+212661234567",
    "212661234567": "+212661234567",
    "+212 (0)6 61 23 45 67": "+212661234567",
    "00212661234567": "+212661234567",
    "'+212661234567": "+212661234567",
    "=+212661234567": "+212661234567",
    "06.61.23.45.67": "+212661234567",
    "tel: 0661234567": "+212661234567",
    "0661234567,0": "+212661234567",
    "661234567.00": "+212661234567",
    "06.61.23.45.00": "+212661234500",
    "٠٦٦١٢٣٤٥٦٧": "+212661234567",
    "+33 6 12 34 56 78": "+33612345678",
    "0033612345678": "+33612345678",
    "0528112233": "+212528112233",
}


@pytest.mark.parametrize("cell", PHONES)
def test_one_form_of_a_telephone_number(cell: str) -> None:
    assert read_phones(cell, "MA").numbers == (PHONES[cell],)


def test_several_numbers_in_one_cell() -> None:
    found = read_phones("0661234569 / 0528112233 ou 123", "MA")
    assert found.numbers == ("+212661234569", "+212528112233")
    assert found.unread == ("123",)
    assert not found.has_more


def test_a_cell_of_hundreds_of_numbers_is_read_to_its_twentieth() -> None:
    """Of 500 numbers in each of 800 cells, the first of which is kept, a page read all: 45 s."""
    cell = "; ".join(f"06612{at:05d}" for at in range(500))
    found = read_phones(cell, "MA")
    assert found == Phones(tuple(f"+2126612{at:05d}" for at in range(20)), (), has_more=True)
    read = phone("phone_written")("phone", cell)
    assert (read.values["phone"], read.doubt) == ("+212661200000", RowProblem.PHONES_MANY)


@pytest.mark.parametrize("cell", ["123", "0661", "06612345678901", "12/03/2015", "0000000000"])
def test_what_is_no_number_is_told(cell: str) -> None:
    assert read_phones(cell, "MA").numbers == ()


def test_a_number_is_shown_as_it_is_dialled() -> None:
    assert as_dialled("+212661234567", "MA") == "06 61 23 45 67"
    assert as_dialled("+33612345678", "MA") == "+33 6 12 34 56 78"
    assert as_dialled("poste 12", "MA") == "poste 12"
