"""The numbers by which registers of the country know a firm, as the pack declares them.

A firm has a place for five of them, whatever the country: `identifier`, the one that tells two
firms apart, and the numbers of four registers. A pack names those that its country has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from nasij.reference.pack import current_pack

IDENTIFIER = "identifier"
REGISTER = "register_number"
KINDS = (IDENTIFIER, "export_code", "tax_number", REGISTER, "social_number")
_LENGTH, _CONTROL = 9, 2  # of an invented number where the pack names none, and of its end
_SEPARATORS = re.compile(r"[\s.\-_/'\u00a0\u202f\u200e\u200f\u2010-\u2015]+")
# Two runs of blanks beside each other would be tried in every way there is.
_SHORTENED = re.compile(r"^\d+(?:[.,]\d+)?\s*[eE][\s+]*\d{1,2}$")


def is_shortened(written: str) -> bool:
    """As spreadsheets show a long number, its last digits lost: 1.52561E+12."""
    return bool(_SHORTENED.match(written))


def in_one_piece(written: str) -> str:
    """In one piece, without the blanks and marks that people put between groups of digits."""
    return _SEPARATORS.sub("", written).upper()


@dataclass(frozen=True)
class Rule:
    """What the pack says of one number: its names, and the form of a good one."""

    key: str
    names: Mapping[str, str]  # by language
    headings: Sequence[str] = ()  # under which people write it in their files
    court_headings: Sequence[str] = ()  # and the court that gave it, where it is unique in one only
    prefix: str = ""  # that people write before the number itself
    stdnum: str = ""  # the module of python-stdnum that knows its control digits
    length: int = 0  # 0: any
    pad_zeros: bool = False
    enterprise_length: int = 0  # digits that all establishments of one enterprise share

    def __str__(self) -> str:
        return self.names[(get_language() or "en").split("-")[0]]

    @property
    def of_court(self) -> bool:
        return bool(self.court_headings)

    @cached_property
    def _module(self) -> Any:
        return import_module(f"stdnum.{self.stdnum}")

    @cached_property
    def _before(self) -> str:
        """“ICE”, “ICE : ”, “N° ICE ”, or nothing where the pack has no such name."""
        return rf"^(?:N[°º])?{re.escape(self.prefix)}(?:N[°º])?:?" if self.prefix else "^$"

    def bare(self, written: str) -> str:
        """In one piece, without the name of the number that people write before it."""
        return re.sub(self._before, "", in_one_piece(written))

    def padded(self, number: str) -> str:
        """With the leading zeros that spreadsheets take; what is too short for that stays."""
        enough = number.isdigit() and len(number) >= self.enterprise_length
        return number.zfill(self.length) if self.pad_zeros and enough else number

    def has_length(self, number: str) -> bool:
        return not self.length or len(number) == self.length

    def is_good(self, number: str) -> bool:
        """Of the right length, and its control digits agree where it has some."""
        agrees = not self.stdnum or bool(self._module.is_valid(number))
        return self.has_length(number) and agrees

    def invented(self, number: int) -> str:
        """A good one for a fictitious firm: those that registers give do not begin with 9. What
        its last two digits have to be, where they are of control, is found by trying."""
        length = self.length or _LENGTH
        counted = (self.enterprise_length or length - _CONTROL) - 1
        stem = f"9{number:0{counted}d}".ljust(length - _CONTROL, "0")
        ends = [f"{end:0{_CONTROL}d}" for end in (*range(1, 100), 0)]
        return stem + next((end for end in ends if self.is_good(stem + end)), ends[0])


@cache
def identifier_rules() -> dict[str, Rule]:
    """By kind, those of this country, in the order of KINDS."""
    declared = {row["key"]: row for row in current_pack().settings["identifiers"]}
    return {kind: _rule(declared[kind]) for kind in KINDS if kind in declared}


def _rule(row: Mapping[str, Any]) -> Rule:
    names = {key.removeprefix("name_"): row[key] for key in row if key.startswith("name_")}
    others = {key: row[key] for key in row if not key.startswith("name_")}
    return Rule(names=names, **others)


def asked_numbers() -> list[str]:
    """What a form asks of a firm: the numbers of this country, and the court where it counts."""
    rules = identifier_rules()
    of_court = REGISTER in rules and rules[REGISTER].of_court
    return [*rules, "register_court"] if of_court else [*rules]


def main_rule() -> Rule:
    """That of the number that tells two firms apart; a country without one takes any text."""
    return identifier_rules().get(IDENTIFIER, Rule(IDENTIFIER, {}))


def name_of(kind: str) -> Any:
    """The country's own name of a number, in the language of the page."""
    return lazystr(identifier_rules().get(kind, ""))


def prefix_of(kind: str) -> str:
    rule = identifier_rules().get(kind)
    return rule.prefix if rule else ""


def same_enterprise(one: str, other: str) -> bool:
    """Two numbers of two establishments of one enterprise."""
    length = main_rule().enterprise_length
    return length > 0 and one[:length] == other[:length]
