"""Finding products as people write them: codes with lost zeros, long codes, or their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from nasij.files.cells import without_fraction
from nasij.files.problems import CellRefused, RowProblem
from nasij.reference.folding import DIGITS, fold
from nasij.reference.models import Product

_SEPARATORS = re.compile(r"[;|\n،؛]+")
_CODE = re.compile(r"^[\d.\s]+$")

_MOST_UNKNOWN = 50  # entries of one cell: more are no list of products
_REMEMBERED = 10_000  # cells: files repeat a few thousand
_Understood = tuple[list[str], list[str], list[tuple[str, str]]]


@dataclass
class Goods:
    """The codes in use, the product of each folded name or word, and the cells read before."""

    codes: frozenset[str] = frozenset()
    by_words: Mapping[str, str] = field(default_factory=dict)
    _read: dict[str, _Understood] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Goods:
        """The list of today; it is understood once, and again when a line of it changed."""
        lines = Product.objects.order_by("level", "-code").values_list("code", "words")
        return replace(_understood(tuple(lines)), _read={})

    def read(self, written: str) -> _Understood:
        """(codes, unknown entries, entries kept under a shorter code)."""
        found = self._read.get(written)
        if found is None:
            found = self._understand(written)
            if len(self._read) < _REMEMBERED:
                self._read[written] = found
        return found

    def _understand(self, written: str) -> _Understood:
        found: dict[str, None] = {}
        unknown: list[str] = []
        coarser: list[tuple[str, str]] = []
        for entry in self._entries(written):
            code = self._code(entry) if _CODE.match(entry) else self.by_words.get(fold(entry))
            if code is None:
                unknown.append(entry)
            else:
                digits = re.sub(r"\D", "", entry)
                if _CODE.match(entry) and len(code) < min(6, len(digits)):
                    coarser.append((entry, code))
                found[code] = None
            if len(unknown) + len(coarser) > _MOST_UNKNOWN:
                raise CellRefused(RowProblem.PRODUCTS_UNKNOWN, limit=_MOST_UNKNOWN)
        return sorted(found), unknown, coarser

    def _entries(self, written: str) -> list[str]:
        """Entries stand between semicolons; commas and spaces separate codes, not words."""
        entries: list[str] = []
        for part in _SEPARATORS.split(written):
            pieces = [piece.strip() for piece in re.split(r"[,/]", part)]
            if all(_CODE.match(piece) for piece in pieces if piece):
                entries.extend(word for piece in pieces for word in _codes_of(piece))
            else:
                entries.append(part.strip())
        return [without_fraction(entry) for entry in entries if entry]

    def _code(self, entry: str) -> str | None:
        digits = re.sub(r"\D", "", entry)
        if len(digits) % 2:  # a spreadsheet took the leading zero
            digits = "0" + digits
        # Our list holds every heading: digits whose heading it lacks are no product of a chapter.
        for length in (6, 4) if len(digits) > 2 else (2,):
            if digits[:length] in self.codes:
                return digits[:length]
        return None


@lru_cache(maxsize=1)
def _understood(lines: tuple[tuple[str, str], ...]) -> Goods:
    """Of products that bear one word the finest counts, and the first of these: it comes last."""
    by_words = {word: code for code, words in lines for word in words.split(" | ") if word}
    return Goods(frozenset(code for code, _words in lines), by_words)


def _codes_of(piece: str) -> list[str]:
    """“0804 10” is one code written with a space; “080410 150910” are two."""
    words = piece.split()
    if len(words) > 1 and any(len(re.sub(r"\D", "", word)) < 4 for word in words[1:]):
        return ["".join(words)]
    return words


@dataclass(frozen=True, slots=True)
class ProductCode:
    """Two, four or six digits, or none where a cell is no code. `remark` names what was done."""

    code: str = ""
    remark: str = ""


def product_code(written: str, known: frozenset[str]) -> ProductCode:
    """A code of the nomenclature as every door reads it: longer ones are cut at six digits."""
    bare = re.sub(r"[\s.\u00a0\u202f]", "", without_fraction(written.translate(DIGITS)))
    if not bare.isdigit() or not 2 <= len(bare) <= 12:
        return ProductCode()
    remark = ""
    if len(bare) % 2 and (len(bare) < 7 or bare[:4] not in known or f"0{bare[:3]}" in known):
        bare, remark = f"0{bare}", "product_zero"  # a spreadsheet took the leading zero
    code = bare[:6] if len(bare) > 5 else bare[:4] if len(bare) > 3 else bare[:2]
    if len(bare) > 6 and not remark:
        remark = "product_cut"
    if len(code) < 6:
        remark = "product_coarse"
    if known and code[:4] not in known:  # our list of six digits is not all of them
        remark = "product_unknown"
    return ProductCode(code, remark)
