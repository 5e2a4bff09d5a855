"""What columns that are no money count: lengths and shares."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nasij.files.errors import UnitUnknown
from nasij.files.units.money import SMALL, is_number, unit_of
from nasij.reference.folding import fold


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column counts: how many of ours each unit is, by the folded words that name it."""

    factors: dict[str, float]
    good: tuple[str, ...]  # to write instead of one that is not known

    def undress(self, heading: str) -> str:
        """A heading without its unit, folded, as it is looked up."""
        return " ".join(self._rest(fold(_with_words(heading))))

    def named(self, text: str) -> set[float]:
        """How many of ours each unit is that a text names."""
        return {self.factors[word] for word in self._pattern.findall(fold(_with_words(text)))}

    def said(self, heading: str, names_column: Callable[[str], object]) -> float | None:
        """How many of ours one of a column is; None where its heading says no unit."""
        found = self.named(heading)
        parts = list(filter(str.strip, _PARTS.split(heading)))
        rest = [part for part in parts if not names_column(part)]
        odd = [part.strip() for part in rest if not found and self._other(part)]
        odd = odd or [part.strip() for part in parts if self.is_multiple(part)]
        if odd or len(found) > 1:
            told = " / ".join(odd) or heading
            raise UnitUnknown(column=heading, unit=told, good=list(self.good))
        return next(iter(found), None)

    def is_in(self, heading: str) -> bool:
        return bool(self._pattern.search(fold(_with_words(heading))))

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _any_of(tuple(self.factors))

    def _rest(self, folded: str) -> list[str]:
        words = self._pattern.sub("", folded).split()
        return [word for word in words if word not in SMALL]

    def is_multiple(self, part: str) -> bool:
        """“milliers de km”, “100 km”: of more than the word for the unit says itself, as one for
        thousandths does."""
        folded = fold(_with_words(part))
        before, *found = self._pattern.split(folded, maxsplit=1)
        last = next((word for word in reversed(before.split()) if word not in SMALL), "")
        itself = unit_of(" ".join(self._pattern.findall(folded)))
        return (bool(found) and is_number(last)) or unit_of(part).factor > itself.factor

    def _other(self, part: str) -> list[str]:
        words = self._rest(fold(_with_words(part)))
        return [word for word in words if word not in _NO_UNIT and not word.isdecimal()]


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def _with_words(heading: str) -> str:
    """Folding drops these signs too."""
    percent = re.sub("[%٪％﹪]", " percent ", heading.replace("_", " "))
    return percent.replace("‰", " permille ")


def _measure(good: str, factors: dict[float, str]) -> Measure:
    return Measure(
        {fold(word): factor for factor, words in factors.items() for word in words.split("|")},
        tuple(good.split("|")),
    )


_PARTS = re.compile(r"[()\[\]/|\n–—]|\s-\s")
# Beside the name of a column, words that are no unit of it.
_NO_UNIT = frozenset(
    fold(
        "mfn npf nmf ahs ad valorem appliqué appliqués applied consolidé bound taux rate moyen "
        "average réel réelle real annuel annuelle annual yearly weighted pondérée simple cepii "
        "geodist imf fmi weo"
    ).split()
)
LENGTH = _measure(
    "km|miles|m",
    {
        1.0: "km|kms|kilomètre|kilomètres|kilometer|kilometers|كم|كلم|كيلومتر|كيلومترات|بالكيلومتر",
        0.001: "m|mètre|mètres|meter|meters|متر|أمتار|بالمتر",
        1.609344: "mi|mile|miles|ميل|أميال|بالميل|بالأميال",
        1.852: "nm|nmi|nautical mile|nautical miles|mille marin|milles marins|mille nautique|"
        "milles nautiques|ميل بحري|أميال بحرية",
    },
)
SHARE = _measure(
    "%",
    {
        0.01: "percent|per cent|percentage|pct|pourcent|pour cent|pourcentage|بالمئة|بالمائة|"
        "في المئة|في المائة|نسبة مئوية|النسبة المئوية",
        0.001: "permille|per mille|pour mille|في الألف|بالألف",
        0.0001: "basis point|basis points|bps|point de base|points de base|نقطة أساس|نقاط أساس",
    },
)
