"""Telephone numbers: stored in one form for the whole world, shown as they are dialled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import phonenumbers

from nasij.files.cells import without_fraction
from nasij.reference.folding import DIGITS
from nasij.reference.pack import current_pack
from nasij.remembered import remembered

_SEVERAL = re.compile(r"[/;|]|\s-\s|\bou\b|\bor\b|\bet\b|أو|،")
MOST = 20  # numbers of one cell that are read: of these the first alone is kept
_MARKED = re.compile(r"[+\d\s().-]+")  # digits, and marks that say nothing to the library


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of one cell as +212661234567; `unread` are those that are none. A cell that
    `has_more` than `MOST` is read to there."""

    numbers: tuple[str, ...]
    unread: tuple[str, ...]
    has_more: bool = False


@cache
def own_region() -> str:
    """The two letters of the country whose numbers are written without a prefix."""
    return str(current_pack().settings["codes"]["iso_alpha2"])


def read_own_phones(cell: str) -> Phones:
    return read_phones(cell, own_region())


@remembered(20_000)
def read_phones(cell: str, region: str) -> Phones:
    found: dict[str, None] = {}
    unread = []
    parts = [part.strip() for part in _SEVERAL.split(cell.translate(DIGITS))]
    bare = [(part, without_fraction(part.lstrip("'="))) for part in parts]
    told = [(part, written) for part, written in bare if any(map(str.isdigit, written))]
    for part, written in told[:MOST]:
        number = _number(written, region)
        if number:
            found[number] = None
        else:
            unread.append(part)
    return Phones(tuple(found), tuple(unread), len(told) > MOST)


def _number(written: str, region: str) -> str:
    """E.164; the first form that the library lists, else the first of the right length: new ranges
    are dialled before they are listed."""
    possible = ""
    for form in dict.fromkeys(_forms(written, region)):
        number = _parsed(form, region)
        if number is None or not number.national_number:  # 00 00 00 00 00 fills a cell
            continue
        dialled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number):
            return dialled
        if not possible and phonenumbers.is_possible_number(number):
            possible = dialled
    return possible


def _forms(written: str, region: str) -> Iterator[str]:
    """A number that lost its zero or its plus in a spreadsheet gets it back."""
    digits, bare = re.sub(r"\D", "", written), re.sub(r"[^\d+]", "", written.split("tel:")[-1])
    yield bare if _MARKED.fullmatch(written) else written
    if digits.startswith(str(phonenumbers.country_code_for_region(region))):
        yield f"+{digits}"
    yield bare


def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None


def shown_phone(number: str) -> str:
    """A stored number as people of the country dial it; what is no number stays as it is."""
    return as_dialled(number, own_region())


def phone_from_abroad(number: str) -> str:
    """The same with the prefix of its country, so that it is seen which country was understood."""
    return as_dialled(number, "")


@remembered(20_000)
def as_dialled(number: str, region: str) -> str:
    parsed = _parsed(number, region) if number.startswith("+") else None
    if parsed is None:
        return number
    own = phonenumbers.region_code_for_number(parsed) == region
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if own else form.INTERNATIONAL)
