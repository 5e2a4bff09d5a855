"""Countries as people write them: the pack's own words, codes, then exact names of libraries."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import translation

import pycountry
from babel import Locale
from django.utils.translation import gettext_noop

from nasij.files.errors import CountryNumbersUnknown
from nasij.files.remarks import Note, listed, note
from nasij.reference.folding import fold
from nasij.reference.models import Country
from nasij.reference.pack import current_pack

_LANGUAGES = ("fr", "ar", "en")
# Trade records have one market under two codes: “Other Asia”, in practice Taiwan.
ONE_MARKET = {"TWN": "S19"}
_NUMBER = re.compile(r"\d{1,3}")
_A_FIFTH = 5
_ELIDED = frozenset({"d", "l"})
_SHORT = {
    "rep": "republique",
    "dem": "democratique",
    "pop": "populaire",
    "st": "saint",
    "ste": "sainte",
}
# Between countries of one cell: signs before words, as “Bosnie et Herzégovine, France” is two.
_BETWEEN = (
    re.compile(r"[,;/|\n+&،؛]|\s[-–—]\s"),
    re.compile(r"\s(?:et|and)\s|\sو", re.IGNORECASE),
)
_MOST = 250  # of one cell: more than there are countries
_LONGEST = 5_000  # letters of their names; a million of them would be looked up for minutes
_CODE_FIRST = re.compile(r"^\s*([A-Za-z]{2,3}|\d{1,3})\s*[-–:]\s*(\S.*)$")
_CODE_LAST = re.compile(r"^(.*\S)\s*[(\[]\s*([A-Za-z]{2,3}|\d{1,3})\s*[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Countries:
    """Every spelling of a country → its code. A name that two countries bear is neither's."""

    by_code: dict[str, str]
    by_name: dict[str, str]
    by_spelling: dict[str, str] = field(default_factory=dict)  # of names spelt out, see `_spelt`
    _found: dict[str, str] = field(default_factory=dict)

    def find(self, written: str) -> str:
        """The code, or nothing: half a name is not one."""
        if written not in self._found:
            self._found[written] = self._find(written)
        return self._found[written]

    def are_several(self, written: str) -> bool:
        """Whether a cell names countries one after the other, and nothing else."""
        return len(written) <= _LONGEST and len(self._each(written)) > 1

    def _each(self, written: str) -> set[str]:
        if code := self.find(written):
            return {code}
        for between in _BETWEEN:
            parts = list(filter(str.strip, between.split(written, maxsplit=_MOST)))
            if len(parts) > 1:
                found = [self._each(part) for part in parts]
                return set().union(*found) if all(found) else set()
        return set()

    def _find(self, written: str) -> str:
        if code := self._exactly(written):
            return code
        for pattern, code_at, name_at in ((_CODE_FIRST, 1, 2), (_CODE_LAST, 2, 1)):
            if match := pattern.match(written):
                code, named = self.by_code.get(match[code_at].upper(), ""), match[name_at]
                is_name = any(map(str.isalpha, named))  # “12:00” is an hour, not Algeria
                if code and is_name and self._exactly(named) in {code, ""}:
                    return code
        halves = {self._exactly(half) for half in written.split("/")} if "/" in written else {""}
        return halves.pop() if len(halves) == 1 else ""

    def _exactly(self, written: str) -> str:
        bare = written.strip()
        if code := self.by_code.get(bare.upper(), "") or self.by_name.get(fold(bare), ""):
            return code
        return self.by_spelling.get(_spelt(bare), "")


def _spelt(name: str) -> str:
    """Without what is left out where no apostrophe is typed, and with what is shortened."""
    return " ".join(_SHORT.get(word, word) for word in fold(name).split() if word not in _ELIDED)


def read_numbers(column: str, texts: Collection[str], countries: Countries) -> list[Note]:
    """What is said of the numbers among the distinct texts of a column. Where many are no country
    of ISO, they are another list's, and those that look like one of ISO mean another country."""
    numbers = sorted(text for text in texts if _NUMBER.fullmatch(text))
    unknown = [text for text in numbers if not countries.find(text)]
    if unknown and len(unknown) * _A_FIFTH >= len(texts):
        told = {"count": len(unknown), "among": len(texts), "examples": listed(unknown)}
        raise CountryNumbersUnknown(column=column, **told)
    read = [f"{text} → {code}" for text in numbers if (code := countries.find(text))]
    if not read:
        return []
    text = gettext_noop(
        "The numbers of the column “%(column)s” were read as those that ISO 3166 gives to "
        "countries: %(codes)s."
    )
    return [note("country_numbers", text, column=column, codes=listed(read))]


def load_countries() -> Countries:
    known = {country.code: country for country in Country.objects.order_by("code")}
    codes: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for country in known.values():
        code = ONE_MARKET.get(country.code, country.code)
        numbers = {country.numeric, country.numeric.lstrip("0")}
        codes |= {key: code for key in (country.code, country.alpha2, *numbers) if key}
        for name in (country.name_fr, country.name_ar, country.name_en, *_names(country.alpha2)):
            names.setdefault(fold(name), set()).add(code)
    by_name = {name: next(iter(found)) for name, found in names.items() if name and len(found) == 1}
    words = current_pack().rows("country_words.csv", required=False)
    by_name |= {fold(row["word"]): row["code"] for row in words}
    return Countries(codes, by_name, _unique_spellings(by_name))


def _unique_spellings(by_name: dict[str, str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, code in by_name.items():
        found.setdefault(_spelt(name), set()).add(code)
    return {name: code for name, (code, *more) in found.items() if name and not more}


@cache
def _names(alpha2: str) -> tuple[str, ...]:
    """What CLDR and ISO 3166 call a country, in the languages of the product."""
    found = [Locale(language).territories.get(alpha2, "") for language in _LANGUAGES]
    known = pycountry.countries.get(alpha_2=alpha2) if alpha2 else None
    return tuple(filter(None, [*found, *(_iso_names(known) if known else ())]))


def _iso_names(known: object) -> Iterator[str]:
    english = [getattr(known, kind, "") for kind in ("name", "official_name", "common_name")]
    for name in filter(None, english):
        yield name
        for translated in _translations():
            yield translated(name)


@cache
def _translations() -> list[Callable[[str], str]]:
    return [
        translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
        for language in ("fr", "ar")
    ]
