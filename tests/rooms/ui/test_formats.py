"""Values are written as each language writes them, and read back as the same value."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from nasij.ui import charts, formats

LANGUAGES = st.sampled_from(["fr", "ar", "en"])
MONTHS = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت"]
MONTHS += ["شتنبر", "أكتوبر", "نونبر", "دجنبر"]
MARKS = {"fr": ("\u00a0", ","), "ar": (".", ","), "en": (",", ".")}


@given(st.integers(-(10**12), 10**12), LANGUAGES)
def test_a_whole_number_reads_back(value: int, language: str) -> None:
    text = formats.number(value, language)
    plain = text.replace(MARKS[language][0], "").replace("\u200e", "").replace("\u2212", "-")
    assert int(plain) == value


def test_a_moment_is_told_with_the_day_of_the_country() -> None:
    with translation.override("fr"):
        assert formats.day_for_reader(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == (
            "1er décembre 2026"
        )


@given(st.decimals(-(10**9), 10**9, places=2), LANGUAGES)
def test_two_decimals_are_kept(value: object, language: str) -> None:
    thousands, point = MARKS[language]
    text = formats.number(value, language, 2)  # type: ignore[arg-type]
    plain = text.replace(thousands, "").replace(point, ".").replace("\u200e", "")
    assert float(plain.replace("\u2212", "-")) == float(value)  # type: ignore[arg-type]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), LANGUAGES)
def test_days_use_western_digits_and_name_the_year(value: date, language: str) -> None:
    text = formats.day(value, language)
    assert str(value.year) in text
    assert not any("٠" <= letter <= "٩" for letter in text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 4000), LANGUAGES)
def test_a_range_ends_with_its_last_day(start: date, length: int, language: str) -> None:
    end = start + timedelta(days=length)
    assert formats.date_range(start, end, language).endswith(formats.day(end, language))


@pytest.mark.parametrize(
    ("month", "name"),
    list(enumerate(MONTHS, start=1)),
)
def test_arabic_months_are_those_of_morocco(month: int, name: str) -> None:
    assert formats.day(date(2026, month, 2), "ar") == f"2 {name} 2026"


def test_the_first_of_a_month_is_ordinal_in_french() -> None:
    assert formats.day(date(2026, 3, 1), "fr") == "1er mars 2026"
    assert formats.day(date(2026, 3, 21), "fr") == "21 mars 2026"
    assert formats.day(date(2026, 3, 31), "fr") == "31 mars 2026"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_what_is_missing_is_a_dash_and_never_zero(language: str) -> None:
    for write in (formats.number, formats.percent, formats.money, formats.money_short):
        assert write(None, language) == formats.NOTHING
        assert write(float("nan"), language) == formats.NOTHING
    assert formats.day(None, language) == formats.NOTHING
    assert formats.number(0, language) == "0"


def test_percent_of_a_share() -> None:
    assert formats.percent(0.253, "fr") == "25,3\u00a0%"
    assert formats.percent(0.253, "en") == "25.3%"
    assert "25,3" in formats.percent(0.253, "ar")


def test_a_share_of_something_never_reads_none() -> None:
    assert formats.percent(0.0002, "en") == "0.02%"
    assert formats.percent(0.0021, "fr", 0) == "0,2\u00a0%"
    assert formats.percent(0.0005, "en") == "0.1%"
    assert formats.percent(1e-16, "en") == formats.percent(0, "en") == "0%"


def test_less_than_all_never_reads_all() -> None:
    assert formats.percent(0.9997, "en") == "99.97%"
    assert formats.percent(0.997, "fr", 0) == "99,7\u00a0%"
    assert formats.percent(1 - 1e-16, "en") == formats.percent(1, "en") == "100%"


def test_halves_go_up() -> None:
    assert formats.number(24.25, "fr", 1) == "24,3"
    assert formats.number(0.125, "en") == "0.13"
    assert formats.signed(-2.5, "en", 0) == "\u22123"
    assert formats.percent(0.2425, "en") == "24.3%"
    assert formats.money_short(1_250_000, "en", "USD") == "1.3 million USD"


def test_changes_carry_their_sign() -> None:
    assert formats.signed(12, "fr") == "+12"
    assert formats.signed(-12, "fr") == "\u221212"
    assert formats.signed(0, "fr") == "0"


def test_money_in_arabic_writes_the_dirham() -> None:
    assert formats.money(1_250_000, "ar").endswith("درهم")
    assert formats.money(1_250_000, "en") == "1,250,000 MAD"


def test_a_list_ends_with_and() -> None:
    assert formats.listing(["a", "b", "c"], "fr") == "a, b et c"
    assert formats.listing([], "fr") == formats.NOTHING


def test_a_moment_has_its_hour() -> None:
    assert "14:30" in formats.moment(datetime(2026, 6, 21, 14, 30, tzinfo=UTC), "en")


def test_deadlines_are_relative() -> None:
    today = date(2026, 11, 23)
    assert formats.deadline(date(2026, 11, 26), today, "en") == "in 3 days"
    assert formats.deadline(date(2026, 11, 21), today, "en") == "2 days late"
    assert formats.deadline(today, today, "en") == "today"


def test_an_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="fr, ar, en"):
        formats.number(1, "de")


def test_where_nobody_reads_the_language_is_that_of_the_site(settings: Any) -> None:
    settings.LANGUAGE_CODE, words = "ar", charts.Words("T", "R", "S")
    with translation.override(None):
        assert charts.bars([charts.Bar("x", 1)], words, unit="").language == "ar"
