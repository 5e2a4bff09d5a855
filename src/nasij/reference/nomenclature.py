"""Names of six-digit products from an official nomenclature, one language at a time.

Our own short names stay: only what has no name in that language takes the official one, which is
longer and written for customs officers. A line that we did not know is added under its heading.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nasij.audit.acts import record
from nasij.reference.enums import ReferenceVerb
from nasij.reference.folding import fold
from nasij.reference.models import Product
from nasij.reference.queries import country

LANGUAGES = ("fr", "ar", "en")
CODE_TITLES = ("code", "hscode", "hs6", "k", "cn8", "goods_code")
LONGEST = 500
_BATCH = 1000
_LINE = re.compile(r"^\d{6}$")


class NomenclatureRefused(Exception):
    """Why a nomenclature file cannot be used, in the reader's language."""

    template: Any = _("This file cannot be used.")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.template) % self.values


class LanguageUnknown(NomenclatureRefused):
    template = _("There is no language “%(language)s” here. Choose one of: %(good)s.")


class NomenclatureUnreadable(NomenclatureRefused):
    template = _("%(file)s cannot be read as CSV in UTF-8: it is cut, packed or saved otherwise.")


class TitlesMissing(NomenclatureRefused):
    template = _(
        "%(file)s lacks a column of HS codes (%(codes)s) or of descriptions (%(texts)s). "
        "It has: %(found)s."
    )


class NoLines(NomenclatureRefused):
    template = _("%(file)s holds no product of six digits with a description.")


def load_product_names(path: Path, *, language: str, by: AbstractBaseUser | None) -> dict[str, int]:
    """Fill the names of six-digit lines in one language; how many were read, filled, added."""
    language = language[:2].lower()
    if language not in LANGUAGES:
        raise LanguageUnknown(language=language, good=", ".join(LANGUAGES))
    names = _read_names(path, language)
    return _fill(names, language, path.name, by)


@transaction.atomic
def _fill(
    names: dict[str, str], language: str, file: str, by: AbstractBaseUser | None
) -> dict[str, int]:
    field = f"name_{language}"
    steps = {code[:length] for code in names for length in (2, 4)}
    above = {one.code: one for one in Product.objects.filter(code__in=steps)}
    known = {one.code: one for one in Product.objects.filter(level=6)}
    filled = [known[code] for code in sorted(names) if code in known and _lacks(known[code], field)]
    for product in filled:
        _name(product, field, names[product.code])
    added = [
        _new_line(code, field, names[code], above)
        for code in sorted(set(names) - set(known))
        if code[:4] in above
    ]
    Product.objects.bulk_update(filled, [field, "words"], batch_size=_BATCH)
    Product.objects.bulk_create(added, batch_size=_BATCH)
    answer = {
        "read": len(names),
        "filled": len(filled),
        "added": len(added),
        "kept": len(names) - len(filled) - len(added) - _strangers(names, known, above),
        "without_heading": _strangers(names, known, above),
    }
    _record(file, language, answer, by)
    return answer


def _record(file: str, language: str, answer: dict[str, int], by: AbstractBaseUser | None) -> None:
    """The act concerns thousands of lines: the event names the file, under the country."""
    record(
        ReferenceVerb.PRODUCTS_LOADED,
        subject=country(),
        by=by,
        label=f"{file} ({language})",
        after={"language": language, **answer},
    )


def _strangers(names: Iterable[str], known: Iterable[str], above: Iterable[str]) -> int:
    """Codes under a heading we do not have: services, national codes, another revision."""
    headings, lines = set(above), set(known)
    return sum(1 for code in names if code not in lines and code[:4] not in headings)


def _lacks(product: Product, field: str) -> bool:
    return not getattr(product, field)


def _name(product: Product, field: str, text: str) -> None:
    setattr(product, field, text)
    words = set(product.words.split(" | ")) if product.words else set()
    product.words = " | ".join(sorted((words | {fold(text)}) - {""}))


def _new_line(code: str, field: str, text: str, above: dict[str, Product]) -> Product:
    heading = above[code[:4]]
    line = Product(code=code, level=6, parent=heading, sector_id=heading.sector_id)
    _name(line, field, text)
    return line


def _read_names(path: Path, language: str) -> dict[str, str]:
    """Six-digit code → description; eight-digit and ten-digit lines are not products here."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise NomenclatureUnreadable(file=path.name) from error
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    titles = [title.strip().lower() for title in reader.fieldnames or []]
    reader.fieldnames = titles
    texts = (f"description_{language}", "description", f"name_{language}")
    code_title = next((title for title in CODE_TITLES if title in titles), "")
    text_title = next((title for title in texts if title in titles), "")
    if not code_title or not text_title:
        raise TitlesMissing(
            file=path.name,
            codes=", ".join(CODE_TITLES),
            texts=", ".join(texts),
            found=", ".join(titles[:12]),
        )
    names = _whole_names(reader, code_title, text_title)
    if not names:
        raise NoLines(file=path.name)
    return names


def _whole_names(reader: Iterable[dict[str, Any]], code: str, text: str) -> dict[str, str]:
    """Each line's own text; one that only says "other" takes its heading's text before it."""
    headings: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in reader:
        digits = str(row.get(code) or "").strip()
        said = str(row.get(text) or "").strip()
        if not said:
            continue
        if len(digits) == 4:
            headings[digits] = said
        elif _LINE.match(digits):
            names[digits] = said
    return {digits: _readable(said, headings.get(digits[:4], "")) for digits, said in names.items()}


_BARE = {"autre", "autres", "other", "others", "أخرى", "غيرها"}


def _readable(said: str, heading: str) -> str:
    """“autres” alone tells nobody anything: the heading comes first."""
    short = fold(said) in _BARE or said[:1].islower()
    whole = f"{heading} — {said}" if short and heading and fold(said) != fold(heading) else said
    return whole[: LONGEST - 1] + "…" if len(whole) > LONGEST else whole
