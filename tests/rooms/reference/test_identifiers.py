"""Numbers that nobody bears, as a country has them."""

from __future__ import annotations

import pytest

from nasij.reference.identifiers import Rule, is_shortened


@pytest.mark.parametrize(
    "rule",
    [
        Rule("identifier", {}),
        Rule("identifier", {}, length=6),
        Rule("identifier", {}, stdnum="ma.ice", length=15, enterprise_length=9),
        Rule("identifier", {}, stdnum="br.cnpj", length=14, enterprise_length=8),
    ],
    ids=lambda rule: rule.stdnum or str(rule.length),
)
def test_invented_numbers_are_good_and_of_different_firms(rule: Rule) -> None:
    numbers = [rule.invented(number) for number in range(1, 241)]
    assert [number for number in numbers if not rule.is_good(number)] == []
    assert all(number.startswith("9") for number in numbers)
    firms = {number[: rule.enterprise_length or None] for number in numbers}
    assert len(firms) == len(numbers)


def test_a_number_too_long_for_the_country_is_told_from_others_all_the_same() -> None:
    rule = Rule("identifier", {}, length=6)
    assert len({rule.invented(50_000_000 + number) for number in range(50)}) == 50


@pytest.mark.parametrize("written", ["1,52561E+12", "1.5 e 12", "152561E12", "1E + 9"])
def test_a_number_shown_short_is_told(written: str) -> None:
    assert is_shortened(written)


def test_blanks_in_a_cell_do_not_hold_who_reads_it() -> None:
    """A hundred thousand of them kept the queue of files busy for minutes."""
    assert not is_shortened(f"123456789E{chr(0x2003) * 1_000_000}x")


@pytest.mark.parametrize("before", ["ICE", "ICE : ", "N° ICE ", "I.C.E. N° ", "ice-", ""])
def test_what_people_write_before_a_number_is_no_part_of_it(before: str) -> None:
    rule = Rule("identifier", {}, prefix="ICE")
    assert rule.bare(f"{before}0012 3456/78") == "0012345678"
