"""Numbers that nobody bears, as a country has them."""

from __future__ import annotations

import pytest

from nasij.reference.identifiers import Rule


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
